// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/head.h"

#include "models/base/file_error.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace streamscape::journal {

namespace {

// Always as long, so that one write replaces it whole: "%020lld <64 hex>\n".
constexpr std::size_t digits = 20;
constexpr std::size_t length = digits + 1 + 64 + 1;

std::filesystem::path file(const std::filesystem::path& folder) { return folder / "journal.head"; }

} // namespace

std::optional<Head> readHead(const std::filesystem::path& folder) {
    std::ifstream stream(file(folder), std::ios::binary);
    std::array<char, length + 1> text{};
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.gcount() != static_cast<std::streamsize>(length) || text[digits] != ' ')
        return std::nullopt;
    Head head;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, head.seq);
    if (error != std::errc{} || end != text.data() + digits || head.seq < 0)
        return std::nullopt;
    head.hash.assign(text.data() + digits + 1, 64);
    return head;
}

base::Result<base::Done> writeHead(const std::filesystem::path& folder, const Head& head) {
    const int descriptor = ::open(file(folder).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return base::fail(base::fileError(errno, "The journal cannot be written", file(folder)));
    std::array<char, length + 1> text{};
    std::snprintf(text.data(), text.size(), "%020lld %.64s\n", static_cast<long long>(head.seq),
                  head.hash.c_str());
    const bool written = ::pwrite(descriptor, text.data(), length, 0) == static_cast<ssize_t>(length) &&
                         ::ftruncate(descriptor, static_cast<off_t>(length)) == 0 &&
                         ::fdatasync(descriptor) == 0;
    const int error = errno;
    ::close(descriptor);
    if (!written)
        return base::fail(base::fileError(error, "The journal cannot be written", file(folder)));
    return base::Done{};
}

} // namespace streamscape::journal
