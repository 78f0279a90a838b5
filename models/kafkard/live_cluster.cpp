// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/live_cluster.h"
#include "models/base/post.h"

namespace streamscape::kafkard {

using base::fail;
using base::Reply;
using namespace kafka;

LiveCluster::LiveCluster(HandlePtr handle, ConnectionSpec spec, base::Closing* closing)
    : m_where(spec.describe())
    , m_closing(closing) {
    const auto onState = [tether = m_tether](const ConnectionState& state) {
        tether->call([&](LiveCluster& cluster) { cluster.publish(state); });
    };
    m_client = std::make_unique<ClusterClient>(std::move(handle), std::move(spec), onState);
}

LiveCluster::~LiveCluster() {
    m_tether->cut();
    if (m_closing)
        m_closing->take(std::move(m_client));
}

void LiveCluster::publish(const ConnectionState& state) {
    base::post(this, [this, state] {
        m_state = state;
        Q_EMIT stateChanged(state);
    });
}

template<class T, class Question>
Answer<T> LiveCluster::ask(Question question) {
    Reply<T> reply;
    auto future = reply.future();
    // The client outlives its lane's jobs; this object need not.
    m_client->lane().post([client = m_client.get(), reply, question = std::move(question)]() mutable {
        if (reply.isCancelled())
            return;
        if (client->lane().down())
            reply.answer(fail(*client->lane().down()));
        else
            question(*client, reply);
    });
    return future;
}

Answer<ClusterInfo> LiveCluster::describeCluster() {
    return ask<ClusterInfo>(
        [](ClusterClient& client, const auto& reply) { kafkard::describeCluster(client.lane(), reply); });
}

Answer<std::vector<Topic>> LiveCluster::describeTopics(std::vector<std::string> names) {
    return ask<std::vector<Topic>>(
        [names = std::move(names)](ClusterClient& client, const auto& reply) mutable {
            if (names.empty())
                client.describeAllTopics(reply);
            else
                kafkard::describeTopics(client.lane(), std::move(names), reply);
        });
}

Answer<std::vector<ResourceConfig>> LiveCluster::describeConfigs(std::vector<ConfigResource> resources) {
    return ask<std::vector<ResourceConfig>>(
        [resources = std::move(resources)](ClusterClient& client, const auto& reply) mutable {
            kafkard::describeConfigs(client.lane(), std::move(resources), reply);
        });
}

Answer<std::vector<PartitionOffset>> LiveCluster::listOffsets(std::vector<TopicPartition> partitions,
                                                              OffsetQuery query, Isolation isolation) {
    return ask<std::vector<PartitionOffset>>([partitions = std::move(partitions), query,
                                              isolation](ClusterClient& client, const auto& reply) mutable {
        kafkard::listOffsets(client.lane(), std::move(partitions), query, isolation, reply);
    });
}

Answer<GroupList> LiveCluster::listGroups() {
    return ask<GroupList>([](ClusterClient& client, const auto& reply) { client.listGroups(reply); });
}

Answer<std::vector<GroupDescription>> LiveCluster::describeGroups(std::vector<std::string> groups) {
    return ask<std::vector<GroupDescription>>(
        [groups = std::move(groups)](ClusterClient& client, const auto& reply) mutable {
            client.describeGroups(std::move(groups), reply);
        });
}

Answer<std::vector<GroupOffsets>> LiveCluster::committedOffsets(std::vector<std::string> groups) {
    return ask<std::vector<GroupOffsets>>(
        [groups = std::move(groups)](ClusterClient& client, const auto& reply) mutable {
            client.committedOffsets(std::move(groups), reply);
        });
}

Answer<AclList> LiveCluster::describeAcls() {
    return ask<AclList>(
        [](ClusterClient& client, const auto& reply) { kafkard::describeAcls(client.lane(), reply); });
}

Answer<std::vector<ScramUser>> LiveCluster::describeScramUsers() {
    return ask<std::vector<ScramUser>>(
        [](ClusterClient& client, const auto& reply) { client.describeScramUsers(reply); });
}

Answer<std::vector<ItemOutcome>> LiveCluster::createTopics(std::vector<NewTopic> topics) {
    return ask<std::vector<ItemOutcome>>(
        [topics = std::move(topics)](ClusterClient& client, const auto& reply) {
            kafkard::createTopics(client.lane(), topics, reply);
        });
}

Answer<std::vector<ItemOutcome>> LiveCluster::deleteTopics(std::vector<std::string> names) {
    return ask<std::vector<ItemOutcome>>(
        [names = std::move(names)](ClusterClient& client, const auto& reply) {
            kafkard::deleteTopics(client.lane(), names, reply);
        });
}

Answer<std::vector<AclOutcome>> LiveCluster::createAcls(std::vector<Acl> acls) {
    return ask<std::vector<AclOutcome>>(
        [acls = std::move(acls)](ClusterClient& client, const auto& reply) mutable {
            kafkard::createAcls(client.lane(), std::move(acls), reply);
        });
}

Answer<std::vector<AclOutcome>> LiveCluster::deleteAcls(std::vector<Acl> acls) {
    return ask<std::vector<AclOutcome>>(
        [acls = std::move(acls)](ClusterClient& client, const auto& reply) mutable {
            kafkard::deleteAcls(client.lane(), std::move(acls), reply);
        });
}

Answer<std::vector<ItemOutcome>> LiveCluster::upsertScramUsers(std::vector<ScramUpsert> users) {
    return ask<std::vector<ItemOutcome>>(
        [users = std::move(users)](ClusterClient& client, const auto& reply) {
            kafkard::upsertScramUsers(client.lane(), users, reply);
        });
}

Answer<std::vector<PeekedRecord>> LiveCluster::peek(std::vector<RecordPlace> places, PeekOptions options) {
    return ask<std::vector<PeekedRecord>>(
        [places = std::move(places), options](ClusterClient& client, const auto& reply) {
            client.peek(places, options, reply);
        });
}

Answer<std::vector<OffsetOutcome>> LiveCluster::alterGroupOffsets(std::string group,
                                                                  std::vector<OffsetChange> changes) {
    return ask<std::vector<OffsetOutcome>>(
        [group = std::move(group), changes = std::move(changes)](ClusterClient& client, const auto& reply) {
            kafkard::alterGroupOffsets(client.lane(), group, changes, reply);
        });
}

Answer<std::vector<OffsetOutcome>> LiveCluster::deleteGroupOffsets(std::string group,
                                                                   std::vector<TopicPartition> partitions) {
    return ask<std::vector<OffsetOutcome>>([group = std::move(group), partitions = std::move(partitions)](
                                               ClusterClient& client, const auto& reply) {
        kafkard::deleteGroupOffsets(client.lane(), group, partitions, reply);
    });
}

Answer<std::vector<ItemOutcome>> LiveCluster::deleteGroups(std::vector<std::string> groups) {
    return ask<std::vector<ItemOutcome>>(
        [groups = std::move(groups)](ClusterClient& client, const auto& reply) {
            kafkard::deleteGroups(client.lane(), groups, reply);
        });
}

} // namespace streamscape::kafkard
