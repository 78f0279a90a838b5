// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/cluster_sight.h"

#include "models/base/text.h"

#include <algorithm>

namespace streamscape::inventory {

using base::Error;
using base::ErrorKind;

namespace {

constexpr const char* describeHint = "Have DESCRIBE on topics granted: kafka-acls --add --allow-principal "
                                     "User:… --operation Describe --topic …";

bool mayDescribe(const std::vector<kafka::Operation>& operations) {
    return std::any_of(operations.begin(), operations.end(), [](const kafka::Operation& operation) {
        return operation == "DESCRIBE" || operation == "ALL";
    });
}

/// Things of one sort that carry errors: how many, and the first.
struct Failed {
    std::size_t count = 0;
    std::string first;
    Error error;

    void add(const std::string& name, const Error& why) {
        if (++count > 1)
            return;
        first = name;
        error = why;
    }
    /// "The configuration of 3 topics (orders, …) is not known: …".
    Error words(const std::string& what, const char* one, const char* many, const char* hint) const {
        Error words = error;
        words.what = what + " of " + std::to_string(count) + ' ' + (count == 1 ? one : many) + " (" + first +
                     (count > 1 ? ", …" : "") + ") is not known: " + error.what;
        if (error.kind == ErrorKind::Denied)
            words.hint = hint;
        return words;
    }
};

} // namespace

Unseen unseen(const ClusterAnswers& answers, const std::string& where) {
    Unseen unseen;
    const auto& rights = answers.info.authorized;
    const bool limited = rights && !mayDescribe(*rights);
    if (answers.topics.empty() && limited)
        unseen.topics =
            Error{ErrorKind::Denied, "This connection may not see any topic", where, describeHint, {}};
    else if (answers.topics.empty() && !rights)
        unseen.topics = Error{ErrorKind::Denied,
                              "No topic was shown, and the broker does not say whether this connection may "
                              "see any",
                              where,
                              describeHint,
                              {}};
    else if (limited)
        unseen.partly.push_back(
            {ErrorKind::Denied,
             "Only topics that this connection may DESCRIBE are shown; there may be others",
             where,
             describeHint,
             {}});

    Failed topics;
    for (const kafka::Topic& topic : answers.topics) {
        if (topic.error)
            topics.add(topic.name, *topic.error);
    }
    std::map<kafka::TopicPartition, const Error*> offsets; // start and end of one partition count once
    for (const auto* list : {&answers.starts, &answers.ends}) {
        for (const kafka::PartitionOffset& offset : *list) {
            if (offset.error)
                offsets.emplace(offset.partition, &*offset.error);
        }
    }
    Failed ends;
    for (const auto& [partition, error] : offsets)
        ends.add(base::nameOf(partition), *error);
    Failed configs;
    for (const kafka::ResourceConfig& config : answers.configs) {
        if (config.error)
            configs.add(config.resource.name, *config.error);
    }
    if (topics.count > 0)
        unseen.partly.push_back(topics.words("The description", "topic", "topics", describeHint));
    if (ends.count > 0)
        unseen.partly.push_back(ends.words("The offsets", "partition", "partitions", describeHint));
    if (configs.count > 0)
        unseen.partly.push_back(configs.words(
            "The configuration", "topic", "topics",
            "Have DESCRIBE_CONFIGS on these topics granted; findings about their settings are missing"));
    return unseen;
}

} // namespace streamscape::inventory
