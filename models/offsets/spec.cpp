// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/spec.h"

#include <charconv>

namespace streamscape::offsets {

const char* name(Target target) {
    switch (target) {
    case Target::Earliest:
        return "to_earliest";
    case Target::Latest:
        return "to_latest";
    case Target::Offset:
        return "to_offset";
    case Target::Datetime:
        return "to_datetime";
    case Target::Duration:
        return "by_duration";
    case Target::Shift:
        return "shift_by";
    case Target::Current:
        return "to_current";
    case Target::File:
        return "from_file";
    case Target::CopyFrom:
        return "copy_from";
    case Target::DeleteOffsets:
        return "delete_offsets";
    case Target::DeleteGroup:
        return "delete_group";
    case Target::Restore:
        return "restore";
    }
    return "restore";
}

base::Result<TopicScope> parseTopicScope(std::string_view text) {
    const auto wrong = [&](std::string what) {
        return base::fail(base::ErrorKind::Invalid, std::move(what), std::string(text),
                          "Write a topic, or a topic and its partitions: orders, orders:0,3");
    };
    const std::size_t colon = text.find(':');
    TopicScope scope{std::string(text.substr(0, colon)), {}};
    if (scope.topic.empty())
        return wrong("A topic has a name");
    if (colon == std::string_view::npos)
        return scope;
    std::string_view rest = text.substr(colon + 1);
    for (bool more = true; more;) {
        const std::size_t comma = rest.find(',');
        const std::string_view one = rest.substr(0, comma);
        base::PartitionId partition;
        const auto [end, error] = std::from_chars(one.data(), one.data() + one.size(), partition.value);
        if (error != std::errc{} || end != one.data() + one.size() || partition.value < 0)
            return wrong("\"" + std::string(one) + "\" is no partition's number");
        scope.partitions.push_back(partition);
        more = comma != std::string_view::npos;
        if (more)
            rest.remove_prefix(comma + 1);
    }
    return scope;
}

} // namespace streamscape::offsets
