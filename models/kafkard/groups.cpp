// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
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
            commit.error = error(one.err, base::nameOf(commit.partition) + " at " + where);
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

using Broker = std::optional<kafka::BrokerId>;

/// A question to a broker that may have gone takes a third of its time, the search for the right one the
/// rest.
AdminLane::Configure directed(const AdminLane& lane, Broker broker, AdminLane::Configure more = {}) {
    const base::Duration whole = lane.spec().timeout;
    const base::Duration time = broker ? whole / 3 : whole - whole / 3;
    return [broker, time, more = std::move(more)](rd_kafka_AdminOptions_t* options) {
        if (broker) {
            (void)rd_kafka_AdminOptions_set_broker(options, broker->value, nullptr, 0);
        }
        (void)rd_kafka_AdminOptions_set_request_timeout(
            options, static_cast<int>(std::max<std::int64_t>(time.count(), 1)), nullptr, 0);
        return more ? more(options) : ErrorPtr();
    };
}

/// The broker is not there, or not the one to ask.
bool isElsewhere(const base::Error& error) {
    return error.kind == base::ErrorKind::Transport || error.kind == base::ErrorKind::Timeout;
}

void describeSome(AdminLane& lane, std::vector<std::string> groups, Broker broker,
                  const std::shared_ptr<std::vector<GroupDescription>>& answers, std::function<void()> done) {
    std::vector<const char*> raw;
    for (const std::string& group : groups)
        raw.push_back(group.c_str());
    lane.request(
        RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
        [&raw](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_DescribeConsumerGroups(handle, raw.data(), raw.size(), options, queue);
        },
        [&lane, groups, broker, answers, done = std::move(done)](Result<rd_kafka_event_t*> event) {
            std::vector<GroupDescription> found;
            std::size_t count = 0;
            const auto** described = event ? rd_kafka_DescribeConsumerGroups_result_groups(
                                                 rd_kafka_event_DescribeConsumerGroups_result(*event), &count)
                                           : nullptr;
            for (std::size_t i = 0; i < count; ++i)
                found.push_back(description(described[i], lane.where()));
            if (!event)
                for (const std::string& group : groups) {
                    GroupDescription& failed = found.emplace_back();
                    failed.id = group;
                    failed.error = event.error();
                }
            std::vector<std::string> again;
            for (GroupDescription& one : found) {
                if (one.coordinator)
                    lane.coordinators().learn(one.id, *one.coordinator);
                if (broker && one.error && isElsewhere(*one.error)) {
                    lane.coordinators().forget(one.id);
                    again.push_back(std::move(one.id));
                } else {
                    answers->push_back(std::move(one));
                }
            }
            if (again.empty())
                return done();
            describeSome(lane, std::move(again), std::nullopt, answers, done);
        },
        directed(lane, broker, withAuthorized));
}

struct Commits {
    std::vector<GroupOffsets> answers;
    std::map<std::string, GroupType> types;
    std::optional<base::Error> whole;
    bool any = false;
};

void askCommits(AdminLane& lane, const std::shared_ptr<Commits>& work, std::size_t i, Broker broker,
                std::function<void()> done) {
    const GroupOffsetsPtr asked(
        rd_kafka_ListConsumerGroupOffsets_new(work->answers[i].group.c_str(), nullptr));
    lane.request(
        RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
        [&asked](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_ListConsumerGroupOffsets_t* one = asked.get();
            rd_kafka_ListConsumerGroupOffsets(handle, &one, 1, options, queue);
        },
        [&lane, work, i, broker, done = std::move(done)](Result<rd_kafka_event_t*> event) {
            GroupOffsets& answer = work->answers[i];
            if (event) {
                std::size_t count = 0;
                const auto** results = rd_kafka_ListConsumerGroupOffsets_result_groups(
                    rd_kafka_event_ListConsumerGroupOffsets_result(*event), &count);
                if (count > 0)
                    read(answer, results[0], lane.where());
                if (answer.offsets.empty() && !answer.error && hidesCommits(work->types, answer.group))
                    answer.error = base::Error{base::ErrorKind::Unsupported,
                                               "The client library cannot read this kind of group's offsets",
                                               "group " + answer.group,
                                               {},
                                               {}};
            } else {
                answer.error = event.error();
            }
            if (broker && answer.error && isElsewhere(*answer.error)) {
                // One that does not answer at all is not asked for the others either.
                if (event)
                    lane.coordinators().forget(answer.group);
                else
                    lane.coordinators().forget(*broker);
                answer = GroupOffsets{std::move(answer.group), {}, {}};
                return askCommits(lane, work, i, std::nullopt, done);
            }
            // A refusal concerns this group; a lost connection concerns the question.
            if (event || event.error().kind == base::ErrorKind::Denied)
                work->any = true;
            else
                work->whole = event.error();
            done();
        },
        directed(lane, broker));
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
    std::map<Broker, std::vector<std::string>> byBroker;
    for (std::string& group : groups) {
        const Broker broker = lane.coordinators().of(group);
        byBroker[broker].push_back(std::move(group));
    }
    const auto chunks = std::make_shared<std::vector<std::pair<Broker, std::vector<std::string>>>>();
    for (auto& [broker, all] : byBroker)
        for (std::size_t from = 0; from < all.size(); from += groupsARequest)
            chunks->emplace_back(
                broker,
                std::vector(std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(from)),
                            std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                      all.size(), from + groupsARequest)))));
    const auto answers = std::make_shared<std::vector<GroupDescription>>();
    inFlight(
        chunks->size(), 2,
        [&lane, chunks, answers](std::size_t i, std::function<void()> done) {
            describeSome(lane, std::move((*chunks)[i].second), (*chunks)[i].first, answers, std::move(done));
        },
        [answers, answered = std::move(answered)] { answered(std::move(*answers)); });
}

void committedOffsets(AdminLane& lane, std::vector<std::string> groups,
                      std::map<std::string, GroupType> types, const Reply<std::vector<GroupOffsets>>& reply) {
    const auto work = std::make_shared<Commits>();
    work->types = std::move(types);
    for (std::string& group : groups)
        work->answers.push_back(GroupOffsets{std::move(group), {}, {}});
    inFlight(
        work->answers.size(), offsetsInFlight,
        [&lane, work, reply](std::size_t i, std::function<void()> done) {
            if (reply.isCancelled())
                return done();
            askCommits(lane, work, i, lane.coordinators().of(work->answers[i].group), std::move(done));
        },
        [work, reply] {
            if (work->whole && !work->any)
                return reply.answer(fail(*work->whole));
            reply.answer(std::move(work->answers));
        });
}

} // namespace streamscape::kafkard
