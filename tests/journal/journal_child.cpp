// SPDX-License-Identifier: GPL-3.0-or-later
// journal_child <what> <folder> [count]: a second program that writes to the journal. Prints a line for each
// entry.
#include "models/journal/appending.h"
#include "tests/journal/journal_builder.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <grp.h>
#include <iostream>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace streamscape;

int main(int argc, char** argv) {
    if (argc < 3)
        return 64;
    const std::string what = argv[1];
    const int count = argc > 3 ? std::atoi(argv[3]) : 1;
    if (what == "as-nobody" && ::getuid() == 0 &&
        (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0))
        return 65;
    if (what == "no-space") { // the process may write no file beyond 16 KiB: the disk's end, without a disk
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{16 * 1024, 16 * 1024};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (what == "hold") {
        const int file = ::open(journal::journalFile(argv[2]).c_str(), O_RDWR | O_CREAT, 0600);
        ::flock(file, LOCK_EX);
        std::cout << "held" << std::endl;
        std::string line;
        std::getline(std::cin, line);
        return 0;
    }
    for (int i = 0; i < count; ++i) {
        const auto entry = journal::appendEntry(
            argv[2], test::draft(std::to_string(::getpid()) + "-" + std::to_string(i)), base::systemNow());
        if (!entry) {
            std::cout << base::name(entry.error().kind) << ": " << base::describe(entry.error()) << std::endl;
            return 1;
        }
        std::cout << entry->seq << std::endl;
    }
    return 0;
}
