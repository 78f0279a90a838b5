// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/questions.h"

#include <algorithm>
#include <unordered_map>

namespace streamscape::kafkard {

using base::fail;
using base::Result;
using kafka::OffsetQuery;
using kafka::PartitionOffset;

namespace {

// The library's cost is quadratic in the list (10,000 partitions: 0.1 s in chunks of 250, 0.8 s in one call).
constexpr std::size_t partitionsARequest = 250;
constexpr std::size_t requestsInFlight = 8;

std::int64_t wanted(const OffsetQuery& query) {
    switch (query.at) {
    case OffsetQuery::At::Earliest:
        return RD_KAFKA_OFFSET_SPEC_EARLIEST;
    case OffsetQuery::At::Latest:
        return RD_KAFKA_OFFSET_SPEC_LATEST;
    case OffsetQuery::At::MaxTimestamp:
        return RD_KAFKA_OFFSET_SPEC_MAX_TIMESTAMP;
    case OffsetQuery::At::Time:
        return std::max<std::int64_t>(0, base::toMilliseconds(query.time));
    }
    return RD_KAFKA_OFFSET_SPEC_LATEST;
}

struct Work {
    std::vector<PartitionOffset> answers; ///< in the order asked
    std::unordered_map<kafka::TopicPartition, std::size_t> index;
    std::vector<std::size_t> unique; ///< the first of each partition: one list must not name it twice
    std::optional<base::Error> whole;
    bool any = false;
};

void read(Work& work, rd_kafka_event_t* event, const std::string& where) {
    std::size_t count = 0;
    const auto** infos = rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(event), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto* raw = rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i]);
        const auto found =
            work.index.find(kafka::TopicPartition{text(raw->topic), kafka::PartitionId{raw->partition}});
        if (found == work.index.end())
            continue;
        PartitionOffset& answer = work.answers[found->second];
        answer.error.reset();
        if (raw->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            answer.error =
                error(raw->err,
                      base::nameOf({text(raw->topic), kafka::PartitionId{raw->partition}}) + " at " + where);
            continue;
        }
        if (raw->offset >= 0)
            answer.offset = kafka::Offset{raw->offset};
        if (const auto at = rd_kafka_ListOffsetsResultInfo_timestamp(infos[i]); at >= 0)
            answer.timestamp = base::fromMilliseconds(at);
    }
}

} // namespace

void listOffsets(AdminLane& lane, std::vector<kafka::TopicPartition> partitions, OffsetQuery query,
                 kafka::Isolation isolation, const base::Reply<std::vector<PartitionOffset>>& reply) {
    const auto work = std::make_shared<Work>();
    for (auto& partition : partitions) {
        const std::size_t index = work->answers.size();
        if (work->index.emplace(partition, index).second)
            work->unique.push_back(index);
        work->answers.push_back(PartitionOffset{std::move(partition), {}, {}, {}});
    }
    const auto configure = [isolation](rd_kafka_AdminOptions_t* options) {
        return ErrorPtr(rd_kafka_AdminOptions_set_isolation_level(
            options, isolation == kafka::Isolation::ReadCommitted
                         ? RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED
                         : RD_KAFKA_ISOLATION_LEVEL_READ_UNCOMMITTED));
    };
    inFlight(
        (work->unique.size() + partitionsARequest - 1) / partitionsARequest, requestsInFlight,
        [&lane, work, reply, query, configure](std::size_t chunk, std::function<void()> done) {
            if (reply.isCancelled())
                return done();
            const std::size_t from = chunk * partitionsARequest;
            const std::size_t to = std::min(work->unique.size(), from + partitionsARequest);
            const PartitionListPtr list = partitionList(to - from);
            for (std::size_t i = from; i < to; ++i) {
                const auto& partition = work->answers[work->unique[i]].partition;
                rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(),
                                                  partition.partition.value)
                    ->offset = wanted(query);
            }
            lane.request(
                RD_KAFKA_ADMIN_OP_LISTOFFSETS,
                [&list](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
                    rd_kafka_ListOffsets(handle, list.get(), options, queue);
                },
                [&lane, work, from, to, done](Result<rd_kafka_event_t*> event) {
                    for (std::size_t i = from; i < to; ++i) {
                        PartitionOffset& answer = work->answers[work->unique[i]];
                        answer.error = event ? base::Error{base::ErrorKind::Transport,
                                                           "The broker did not answer for this partition",
                                                           answer.partition.topic,
                                                           {},
                                                           {}}
                                             : event.error();
                    }
                    if (event) {
                        work->any = true;
                        read(*work, *event, lane.where());
                    } else if (event.error().native == "_NOENT") {
                        // Not one partition of the list has a leader ("No leaders found"): that is about
                        // these rows, not about the question.
                        work->any = true;
                        for (std::size_t i = from; i < to; ++i) {
                            PartitionOffset& answer = work->answers[work->unique[i]];
                            answer.error = base::Error{base::ErrorKind::NotFound,
                                                       "The partition is gone, or has no leader now",
                                                       answer.partition.topic,
                                                       {},
                                                       event.error().native};
                        }
                    } else {
                        work->whole = event.error();
                    }
                    done();
                },
                configure);
        },
        [work, reply] {
            if (work->whole && !work->any)
                return reply.answer(fail(*work->whole));
            for (PartitionOffset& answer : work->answers) {
                const PartitionOffset& first = work->answers[work->index[answer.partition]];
                if (&first != &answer)
                    answer = first;
            }
            reply.answer(std::move(work->answers));
        });
}

} // namespace streamscape::kafkard
