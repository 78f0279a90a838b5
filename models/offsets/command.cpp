// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/command.h"

#include "models/base/text.h"
#include "models/offsets/iso8601.h"

#include <algorithm>

namespace streamscape::offsets {

namespace {

std::string quoted(const std::string& text) { return base::toStd(base::shellQuoted(text)); }

std::string scopeWords(const Scope& scope) {
    if (scope.allTopics)
        return " --all-topics";
    std::string text;
    for (const TopicScope& one : scope.topics) {
        std::string word = one.topic;
        for (std::size_t i = 0; i < one.partitions.size(); ++i)
            word += (i == 0 ? ":" : ",") + std::to_string(one.partitions[i].value);
        text += " --topic=" + quoted(word);
    }
    return text;
}

std::string withoutWords(const Scope& scope) {
    std::string text;
    std::string last;
    for (const base::TopicPartition& one : scope.without) {
        const std::string number = std::to_string(one.partition.value);
        text += one.topic == last ? "," + number : " --without=" + quoted(one.topic + ":" + number);
        last = one.topic;
    }
    return text;
}

} // namespace

std::string commandLine(const Spec& spec, const Scope& scope, const std::string& group,
                        const std::string& file) {
    const std::string reset = "streamscapectl lag reset --group=" + quoted(group) + scopeWords(scope);
    switch (spec.target) {
    case Target::Earliest:
        return reset + " --to-earliest" + withoutWords(scope);
    case Target::Latest:
        return reset + " --to-latest" + withoutWords(scope);
    case Target::Offset:
        return reset + " --to-offset " + std::to_string(spec.number) + withoutWords(scope);
    case Target::Datetime:
        return reset + " --to-datetime " + base::rfc3339(spec.time) + withoutWords(scope);
    case Target::Duration:
        return reset + " --by-duration " + durationText(spec.duration) + withoutWords(scope);
    case Target::Shift:
        return reset + " --shift-by " + std::to_string(spec.number) + withoutWords(scope);
    case Target::Current:
        return reset + " --to-current" + withoutWords(scope);
    case Target::File:
        return "streamscapectl lag reset --group=" + quoted(group) + " --from-file=" + quoted(file) +
               withoutWords(scope);
    case Target::CopyFrom:
        return "streamscapectl lag copy --from=" + quoted(spec.from) + " --group=" + quoted(group) +
               scopeWords(scope) + withoutWords(scope);
    case Target::DeleteOffsets:
        return "streamscapectl lag delete-offsets --group=" + quoted(group) + scopeWords(scope) +
               withoutWords(scope);
    case Target::DeleteGroup:
        return "streamscapectl lag delete --group=" + quoted(group);
    case Target::Restore:
        return "streamscapectl undo " + quoted(spec.undoes) + withoutWords(scope);
    }
    return reset;
}

} // namespace streamscape::offsets
