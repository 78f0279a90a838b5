// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/questions.h"

#include <algorithm>

namespace streamscape::kafkard {

using base::fail;
using base::Reply;
using base::Result;
using kafka::Topic;

namespace {

constexpr std::size_t topicsARequest = 250;
constexpr std::size_t requestsInFlight = 4;

Topic topic(const rd_kafka_TopicDescription_t* described, const std::string& where) {
    Topic found;
    found.name = text(rd_kafka_TopicDescription_name(described));
    found.error = error(rd_kafka_TopicDescription_error(described), found.name + " at " + where);
    if (found.error)
        return found;
    if (const rd_kafka_Uuid_t* id = rd_kafka_TopicDescription_topic_id(described))
        if (rd_kafka_Uuid_most_significant_bits(id) != 0 || rd_kafka_Uuid_least_significant_bits(id) != 0)
            found.id = rd_kafka_Uuid_base64str(id);
    found.internal = rd_kafka_TopicDescription_is_internal(described) != 0;
    std::size_t count = 0;
    const auto* allowed = rd_kafka_TopicDescription_authorized_operations(described, &count);
    found.authorized = operations(allowed, count);
    const auto ids = [](const rd_kafka_Node_t** nodes, std::size_t n) {
        std::vector<kafka::BrokerId> list;
        for (std::size_t i = 0; i < n; ++i)
            if (nodes[i])
                list.push_back(kafka::BrokerId{rd_kafka_Node_id(nodes[i])});
        return list;
    };
    const auto** partitions = rd_kafka_TopicDescription_partitions(described, &count);
    for (std::size_t i = 0; i < count; ++i) {
        kafka::Partition one;
        one.id = kafka::PartitionId{rd_kafka_TopicPartitionInfo_partition(partitions[i])};
        if (const auto* leader = rd_kafka_TopicPartitionInfo_leader(partitions[i]);
            leader && rd_kafka_Node_id(leader) >= 0)
            one.leader = kafka::BrokerId{rd_kafka_Node_id(leader)};
        std::size_t n = 0;
        const auto** replicas = rd_kafka_TopicPartitionInfo_replicas(partitions[i], &n);
        one.replicas = ids(replicas, n);
        const auto** isr = rd_kafka_TopicPartitionInfo_isr(partitions[i], &n);
        one.isr = ids(isr, n);
        found.partitions.push_back(std::move(one));
    }
    std::sort(found.partitions.begin(), found.partitions.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    return found;
}

std::vector<kafka::ItemOutcome> outcomes(const rd_kafka_topic_result_t** results, std::size_t count,
                                         const std::string& where) {
    std::vector<kafka::ItemOutcome> list;
    for (std::size_t i = 0; i < count; ++i) {
        kafka::ItemOutcome one{text(rd_kafka_topic_result_name(results[i])), std::nullopt};
        if (const auto code = rd_kafka_topic_result_error(results[i]); code != RD_KAFKA_RESP_ERR_NO_ERROR)
            one.error =
                error(code, one.item + " at " + where, rd_kafka_topic_result_error_string(results[i]));
        list.push_back(std::move(one));
    }
    return list;
}

/// Puts the broker's outcomes behind those that never went out.
void answerOutcomes(const Reply<std::vector<kafka::ItemOutcome>>& reply,
                    std::vector<kafka::ItemOutcome> before, std::vector<kafka::ItemOutcome> answered) {
    before.insert(before.end(), std::make_move_iterator(answered.begin()),
                  std::make_move_iterator(answered.end()));
    reply.answer(std::move(before));
}

} // namespace

void describeCluster(AdminLane& lane, const Reply<kafka::ClusterInfo>& reply) {
    lane.request(
        RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, rd_kafka_DescribeCluster,
        [reply](Result<rd_kafka_event_t*> event) {
            if (!event)
                return reply.answer(fail(event.error()));
            const auto* result = rd_kafka_event_DescribeCluster_result(*event);
            kafka::ClusterInfo info;
            info.id = text(rd_kafka_DescribeCluster_result_cluster_id(result));
            if (const auto* node = rd_kafka_DescribeCluster_result_controller(result);
                node && rd_kafka_Node_id(node) >= 0)
                info.controller = kafka::BrokerId{rd_kafka_Node_id(node)};
            std::size_t count = 0;
            const auto** nodes = rd_kafka_DescribeCluster_result_nodes(result, &count);
            for (std::size_t i = 0; i < count; ++i)
                info.brokers.push_back(broker(nodes[i]));
            std::sort(info.brokers.begin(), info.brokers.end(),
                      [](const auto& a, const auto& b) { return a.id < b.id; });
            const auto* allowed = rd_kafka_DescribeCluster_result_authorized_operations(result, &count);
            info.authorized = operations(allowed, count);
            reply.answer(std::move(info));
        },
        withAuthorized);
}

void describeTopics(AdminLane& lane, std::vector<std::string> names, const Reply<std::vector<Topic>>& reply) {
    struct Work {
        std::vector<std::string> names;
        std::vector<Topic> topics;
        std::optional<base::Error> whole;
        bool any = false;
    };
    const auto work = std::make_shared<Work>();
    work->names = std::move(names);
    const std::size_t chunks = (work->names.size() + topicsARequest - 1) / topicsARequest;
    inFlight(
        chunks, requestsInFlight,
        [&lane, work, reply](std::size_t chunk, std::function<void()> done) {
            if (reply.isCancelled())
                return done();
            const std::size_t from = chunk * topicsARequest;
            const std::size_t to = std::min(work->names.size(), from + topicsARequest);
            std::vector<const char*> raw;
            for (std::size_t i = from; i < to; ++i)
                raw.push_back(work->names[i].c_str());
            const TopicCollectionPtr asked(rd_kafka_TopicCollection_of_topic_names(raw.data(), raw.size()));
            lane.request(
                RD_KAFKA_ADMIN_OP_DESCRIBETOPICS,
                [&asked](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options,
                         rd_kafka_queue_t* queue) {
                    rd_kafka_DescribeTopics(handle, asked.get(), options, queue);
                },
                [&lane, work, from, to, done](Result<rd_kafka_event_t*> event) {
                    if (!event) {
                        work->whole = event.error();
                        for (std::size_t i = from; i < to; ++i) {
                            Topic missing;
                            missing.name = work->names[i];
                            missing.error = event.error();
                            work->topics.push_back(std::move(missing));
                        }
                        return done();
                    }
                    work->any = true;
                    std::size_t count = 0;
                    const auto** described = rd_kafka_DescribeTopics_result_topics(
                        rd_kafka_event_DescribeTopics_result(*event), &count);
                    for (std::size_t i = 0; i < count; ++i)
                        work->topics.push_back(topic(described[i], lane.where()));
                    done();
                },
                withAuthorized);
        },
        [work, reply] {
            if (work->whole && !work->any)
                return reply.answer(fail(*work->whole));
            std::sort(work->topics.begin(), work->topics.end(),
                      [](const Topic& a, const Topic& b) { return a.name < b.name; });
            reply.answer(std::move(work->topics));
        });
}

void createTopics(AdminLane& lane, const std::vector<kafka::NewTopic>& topics,
                  const Reply<std::vector<kafka::ItemOutcome>>& reply) {
    std::vector<kafka::ItemOutcome> refused;
    std::vector<NewTopicPtr> made;
    std::vector<rd_kafka_NewTopic_t*> raw;
    for (const kafka::NewTopic& wanted : topics) {
        char why[256] = {};
        NewTopicPtr topic(rd_kafka_NewTopic_new(wanted.name.c_str(), wanted.partitions, wanted.replication,
                                                why, sizeof why));
        if (!topic) {
            refused.push_back(
                {wanted.name, base::Error{base::ErrorKind::Invalid, why, wanted.name, {}, "_INVALID_ARG"}});
            continue;
        }
        for (const auto& [name, value] : wanted.configs)
            rd_kafka_NewTopic_set_config(topic.get(), name.c_str(), value.c_str());
        raw.push_back(topic.get());
        made.push_back(std::move(topic));
    }
    if (raw.empty())
        return reply.answer(std::move(refused));
    lane.request(
        RD_KAFKA_ADMIN_OP_CREATETOPICS,
        [&raw](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_CreateTopics(handle, raw.data(), raw.size(), options, queue);
        },
        [reply, refused, where = lane.where()](Result<rd_kafka_event_t*> event) {
            if (!event)
                return reply.answer(fail(event.error()));
            std::size_t count = 0;
            const auto** results =
                rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(*event), &count);
            answerOutcomes(reply, refused, outcomes(results, count, where));
        });
}

void deleteTopics(AdminLane& lane, const std::vector<std::string>& names,
                  const Reply<std::vector<kafka::ItemOutcome>>& reply) {
    if (names.empty())
        return reply.answer(std::vector<kafka::ItemOutcome>{});
    std::vector<DeleteTopicPtr> wanted;
    std::vector<rd_kafka_DeleteTopic_t*> raw;
    for (const std::string& name : names) {
        wanted.emplace_back(rd_kafka_DeleteTopic_new(name.c_str()));
        raw.push_back(wanted.back().get());
    }
    lane.request(
        RD_KAFKA_ADMIN_OP_DELETETOPICS,
        [&raw](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_DeleteTopics(handle, raw.data(), raw.size(), options, queue);
        },
        [reply, where = lane.where()](Result<rd_kafka_event_t*> event) {
            if (!event)
                return reply.answer(fail(event.error()));
            std::size_t count = 0;
            const auto** results =
                rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(*event), &count);
            reply.answer(outcomes(results, count, where));
        });
}

} // namespace streamscape::kafkard
