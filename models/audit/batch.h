// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/event.h"

#include <memory>
#include <vector>

namespace streamscape::audit {

/// Where logs come from, as the user named them.
struct Source {
    std::string kind = "authorizer";          ///< of parserFor()
    std::string node;                         ///< may be empty: then the kind stands for it
    std::string zone;                         ///< of the log's times; empty is the system's
    std::vector<std::string> paths;           ///< files, folders, globs
    std::optional<std::int64_t> cluster = {}; ///< the store's key of whose logs they are; nullopt: not told
    std::string name() const { return node.empty() ? kind : node; }
    bool operator==(const Source&) const = default;
};

/// A log file and how far it is read. It is known by its first bytes: a rolled, renamed or copied file is the
/// same file.
struct FileState {
    std::string token; ///< its name in the store, given at first sight
    std::string path;
    std::int64_t device = 0;
    std::int64_t inode = 0;
    std::string zone;          ///< its times were read in
    std::string head;          ///< the first bytes, at most headBytes
    std::int64_t position = 0; ///< the next byte to read
    std::string tail;          ///< the bytes before position, at most tailBytes
    std::int64_t lines = 0;    ///< events and unparsed lines before position
    std::int64_t suspectUntil = 0;
    std::optional<Time> lastTime;
    bool operator==(const FileState&) const = default;
};
constexpr std::size_t headBytes = 1024;
constexpr std::size_t tailBytes = 512; // a line and its moment

/// What several lines say alike.
struct Combo {
    std::string before;
    bool counted = false;
    std::string after;
    Facts facts; ///< kind Unparsed where the line is no event; then before and after are empty
    bool operator==(const Combo&) const = default;
};

struct Line {
    std::optional<Time> time;
    std::size_t combo = 0; ///< index in Batch::combos
    std::int64_t position = 0;
    std::int64_t length = 0;
    std::optional<std::int64_t> count;
    bool suspect = false;
    bool operator==(const Line&) const = default;
};

/// Whole lines of one file, in order: what one transaction takes. Immutable once handed on.
struct Batch {
    Source source;
    FileState file;        ///< as it stands behind these lines
    std::int64_t from = 0; ///< the first byte; file.position is the first one behind
    std::int64_t size = 0; ///< of the file when it was read
    std::vector<Combo> combos;
    std::vector<Line> lines;
    std::int64_t events = 0;
    std::int64_t unparsed = 0;
};
using BatchPtr = std::shared_ptr<const Batch>;

} // namespace streamscape::audit
