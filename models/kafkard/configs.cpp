// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/questions.h"

#include <algorithm>

namespace streamscape::kafkard {

using base::fail;
using base::Result;
using kafka::ConfigEntry;
using kafka::ConfigResource;
using kafka::ResourceConfig;
using kafka::ResourceType;

namespace {

constexpr std::size_t topicsARequest = 100;
constexpr std::size_t requestsInFlight = 4;

const char* sourceName(rd_kafka_ConfigSource_t source) {
    switch (source) {
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG:
        return "DYNAMIC_TOPIC_CONFIG";
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_BROKER_CONFIG:
        return "DYNAMIC_BROKER_CONFIG";
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_DEFAULT_BROKER_CONFIG:
        return "DYNAMIC_DEFAULT_BROKER_CONFIG";
    case RD_KAFKA_CONFIG_SOURCE_STATIC_BROKER_CONFIG:
        return "STATIC_BROKER_CONFIG";
    case RD_KAFKA_CONFIG_SOURCE_DEFAULT_CONFIG:
        return "DEFAULT_CONFIG";
    default:
        return "UNKNOWN";
    }
}

std::vector<ConfigEntry> entries(const rd_kafka_ConfigResource_t* resource) {
    std::size_t count = 0;
    const auto** raw = rd_kafka_ConfigResource_configs(resource, &count);
    std::vector<ConfigEntry> list;
    list.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        ConfigEntry entry;
        entry.name = text(rd_kafka_ConfigEntry_name(raw[i]));
        entry.sensitive = rd_kafka_ConfigEntry_is_sensitive(raw[i]) == 1;
        if (const char* value = rd_kafka_ConfigEntry_value(raw[i]); value && !entry.sensitive)
            entry.value = value;
        entry.source = sourceName(rd_kafka_ConfigEntry_source(raw[i]));
        entry.isDefault = rd_kafka_ConfigEntry_is_default(raw[i]) == 1;
        entry.readOnly = rd_kafka_ConfigEntry_is_read_only(raw[i]) == 1;
        list.push_back(std::move(entry));
    }
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return list;
}

struct Work {
    std::vector<ConfigResource> resources;
    std::vector<std::vector<std::size_t>> chunks; ///< indices into resources
    std::vector<ResourceConfig> answers;          ///< as resources
    std::optional<base::Error> whole;
    bool any = false;
};

/// Topics by the hundred; a broker is asked for itself, so each is a request of its own.
void cut(Work& work) {
    std::vector<std::size_t> topics;
    for (std::size_t i = 0; i < work.resources.size(); ++i) {
        work.answers.push_back(ResourceConfig{work.resources[i], {}, std::nullopt});
        if (work.resources[i].type == ResourceType::Broker) {
            work.chunks.push_back({i});
        } else if (work.resources[i].type == ResourceType::Topic) {
            topics.push_back(i);
            if (topics.size() == topicsARequest)
                work.chunks.push_back(std::exchange(topics, {}));
        } else {
            work.answers[i].error = base::Error{base::ErrorKind::Unsupported,
                                                "Only topics and brokers have a configuration to read",
                                                work.resources[i].name,
                                                {},
                                                {}};
        }
    }
    if (!topics.empty())
        work.chunks.push_back(std::move(topics));
}

void read(Work& work, const std::vector<std::size_t>& chunk, rd_kafka_event_t* event,
          const std::string& where) {
    std::size_t count = 0;
    const auto** raw =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = text(rd_kafka_ConfigResource_name(raw[i]));
        for (const std::size_t index : chunk) {
            ResourceConfig& answer = work.answers[index];
            if (answer.resource.name != name)
                continue;
            if (const auto code = rd_kafka_ConfigResource_error(raw[i]); code != RD_KAFKA_RESP_ERR_NO_ERROR)
                answer.error =
                    error(code, name + " at " + where, rd_kafka_ConfigResource_error_string(raw[i]));
            else
                answer.entries = entries(raw[i]);
        }
    }
}

} // namespace

void describeConfigs(AdminLane& lane, std::vector<ConfigResource> resources,
                     const base::Reply<std::vector<ResourceConfig>>& reply) {
    const auto work = std::make_shared<Work>();
    work->resources = std::move(resources);
    cut(*work);
    inFlight(
        work->chunks.size(), requestsInFlight,
        [&lane, work, reply](std::size_t number, std::function<void()> done) {
            if (reply.isCancelled())
                return done();
            const auto& chunk = work->chunks[number];
            std::vector<ConfigResourcePtr> made;
            std::vector<rd_kafka_ConfigResource_t*> raw;
            for (const std::size_t i : chunk) {
                const bool isBroker = work->resources[i].type == ResourceType::Broker;
                made.emplace_back(
                    rd_kafka_ConfigResource_new(isBroker ? RD_KAFKA_RESOURCE_BROKER : RD_KAFKA_RESOURCE_TOPIC,
                                                work->resources[i].name.c_str()));
                raw.push_back(made.back().get());
            }
            lane.request(
                RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
                [&raw](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
                    rd_kafka_DescribeConfigs(handle, raw.data(), raw.size(), options, queue);
                },
                [&lane, work, &chunk, done](Result<rd_kafka_event_t*> event) {
                    if (event) {
                        work->any = true;
                        read(*work, chunk, *event, lane.where());
                    } else {
                        work->whole = event.error();
                        for (const std::size_t i : chunk)
                            work->answers[i].error = event.error();
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
