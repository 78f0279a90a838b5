// SPDX-License-Identifier: GPL-3.0-or-later
// store_child <what> <folder>: a second process for the tests. Prints one line when it stands where it
// should.
#include "models/base/error.h"
#include "models/store/store.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <grp.h>
#include <iostream>
#include <sys/resource.h>
#include <unistd.h>

using namespace streamscape;

namespace {

// A row in each of two tables by one job: after any death there are as many of one as of the other.
base::Result<base::Done> writePair(store::Sql& sql) {
    sql.run("CREATE TABLE IF NOT EXISTS a (n INTEGER PRIMARY KEY, t TEXT) STRICT");
    sql.run("CREATE TABLE IF NOT EXISTS b (n INTEGER PRIMARY KEY, t TEXT) STRICT");
    for (int i = 0; i < 50; ++i) {
        sql.run("INSERT INTO a (t) VALUES (?)", std::string(300, 'a'));
        sql.run("INSERT INTO b (t) VALUES (?)", std::string(300, 'b'));
    }
    return base::Done{};
}

// Says how many rows it sees.
base::Result<base::Done> count(store::Store& store) {
    const auto rows = store
                          .read<std::int64_t>("",
                                              [](store::Sql& sql) -> base::Result<std::int64_t> {
                                                  auto row = sql.query("SELECT count(*) FROM a");
                                                  row.next();
                                                  return row.integer(0);
                                              })
                          .result();
    if (!rows)
        return base::fail(rows.error());
    std::cout << *rows << std::endl;
    return base::Done{};
}

int report(const base::Error& error) {
    std::cout << base::name(error.kind) << ": " << base::describe(error) << std::endl;
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3)
        return 64;
    const std::string what = argv[1];
    if (what == "as-nobody" && ::getuid() == 0 &&
        (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0))
        return 65;
    if (what == "no-space") { // the process may write no file beyond 256 KiB: the disk's end, without a disk
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{256 * 1024, 256 * 1024};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    const store::Mode mode = what == "read-as-nobody"        ? store::Mode::ReadOnly
                             : what == "either-when-told-to" ? store::Mode::Either
                                                             : store::Mode::ReadWrite;
    if (what == "read-as-nobody" && ::getuid() == 0 &&
        (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0))
        return 65;
    std::string line;
    if (what == "either-when-told-to") {
        std::cout << "ready" << std::endl;
        std::getline(std::cin, line);
    }
    auto opened = store::Store::open({argv[2], mode, "store_child"});
    if (!opened)
        return report(opened.error());
    store::Store& it = **opened;
    if (what == "either-when-told-to") { // says what it came to, then what it is asked to: "write" or "count"
        std::cout << (it.mode() == store::Mode::ReadWrite ? "writer" : "reader") << std::endl;
        while (std::getline(std::cin, line)) {
            const auto done = line == "write" ? it.write<base::Done>(writePair).result() : count(it);
            if (!done)
                return report(done.error());
        }
        return 0;
    }
    if (what == "hold") {
        std::cout << "open" << std::endl;
        std::getline(std::cin, line);
        return 0;
    }
    if (what == "full-disk") { // the disk is small, and much of it taken by a file beside the store
        int jobs = 0;
        base::Result<base::Done> done = base::Done{};
        for (; done; ++jobs)
            done = it.write<base::Done>(writePair).result();
        report(done.error());
        std::cout << jobs - 1 << std::endl;
        if (const auto seen = count(it); !seen)
            return report(seen.error());
        std::filesystem::remove(std::filesystem::path(argv[2]).parent_path() / "filler");
        if (const auto again = it.write<base::Done>(writePair).result(); !again)
            return report(again.error());
        if (const auto seen = count(it); !seen)
            return report(seen.error());
        return 0;
    }
    if (what == "write-until-killed" || what == "no-space") {
        for (int i = 0;; ++i) {
            const auto done = it.write<base::Done>(writePair).result();
            if (!done)
                return report(done.error());
            std::cout << i << std::endl;
        }
    }
    std::cout << "open" << std::endl;
    return 0;
}
