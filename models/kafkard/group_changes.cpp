// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/questions.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <unordered_map>

namespace streamscape::kafkard {

using base::Error;
using base::ErrorKind;
using base::fail;
using base::Reply;
using base::Result;
using kafka::ItemOutcome;
using kafka::OffsetOutcome;
using kafka::TopicPartition;

namespace {

/// What the broker says of a group or its commits, in words that tell what to do. right: what the change
/// takes on the group.
Error worded(Error error, const char* right) {
    const auto say = [&error](const char* what, std::string hint) {
        error.what = what;
        error.hint = std::move(hint);
    };
    if (error.native == "UNKNOWN_MEMBER_ID" || error.native == "NON_EMPTY_GROUP" ||
        error.native == "REBALANCE_IN_PROGRESS" || error.native == "ILLEGAL_GENERATION") {
        error.kind = ErrorKind::Conflict;
        say("The group has members", "stop its members, then try again");
    } else if (error.native == "GROUP_SUBSCRIBED_TO_TOPIC") {
        error.kind = ErrorKind::Conflict;
        say("Members of the group are subscribed to the topic", "stop its members, then try again");
    } else if (error.native == "GROUP_ID_NOT_FOUND") {
        say("There is no consumer group of this name",
            "it may have been deleted, or be a share or streams group");
    } else if (error.native == "GROUP_AUTHORIZATION_FAILED") {
        say("This connection may not change the group", std::string("it takes ") + right + " on the group");
    } else if (error.native == "TOPIC_AUTHORIZATION_FAILED") {
        say("This connection may not commit offsets of the topic", "it takes READ on the topic");
    } else if (error.native == "UNKNOWN_TOPIC_OR_PART") {
        say("There is no such topic or partition, or this connection may not see it", {});
    } else if (error.native == "OFFSET_METADATA_TOO_LARGE") {
        say("The text beside the offset is too long for the broker", "see offset.metadata.max.bytes");
    }
    return error;
}

/// The broker's refusal of the group as a whole, as opposed to a question that did not get through.
bool concernsGroup(const Error& error) {
    return error.kind == ErrorKind::Conflict || error.kind == ErrorKind::NotFound ||
           error.kind == ErrorKind::Denied || error.kind == ErrorKind::Invalid ||
           error.kind == ErrorKind::Unsupported;
}

// What one request writes is one batch of the broker's log: beyond its message.max.bytes (1 MB, 4.3.1) every
// row is an "unknown server error".
constexpr std::size_t requestBytes = 500'000;

/// The rows of one change, and how they get their answers.
struct Work {
    std::string group;
    std::string where;
    const char* right = "";
    std::vector<kafka::OffsetChange> changes;
    std::vector<OffsetOutcome> rows; ///< as changes, in the order asked
    std::unordered_map<TopicPartition, std::size_t> index;
    std::vector<std::size_t> ends; ///< behind the last row of each request
    std::optional<Error> whole;    ///< a request that did not get through
    bool any = false;              ///< one did
};

Error namedTwice(std::string what) {
    return {ErrorKind::Invalid, "It is named twice in one change", std::move(what), "name it once", {}};
}

Result<std::shared_ptr<Work>> workOf(const AdminLane& lane, const std::string& group, const char* right,
                                     std::vector<kafka::OffsetChange> changes) {
    const auto work = std::make_shared<Work>();
    work->group = group;
    work->where = "group " + group + " at " + lane.where();
    work->right = right;
    std::size_t bytes = 0;
    for (const kafka::OffsetChange& change : changes) {
        if (change.offset.value < 0)
            return fail(ErrorKind::Invalid, "A commit cannot be negative", base::nameOf(change.partition));
        if (!work->index.emplace(change.partition, work->rows.size()).second)
            return fail(namedTwice(base::nameOf(change.partition)));
        const std::size_t row = group.size() + change.partition.topic.size() + change.metadata.size() + 64;
        if (bytes > 0 && bytes + row > requestBytes) {
            work->ends.push_back(work->rows.size());
            bytes = 0;
        }
        bytes += row;
        work->rows.push_back({change.partition, silent(work->where)});
    }
    work->ends.push_back(work->rows.size());
    work->changes = std::move(changes);
    return work;
}

PartitionListPtr partsOf(const Work& work, std::size_t from, std::size_t to) {
    PartitionListPtr list = partitionList(to - from);
    for (std::size_t i = from; i < to; ++i) {
        const kafka::OffsetChange& change = work.changes[i];
        auto* one = rd_kafka_topic_partition_list_add(list.get(), change.partition.topic.c_str(),
                                                      change.partition.partition.value);
        one->offset = change.offset.value;
        rd_kafka_topic_partition_set_leader_epoch(one, change.leaderEpoch.value_or(-1));
        if (change.metadata.empty())
            continue;
        one->metadata = std::malloc(change.metadata.size()); // the list frees it
        one->metadata_size = change.metadata.size();
        std::copy(change.metadata.begin(), change.metadata.end(), static_cast<char*>(one->metadata));
    }
    return list;
}

void read(Work& work, const rd_kafka_group_result_t* result) {
    const auto* list = rd_kafka_group_result_partitions(result);
    for (int i = 0; list && i < list->cnt; ++i) {
        const auto& one = list->elems[i];
        const auto found =
            work.index.find(TopicPartition{text(one.topic), kafka::PartitionId{one.partition}});
        if (found == work.index.end())
            continue;
        OffsetOutcome& row = work.rows[found->second];
        row.error.reset();
        if (one.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            row.error = worded(error(one.err, base::nameOf(row.partition) + " of " + work.where), work.right);
    }
}

using Send = void (*)(const Work& work, rd_kafka_topic_partition_list_t* list, rd_kafka_t* handle,
                      const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue);
using Results = const rd_kafka_group_result_t** (*)(rd_kafka_event_t* event, std::size_t* count);

/// One request after the other, and one outcome for each row.
void change(AdminLane& lane, const std::shared_ptr<Work>& work, rd_kafka_admin_op_t op, Send send,
            Results results, const Reply<std::vector<OffsetOutcome>>& reply) {
    inFlight(
        work->ends.size(), 1,
        [&lane, work, op, send, results](std::size_t request, std::function<void()> done) {
            const std::size_t from = request == 0 ? 0 : work->ends[request - 1];
            const std::size_t to = work->ends[request];
            const PartitionListPtr list = partsOf(*work, from, to);
            lane.request(
                op,
                [&](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
                    send(*work, list.get(), handle, options, queue);
                },
                [work, from, to, results, done](const Result<rd_kafka_event_t*>& event) {
                    if (event) {
                        std::size_t count = 0;
                        const auto** groups = results(*event, &count);
                        if (count > 0)
                            read(*work, groups[0]);
                    } else {
                        Error why = event.error();
                        why.where = work->where;
                        for (std::size_t i = from; i < to; ++i)
                            work->rows[i].error = worded(why, work->right);
                    }
                    if (event || concernsGroup(event.error()))
                        work->any = true;
                    else
                        work->whole = event.error();
                    done();
                });
        },
        [work, reply] {
            if (work->whole && !work->any)
                return reply.answer(fail(*work->whole));
            reply.answer(std::move(work->rows));
        });
}

} // namespace

void alterGroupOffsets(AdminLane& lane, const std::string& group, std::vector<kafka::OffsetChange> changes,
                       const Reply<std::vector<OffsetOutcome>>& reply) {
    if (changes.empty())
        return reply.answer(std::vector<OffsetOutcome>{});
    const auto work = workOf(lane, group, "READ", std::move(changes));
    if (!work)
        return reply.answer(fail(work.error()));
    change(
        lane, *work, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS,
        [](const Work& one, rd_kafka_topic_partition_list_t* list, rd_kafka_t* handle,
           const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            const OffsetChangesPtr asked(rd_kafka_AlterConsumerGroupOffsets_new(one.group.c_str(), list));
            auto* raw = asked.get();
            rd_kafka_AlterConsumerGroupOffsets(handle, &raw, 1, options, queue);
        },
        [](rd_kafka_event_t* event, std::size_t* count) {
            return rd_kafka_AlterConsumerGroupOffsets_result_groups(
                rd_kafka_event_AlterConsumerGroupOffsets_result(event), count);
        },
        reply);
}

void deleteGroupOffsets(AdminLane& lane, const std::string& group,
                        const std::vector<TopicPartition>& partitions,
                        const Reply<std::vector<OffsetOutcome>>& reply) {
    if (partitions.empty())
        return reply.answer(std::vector<OffsetOutcome>{});
    std::vector<kafka::OffsetChange> rows;
    for (const TopicPartition& partition : partitions)
        rows.push_back({partition, {}});
    const auto work = workOf(lane, group, "DELETE", std::move(rows));
    if (!work)
        return reply.answer(fail(work.error()));
    change(
        lane, *work, RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS,
        [](const Work& one, rd_kafka_topic_partition_list_t* list, rd_kafka_t* handle,
           const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            const OffsetDeletionPtr asked(rd_kafka_DeleteConsumerGroupOffsets_new(one.group.c_str(), list));
            auto* raw = asked.get();
            rd_kafka_DeleteConsumerGroupOffsets(handle, &raw, 1, options, queue);
        },
        [](rd_kafka_event_t* event, std::size_t* count) {
            return rd_kafka_DeleteConsumerGroupOffsets_result_groups(
                rd_kafka_event_DeleteConsumerGroupOffsets_result(event), count);
        },
        reply);
}

void deleteGroups(AdminLane& lane, const std::vector<std::string>& groups,
                  const Reply<std::vector<ItemOutcome>>& reply) {
    if (groups.empty())
        return reply.answer(std::vector<ItemOutcome>{});
    std::vector<DeleteGroupPtr> wanted;
    std::vector<rd_kafka_DeleteGroup_t*> raw;
    std::set<std::string> seen;
    for (const std::string& group : groups) {
        if (!seen.insert(group).second)
            return reply.answer(fail(namedTwice("group " + group)));
        wanted.emplace_back(rd_kafka_DeleteGroup_new(group.c_str()));
        raw.push_back(wanted.back().get());
    }
    lane.request(
        RD_KAFKA_ADMIN_OP_DELETEGROUPS,
        [&raw](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_DeleteGroups(handle, raw.data(), raw.size(), options, queue);
        },
        [reply, groups, where = lane.where()](const Result<rd_kafka_event_t*>& event) {
            if (!event)
                return reply.answer(fail(event.error()));
            std::size_t count = 0;
            const auto** results =
                rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(*event), &count);
            std::map<std::string, std::optional<Error>> errors;
            for (std::size_t i = 0; i < count; ++i) {
                const std::string group = text(rd_kafka_group_result_name(results[i]));
                auto why = error(rd_kafka_group_result_error(results[i]), "group " + group + " at " + where);
                errors[group] = why ? std::optional(worded(std::move(*why), "DELETE")) : std::nullopt;
            }
            std::vector<ItemOutcome> outcomes;
            for (const std::string& group : groups) {
                const auto found = errors.find(group);
                outcomes.push_back({group, found != errors.end() ? found->second : silent(where)});
            }
            reply.answer(std::move(outcomes));
        });
}

} // namespace streamscape::kafkard
