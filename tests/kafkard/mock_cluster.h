// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace streamscape::test {

/// The client library's own stand-in for brokers: it speaks the protocol on sockets, and refuses and goes
/// down when told to.
class MockCluster final {
public:
    explicit MockCluster(int brokers)
        : m_client(rd_kafka_new(RD_KAFKA_PRODUCER, silent(), nullptr, 0))
        , m_cluster(rd_kafka_mock_cluster_new(m_client, brokers)) {}
    ~MockCluster() {
        rd_kafka_mock_cluster_destroy(m_cluster);
        rd_kafka_destroy(m_client);
    }
    MockCluster(const MockCluster&) = delete;
    MockCluster& operator=(const MockCluster&) = delete;

    kafka::ConnectionSpec spec() const {
        kafka::ConnectionSpec spec;
        spec.properties["bootstrap.servers"] = rd_kafka_mock_cluster_bootstraps(m_cluster);
        return spec;
    }
    void addTopic(const std::string& name, int partitions) {
        rd_kafka_mock_topic_create(m_cluster, name.c_str(), partitions, 1);
    }
    /// The next request of this kind (by its number in Kafka's protocol) is refused.
    void refuseNext(int apiKey, rd_kafka_resp_err_t error) {
        rd_kafka_mock_push_request_errors_array(m_cluster, static_cast<std::int16_t>(apiKey), 1, &error);
    }
    void setDown(int broker) { rd_kafka_mock_broker_set_down(m_cluster, broker); }

private:
    static rd_kafka_conf_t* silent() {
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        rd_kafka_conf_set_log_cb(conf, nullptr);
        return conf;
    }

    rd_kafka_t* m_client;
    rd_kafka_mock_cluster_t* m_cluster;
};

} // namespace streamscape::test
