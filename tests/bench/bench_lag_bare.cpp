// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_lag_bare.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>

namespace streamscape::bench {

using namespace kafkard;

namespace {

constexpr std::size_t describedARequest = 50;
constexpr std::size_t describedAtOnce = 4;
constexpr std::size_t commitsAtOnce = 64;
constexpr std::size_t offsetsARequest = 250;
constexpr std::size_t offsetsAtOnce = 8;
constexpr int timeoutMs = 60'000;

using Place = std::pair<std::string, std::int32_t>;

[[noreturn]] void giveUp(const std::string& what) {
    std::cerr << "bare calls: " << what << '\n';
    std::exit(1);
}

std::size_t partsOf(std::size_t count, std::size_t size) { return (count + size - 1) / size; }

class Watch {
public:
    /// Milliseconds since the last.
    double lap() {
        const auto now = std::chrono::steady_clock::now();
        const double ms = std::chrono::duration<double, std::milli>(now - m_last).count();
        m_last = now;
        return ms;
    }

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

} // namespace

BareCalls::BareCalls(const kafka::ConnectionSpec& spec) {
    ConfPtr conf(rd_kafka_conf_new());
    std::array<char, 512> text{};
    for (const auto& [name, value] : spec.properties)
        if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), text.data(), text.size()) !=
            RD_KAFKA_CONF_OK)
            giveUp(name + " is not taken");
    m_handle.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), text.data(), text.size()));
    if (!m_handle)
        giveUp("no client");
    (void)conf.release();
    m_queue.reset(rd_kafka_queue_new(m_handle.get()));
}

void BareCalls::run(const std::vector<Question>& questions) {
    std::vector<std::size_t> asked(questions.size());
    std::size_t underway = 0;
    const auto ask = [&](std::size_t number) {
        const Question& question = questions[number];
        if (asked[number] == question.parts)
            return;
        const OptionsPtr options(rd_kafka_AdminOptions_new(m_handle.get(), question.op));
        (void)rd_kafka_AdminOptions_set_request_timeout(options.get(), timeoutMs, nullptr, 0);
        // Any type of admin option may be refused where it makes no sense: only ListOffsets has it.
        if (question.op == RD_KAFKA_ADMIN_OP_LISTOFFSETS)
            ErrorPtr(rd_kafka_AdminOptions_set_isolation_level(options.get(),
                                                               RD_KAFKA_ISOLATION_LEVEL_READ_UNCOMMITTED));
        rd_kafka_AdminOptions_set_opaque(options.get(), reinterpret_cast<void*>(number));
        ++underway;
        question.ask(asked[number]++, options.get());
    };
    for (std::size_t number = 0; number < questions.size(); ++number)
        for (std::size_t i = 0; i < questions[number].atOnce; ++i)
            ask(number);
    while (underway > 0) {
        const EventPtr event(rd_kafka_queue_poll(m_queue.get(), timeoutMs));
        if (!event)
            giveUp("no answer");
        if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR)
            giveUp(rd_kafka_event_error_string(event.get()));
        const auto number = reinterpret_cast<std::size_t>(rd_kafka_event_opaque(event.get()));
        --underway;
        questions[number].take(event.get());
        ask(number);
    }
}

BareTimes BareCalls::all(const std::string& prefix) {
    BareTimes times;
    Watch watch;
    std::vector<std::string> groups;
    run({{RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, 1, 1,
          [&](std::size_t, const rd_kafka_AdminOptions_t* options) {
              rd_kafka_ListConsumerGroups(m_handle.get(), options, m_queue.get());
          },
          [&](rd_kafka_event_t* event) {
              std::size_t count = 0;
              const auto** valid = rd_kafka_ListConsumerGroups_result_valid(
                  rd_kafka_event_ListConsumerGroups_result(event), &count);
              for (std::size_t i = 0; i < count; ++i)
                  if (std::string id = rd_kafka_ConsumerGroupListing_group_id(valid[i]);
                      id.starts_with(prefix))
                      groups.push_back(std::move(id));
          }}});
    times.listed = groups.size();
    times.listing = watch.lap();

    std::set<Place> found;
    run({{RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, partsOf(groups.size(), describedARequest),
          describedAtOnce,
          [&](std::size_t part, const rd_kafka_AdminOptions_t* options) {
              std::vector<const char*> raw;
              for (std::size_t i = part * describedARequest;
                   i < std::min(groups.size(), (part + 1) * describedARequest); ++i)
                  raw.push_back(groups[i].c_str());
              rd_kafka_DescribeConsumerGroups(m_handle.get(), raw.data(), raw.size(), options, m_queue.get());
          },
          [&](rd_kafka_event_t* event) {
              std::size_t count = 0;
              const auto** described = rd_kafka_DescribeConsumerGroups_result_groups(
                  rd_kafka_event_DescribeConsumerGroups_result(event), &count);
              for (std::size_t i = 0; i < count; ++i)
                  times.sum +=
                      static_cast<std::int64_t>(rd_kafka_ConsumerGroupDescription_member_count(described[i]));
          }},
         {RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, groups.size(), commitsAtOnce,
          [&](std::size_t part, const rd_kafka_AdminOptions_t* options) {
              const GroupOffsetsPtr asked(
                  rd_kafka_ListConsumerGroupOffsets_new(groups[part].c_str(), nullptr));
              rd_kafka_ListConsumerGroupOffsets_t* one = asked.get();
              rd_kafka_ListConsumerGroupOffsets(m_handle.get(), &one, 1, options, m_queue.get());
          },
          [&](rd_kafka_event_t* event) {
              std::size_t count = 0;
              const auto** results = rd_kafka_ListConsumerGroupOffsets_result_groups(
                  rd_kafka_event_ListConsumerGroupOffsets_result(event), &count);
              for (std::size_t i = 0; i < count; ++i) {
                  const auto* list = rd_kafka_group_result_partitions(results[i]);
                  for (int k = 0; list && k < list->cnt; ++k) {
                      found.emplace(list->elems[k].topic, list->elems[k].partition);
                      times.sum += list->elems[k].offset;
                      ++times.commits;
                  }
              }
          }}});
    times.groups = watch.lap();

    const std::vector<Place> places(found.begin(), found.end());
    const auto offsets = [&](std::int64_t which) {
        return Question{
            RD_KAFKA_ADMIN_OP_LISTOFFSETS, partsOf(places.size(), offsetsARequest), offsetsAtOnce,
            [&, which](std::size_t part, const rd_kafka_AdminOptions_t* options) {
                const PartitionListPtr list(
                    rd_kafka_topic_partition_list_new(static_cast<int>(offsetsARequest)));
                for (std::size_t i = part * offsetsARequest;
                     i < std::min(places.size(), (part + 1) * offsetsARequest); ++i)
                    rd_kafka_topic_partition_list_add(list.get(), places[i].first.c_str(), places[i].second)
                        ->offset = which;
                rd_kafka_ListOffsets(m_handle.get(), list.get(), options, m_queue.get());
            },
            [&](rd_kafka_event_t* event) {
                std::size_t count = 0;
                const auto** infos =
                    rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(event), &count);
                for (std::size_t i = 0; i < count; ++i) {
                    times.sum += rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i])->offset;
                    ++times.offsets;
                }
            }};
    };
    run({offsets(RD_KAFKA_OFFSET_SPEC_EARLIEST), offsets(RD_KAFKA_OFFSET_SPEC_LATEST)});
    times.logs = watch.lap();
    return times;
}

} // namespace streamscape::bench
