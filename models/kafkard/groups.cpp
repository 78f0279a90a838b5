// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/questions.h"

#include <algorithm>

namespace streamscape::kafkard {

using base::fail;
using base::Reply;
using base::Result;
using kafka::GroupDescription;
using kafka::GroupListing;
using kafka::GroupOffsets;
using kafka::GroupState;
using kafka::GroupType;

namespace {

constexpr std::size_t groupsARequest = 50;
// One group a request: 1,000 groups take 160 ms with 64 in flight, 670 to 950 ms one after the other.
constexpr std::size_t offsetsInFlight = 64;

GroupType groupType(rd_kafka_consumer_group_type_t type) {
    switch (type) {
    case RD_KAFKA_CONSUMER_GROUP_TYPE_CLASSIC:
        return GroupType::Classic;
    case RD_KAFKA_CONSUMER_GROUP_TYPE_CONSUMER:
        return GroupType::Consumer;
    default:
        return GroupType::Unknown;
    }
}

GroupState groupState(rd_kafka_consumer_group_state_t state) {
    switch (state) {
    case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE:
        return GroupState::PreparingRebalance;
    case RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE:
        return GroupState::CompletingRebalance;
    case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE:
        return GroupState::Stable;
    case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD:
        return GroupState::Dead;
    case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY:
        return GroupState::Empty;
    default: // Assigning and Reconciling of KIP-848 come as Unknown too
        return GroupState::Unknown;
    }
}

kafka::GroupMember member(const rd_kafka_MemberDescription_t* raw) {
    kafka::GroupMember found;
    found.id = text(rd_kafka_MemberDescription_consumer_id(raw));
    found.clientId = text(rd_kafka_MemberDescription_client_id(raw));
    found.host = text(rd_kafka_MemberDescription_host(raw));
    if (found.host.starts_with('/'))
        found.host.erase(0, 1);
    if (const char* instance = rd_kafka_MemberDescription_group_instance_id(raw); instance && *instance)
        found.instanceId = instance;
    if (const auto* assignment = rd_kafka_MemberDescription_assignment(raw))
        found.assignment = partitions(rd_kafka_MemberAssignment_partitions(assignment));
    return found;
}

GroupDescription description(const rd_kafka_ConsumerGroupDescription_t* raw, const std::string& where) {
    GroupDescription found;
    found.id = text(rd_kafka_ConsumerGroupDescription_group_id(raw));
    found.error = error(rd_kafka_ConsumerGroupDescription_error(raw), "group " + found.id + " at " + where);
    if (found.error)
        return found;
    found.state = groupState(rd_kafka_ConsumerGroupDescription_state(raw));
    const std::size_t members = rd_kafka_ConsumerGroupDescription_member_count(raw);
    if (found.state == GroupState::Dead && members == 0) {
        // What the library says of a group that is not there, or is none it can describe.
        found.state = GroupState::Unknown;
        found.error = base::Error{base::ErrorKind::NotFound,
                                  "There is no such consumer group",
                                  "group " + found.id + " at " + where,
                                  "it may have been removed just now",
                                  {}};
        return found;
    }
    found.type = groupType(rd_kafka_ConsumerGroupDescription_type(raw));
    found.assignor = text(rd_kafka_ConsumerGroupDescription_partition_assignor(raw));
    if (const auto* node = rd_kafka_ConsumerGroupDescription_coordinator(raw);
        node && rd_kafka_Node_id(node) >= 0)
        found.coordinator = kafka::BrokerId{rd_kafka_Node_id(node)};
    for (std::size_t i = 0; i < members; ++i)
        found.members.push_back(member(rd_kafka_ConsumerGroupDescription_member(raw, i)));
    std::sort(found.members.begin(), found.members.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    std::size_t count = 0;
    const auto* allowed = rd_kafka_ConsumerGroupDescription_authorized_operations(raw, &count);
    found.authorized = operations(allowed, count);
    return found;
}

void read(GroupOffsets& answer, const rd_kafka_group_result_t* raw, const std::string& where) {
    answer.error = error(rd_kafka_group_result_error(raw), "group " + answer.group + " at " + where);
    const auto* list = rd_kafka_group_result_partitions(raw);
    for (int i = 0; list && i < list->cnt; ++i) {
        const auto& one = list->elems[i];
        kafka::CommittedOffset commit;
        commit.partition = {text(one.topic), kafka::PartitionId{one.partition}};
        if (one.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            commit.error =
                error(one.err, text(one.topic) + '-' + std::to_string(one.partition) + " at " + where);
        else if (one.offset >= 0)
            commit.offset = kafka::Offset{one.offset};
        if (one.metadata)
            commit.metadata.assign(static_cast<const char*>(one.metadata), one.metadata_size);
        if (const auto epoch = rd_kafka_topic_partition_get_leader_epoch(&one); epoch >= 0)
            commit.leaderEpoch = epoch;
        answer.offsets.push_back(std::move(commit));
    }
    std::sort(answer.offsets.begin(), answer.offsets.end(),
              [](const auto& a, const auto& b) { return a.partition < b.partition; });
}

/// No rows and no error is what such a group gets too; that is not "no commits".
bool hidesCommits(const std::map<std::string, GroupType>& types, const std::string& group) {
    const auto it = types.find(group);
    return it != types.end() && (it->second == GroupType::Share || it->second == GroupType::Streams ||
                                 it->second == GroupType::Connect);
}

} // namespace

void listConsumerGroups(AdminLane& lane, const Reply<kafka::GroupList>& reply) {
    lane.request(RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, rd_kafka_ListConsumerGroups,
                 [reply, where = lane.where()](Result<rd_kafka_event_t*> event) {
                     if (!event)
                         return reply.answer(fail(event.error()));
                     const auto* result = rd_kafka_event_ListConsumerGroups_result(*event);
                     kafka::GroupList list;
                     std::size_t count = 0;
                     const auto** valid = rd_kafka_ListConsumerGroups_result_valid(result, &count);
                     for (std::size_t i = 0; i < count; ++i)
                         list.groups.push_back(GroupListing{
                             text(rd_kafka_ConsumerGroupListing_group_id(valid[i])),
                             groupType(rd_kafka_ConsumerGroupListing_type(valid[i])),
                             groupState(rd_kafka_ConsumerGroupListing_state(valid[i])), "consumer"});
                     const auto** errors = rd_kafka_ListConsumerGroups_result_errors(result, &count);
                     for (std::size_t i = 0; i < count; ++i)
                         if (auto one = error(errors[i], where))
                             list.errors.push_back(std::move(*one));
                     reply.answer(std::move(list));
                 });
}

void describeConsumerGroups(AdminLane& lane, std::vector<std::string> groups,
                            std::function<void(std::vector<GroupDescription>)> answered) {
    struct Work {
        std::vector<std::string> groups;
        std::vector<GroupDescription> answers;
    };
    const auto work = std::make_shared<Work>();
    work->groups = std::move(groups);
    inFlight(
        (work->groups.size() + groupsARequest - 1) / groupsARequest, 2,
        [&lane, work](std::size_t chunk, std::function<void()> done) {
            const std::size_t from = chunk * groupsARequest;
            const std::size_t to = std::min(work->groups.size(), from + groupsARequest);
            std::vector<const char*> raw;
            for (std::size_t i = from; i < to; ++i)
                raw.push_back(work->groups[i].c_str());
            lane.request(
                RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
                [&raw](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
                    rd_kafka_DescribeConsumerGroups(handle, raw.data(), raw.size(), options, queue);
                },
                [&lane, work, from, to, done](Result<rd_kafka_event_t*> event) {
                    if (!event) {
                        for (std::size_t i = from; i < to; ++i) {
                            GroupDescription failed;
                            failed.id = work->groups[i];
                            failed.error = event.error();
                            work->answers.push_back(std::move(failed));
                        }
                        return done();
                    }
                    std::size_t count = 0;
                    const auto** described = rd_kafka_DescribeConsumerGroups_result_groups(
                        rd_kafka_event_DescribeConsumerGroups_result(*event), &count);
                    for (std::size_t i = 0; i < count; ++i)
                        work->answers.push_back(description(described[i], lane.where()));
                    done();
                },
                withAuthorized);
        },
        [work, answered = std::move(answered)] { answered(std::move(work->answers)); });
}

void committedOffsets(AdminLane& lane, std::vector<std::string> groups,
                      std::map<std::string, GroupType> types, const Reply<std::vector<GroupOffsets>>& reply) {
    struct Work {
        std::vector<GroupOffsets> answers;
        std::map<std::string, GroupType> types;
        std::optional<base::Error> whole;
        bool any = false;
    };
    const auto work = std::make_shared<Work>();
    work->types = std::move(types);
    for (std::string& group : groups)
        work->answers.push_back(GroupOffsets{std::move(group), {}, {}});
    inFlight(
        work->answers.size(), offsetsInFlight,
        [&lane, work, reply](std::size_t i, std::function<void()> done) {
            if (reply.isCancelled())
                return done();
            const GroupOffsetsPtr asked(
                rd_kafka_ListConsumerGroupOffsets_new(work->answers[i].group.c_str(), nullptr));
            lane.request(
                RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
                [&asked](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options,
                         rd_kafka_queue_t* queue) {
                    rd_kafka_ListConsumerGroupOffsets_t* one = asked.get();
                    rd_kafka_ListConsumerGroupOffsets(handle, &one, 1, options, queue);
                },
                [&lane, work, i, done](Result<rd_kafka_event_t*> event) {
                    GroupOffsets& answer = work->answers[i];
                    if (event) {
                        work->any = true;
                        std::size_t count = 0;
                        const auto** results = rd_kafka_ListConsumerGroupOffsets_result_groups(
                            rd_kafka_event_ListConsumerGroupOffsets_result(*event), &count);
                        if (count > 0)
                            read(answer, results[0], lane.where());
                        if (answer.offsets.empty() && !answer.error &&
                            hidesCommits(work->types, answer.group))
                            answer.error =
                                base::Error{base::ErrorKind::Unsupported,
                                            "The client library cannot read this kind of group's offsets",
                                            "group " + answer.group,
                                            {},
                                            {}};
                    } else {
                        answer.error = event.error();
                        // A refusal concerns this group; a lost connection concerns the question.
                        if (event.error().kind == base::ErrorKind::Denied)
                            work->any = true;
                        else
                            work->whole = event.error();
                    }
                    done();
                });
        },
        [work, reply] {
            if (work->whole && !work->any)
                return reply.answer(fail(*work->whole));
            reply.answer(std::move(work->answers));
        });
}

} // namespace streamscape::kafkard
