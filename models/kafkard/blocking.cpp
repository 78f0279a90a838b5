// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/blocking.h"
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"

#include <algorithm>

namespace streamscape::kafkard {

using base::fail;
using base::Result;
using kafka::GroupListing;
using kafka::GroupState;
using kafka::GroupType;

namespace {

// Long enough for a slow cluster's answer, short enough to be done with a broken one.
constexpr base::Duration slice{1500};

/// Calls once(ms) until it answers something else than a timeout, waiting is in vain, or time is up.
template<class Call>
rd_kafka_resp_err_t inSlices(base::Duration timeout, const Inbox& inbox, Call call) {
    const auto until = Inbox::Clock::now() + timeout;
    for (;;) {
        const auto left = std::chrono::duration_cast<base::Duration>(until - Inbox::Clock::now());
        const auto wait = std::clamp(left, base::Duration{1}, slice);
        const rd_kafka_resp_err_t code = call(static_cast<int>(wait.count()));
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR && !inbox.isWorthWaiting())
            return code;
        if ((code != RD_KAFKA_RESP_ERR__TIMED_OUT && code != RD_KAFKA_RESP_ERR__TRANSPORT) || left <= slice)
            return code;
    }
}

GroupType groupType(const std::string& protocolType) {
    if (protocolType == "share")
        return GroupType::Share;
    if (protocolType == "streams")
        return GroupType::Streams;
    if (protocolType == "connect")
        return GroupType::Connect;
    return GroupType::Unknown;
}

GroupState groupState(const std::string& state) {
    for (const auto one :
         {GroupState::PreparingRebalance, GroupState::CompletingRebalance, GroupState::Stable,
          GroupState::Empty, GroupState::Assigning, GroupState::Reconciling})
        if (state == kafka::name(one))
            return one;
    return GroupState::Unknown; // "Dead" is what a broker says of a group of another kind
}

} // namespace

Result<std::vector<std::string>> topicNames(rd_kafka_t* handle, base::Duration timeout, const Inbox& inbox,
                                            const std::string& where) {
    MetadataPtr metadata;
    const auto code = inSlices(timeout, inbox, [&](int ms) {
        const struct rd_kafka_metadata* raw = nullptr;
        const auto answered = rd_kafka_metadata(handle, 1, nullptr, &raw, ms);
        metadata.reset(raw);
        return answered;
    });
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return fail(error(code, where));
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(metadata->topic_cnt));
    for (int i = 0; i < metadata->topic_cnt; ++i)
        names.push_back(text(metadata->topics[i].topic));
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::vector<GroupListing>> allGroups(rd_kafka_t* handle, base::Duration timeout, const Inbox& inbox,
                                            const std::string& where) {
    GroupListPtr list;
    const auto code = inSlices(timeout, inbox, [&](int ms) {
        const struct rd_kafka_group_list* raw = nullptr;
        const auto answered = rd_kafka_list_groups(handle, nullptr, &raw, ms);
        list.reset(raw);
        return answered;
    });
    // PARTIAL: a broker was silent, the others answered.
    if (!list)
        return fail(error(code, where));
    std::vector<GroupListing> groups;
    for (int i = 0; i < list->group_cnt; ++i) {
        const rd_kafka_group_info& one = list->groups[i];
        GroupListing listing;
        listing.id = text(one.group);
        listing.protocolType = text(one.protocol_type);
        listing.type = groupType(listing.protocolType);
        listing.state = groupState(text(one.state));
        groups.push_back(std::move(listing));
    }
    return groups;
}

} // namespace streamscape::kafkard
