// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/blocking.h"
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/slices.h"

#include <algorithm>

namespace streamscape::kafkard {

using base::fail;
using base::Result;
using kafka::GroupList;
using kafka::GroupListing;
using kafka::GroupState;
using kafka::GroupType;

namespace {

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

Result<std::vector<std::string>> topicNames(rd_kafka_t* handle, Inbox::Clock::time_point until,
                                            const Inbox& inbox, const std::string& where) {
    MetadataPtr metadata;
    const auto code = inSlices(until, inbox, [&](int ms) {
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

Result<GroupList> allGroups(rd_kafka_t* handle, Inbox::Clock::time_point until, const Inbox& inbox,
                            const std::string& where) {
    GroupListPtr list;
    const auto code = inSlices(until, inbox, [&](int ms) {
        const struct rd_kafka_group_list* raw = nullptr;
        const auto answered = rd_kafka_list_groups(handle, nullptr, &raw, ms);
        if (raw) // a part of the list is better than nothing
            list.reset(raw);
        return answered;
    });
    if (!list)
        return fail(error(code, where));
    GroupList found;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        found.errors.push_back({base::ErrorKind::Timeout, "A broker did not list its groups in time", where,
                                "its share, streams and Connect groups are not known",
                                rd_kafka_err2name(code)});
    for (int i = 0; i < list->group_cnt; ++i) {
        const rd_kafka_group_info& one = list->groups[i];
        GroupListing listing;
        listing.id = text(one.group);
        listing.protocolType = text(one.protocol_type);
        listing.type = groupType(listing.protocolType);
        listing.state = groupState(text(one.state));
        found.groups.push_back(std::move(listing));
    }
    return found;
}

} // namespace streamscape::kafkard
