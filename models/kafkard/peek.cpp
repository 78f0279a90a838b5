// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "models/kafkard/questions.h"

#include <algorithm>
#include <set>

namespace streamscape::kafkard {

using base::Error;
using base::ErrorKind;
using base::fail;
using base::Reply;
using base::Result;
using kafka::PeekedRecord;
using kafka::Topic;
using kafka::TopicPartition;

namespace {

constexpr const char* outOfRange = "_AUTO_OFFSET_RESET"; // what the peeker's rows say of such an offset

Error denied(std::string where) {
    return {ErrorKind::Denied, "This connection may not read the topic", std::move(where),
            "it takes READ on the topic", "TOPIC_AUTHORIZATION_FAILED"};
}

/// Why a partition cannot be read, as far as the topic's description tells. It is asked first because the
/// consumer says nothing, ever, of what is not there or may not be seen (librdkafka 2.14.2); of what may be
/// seen and not read it says TOPIC_AUTHORIZATION_FAILED at once, and the broker logs a refusal.
std::optional<Error> obstacle(const std::vector<Topic>& topics, const TopicPartition& asked,
                              const std::string& at) {
    const std::string where = base::nameOf(asked) + " at " + at;
    const auto topic =
        std::find_if(topics.begin(), topics.end(), [&](const Topic& one) { return one.name == asked.topic; });
    const Error missing{
        ErrorKind::NotFound, "There is no such topic or partition", where, {}, "UNKNOWN_TOPIC_OR_PART"};
    if (topic == topics.end() || (topic->error && topic->error->kind == ErrorKind::NotFound))
        return missing;
    if (topic->error)
        return topic->error->kind == ErrorKind::Denied ? denied(where) : *topic->error;
    const auto partition =
        std::find_if(topic->partitions.begin(), topic->partitions.end(),
                     [&](const kafka::Partition& one) { return one.id == asked.partition; });
    if (partition == topic->partitions.end())
        return missing;
    if (!partition->leader)
        return Error{ErrorKind::Transport, "The partition has no leader now", where,
                     "it can be read when one of its replicas is back", "LEADER_NOT_AVAILABLE"};
    const auto may = [&](const char* operation) {
        return std::count(topic->authorized->begin(), topic->authorized->end(), operation) > 0;
    };
    if (topic->authorized && !may("READ") && !may("ALL"))
        return denied(where);
    return std::nullopt;
}

/// Says of the offsets that are not in their logs where those start.
void answerWithStarts(AdminLane& lane, Peeker::Rows rows, const Reply<std::vector<PeekedRecord>>& reply) {
    std::vector<TopicPartition> partitions;
    for (PeekedRecord& row : rows) {
        if (row.error && row.error->kind == ErrorKind::Denied)
            row.error = denied(row.error->where); // the right was taken away meanwhile
        if (row.error && row.error->native == outOfRange)
            partitions.push_back(row.partition);
    }
    if (partitions.empty())
        return reply.answer(std::move(rows));
    Reply<std::vector<kafka::PartitionOffset>> starts;
    starts.future().then(
        [reply, rows = std::move(rows)](const Result<std::vector<kafka::PartitionOffset>>& answered) mutable {
            std::size_t next = 0;
            for (PeekedRecord& row : rows) {
                if (!row.error || row.error->native != outOfRange)
                    continue;
                row.error->native = "OFFSET_OUT_OF_RANGE";
                row.error->what = "The offset " + std::to_string(row.asked.value) + " is not in the log";
                const auto start = answered ? (*answered)[next++].offset : std::nullopt;
                if (start)
                    row.error->what += ", which starts at " + std::to_string(start->value);
                if (start && *start <= row.asked)
                    row.error->hint = "it is beyond the log's end";
            }
            reply.answer(std::move(rows));
        });
    listOffsets(lane, std::move(partitions), {kafka::OffsetQuery::At::Earliest, {}},
                kafka::Isolation::ReadUncommitted, starts);
}

Result<Peeker*> peeker(Peekers& peekers, const kafka::ConnectionSpec& spec, kafka::Isolation isolation) {
    std::unique_ptr<Peeker>& one = peekers[isolation];
    if (!one) {
        auto opened = Peeker::open(spec, isolation);
        if (!opened)
            return fail(opened.error());
        one = std::move(*opened);
    }
    return one.get();
}

} // namespace

void peek(AdminLane& lane, Peekers& peekers, const std::vector<kafka::RecordPlace>& places,
          kafka::PeekOptions options, const Reply<std::vector<PeekedRecord>>& reply) {
    if (places.empty())
        return reply.answer(std::vector<PeekedRecord>{});
    const auto reads = peeker(peekers, lane.spec(), options.isolation);
    if (!reads)
        return reply.answer(fail(reads.error()));
    Peeker::Question question;
    question.bytes = options.bytes;
    question.until = Inbox::Clock::now() + lane.spec().timeout;
    std::set<std::string> topics;
    for (const kafka::RecordPlace& place : places) {
        PeekedRecord& row = question.rows.emplace_back();
        row.partition = place.partition;
        row.asked = place.offset;
        if (place.offset.value < 0)
            row.error =
                Error{ErrorKind::Invalid, "An offset cannot be negative", place.partition.topic, {}, {}};
        topics.insert(place.partition.topic);
    }
    question.done = [&lane, reply, inbox = lane.inbox()](Result<Peeker::Rows> rows) {
        if (!rows)
            return reply.answer(fail(rows.error()));
        inbox->post([&lane, reply, rows = std::move(*rows)] { answerWithStarts(lane, rows, reply); });
    };
    Reply<std::vector<Topic>> described;
    described.future().then([reply, reads = *reads, where = lane.where(), question = std::move(question)](
                                const Result<std::vector<Topic>>& answered) mutable {
        if (!answered)
            return reply.answer(fail(answered.error()));
        for (PeekedRecord& row : question.rows)
            if (!row.error)
                row.error = obstacle(*answered, row.partition, where);
        reads->ask(std::move(question));
    });
    describeTopics(lane, {topics.begin(), topics.end()}, described);
}

} // namespace streamscape::kafkard
