// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/cluster_client.h"
#include "models/kafkard/blocking.h"

#include <algorithm>

namespace streamscape::kafkard {

using base::fail;
using base::Reply;
using base::Result;
using namespace kafka;

ClusterClient::ClusterClient(HandlePtr handle, ConnectionSpec spec, LinkWatch::Sink onState)
    : m_where(spec.describe())
    , m_handle(std::move(handle))
    , m_topicNames("cluster-topics")
    , m_oldGroups("cluster-groups")
    , m_lane(m_handle.get(), std::move(spec), std::move(onState)) {
    // Where a broker answers the question for a group's commits with "not coordinator", which every restart
    // of a broker brings about, librdkafka (2.14.2, its issue 5040) turns to the handle's own consumer group,
    // and dies where the handle has none. So it has one, and closes it before it asks a broker for anything.
    m_lane.post([handle = m_handle.get()] { rd_kafka_consumer_close(handle); });
}

void ClusterClient::describeAllTopics(const Reply<std::vector<Topic>>& reply) {
    const auto expected = m_lane.expect(
        [reply](const Result<rd_kafka_event_t*>& broken) { reply.answer(fail(broken.error())); });
    m_topicNames.post([this, reply, expected, until = m_lane.deadline(), inbox = m_lane.inbox()] {
        auto all = topicNames(m_handle.get(), until, *inbox, m_where);
        inbox->post([this, reply, expected, all = std::move(all)]() mutable {
            if (!m_lane.forget(expected))
                return;
            if (!all)
                return reply.answer(fail(all.error()));
            describeTopics(m_lane, std::move(*all), reply);
        });
    });
}

namespace {

/// Two lists as one: types and states from the admin API, which knows classic and consumer groups, and all
/// others from the old one.
GroupList merged(GroupList admin, const Result<GroupList>& old) {
    std::map<std::string, GroupListing> byId;
    if (old) {
        for (const GroupListing& one : old->groups)
            byId.emplace(one.id, one);
        admin.errors.insert(admin.errors.end(), old->errors.begin(), old->errors.end());
    } else {
        admin.errors.push_back(old.error());
    }
    for (GroupListing& one : admin.groups) {
        GroupListing& place = byId[one.id];
        const GroupState oldState = place.state;
        place = one;
        if (place.state == GroupState::Unknown)
            place.state = oldState;
    }
    admin.groups.clear();
    for (auto& [id, listing] : byId)
        admin.groups.push_back(std::move(listing));
    return admin;
}

} // namespace

void ClusterClient::listGroups(const Reply<GroupList>& reply) {
    Reply<GroupList> admin;
    // Both at once; the continuation runs on the lane, whichever came last.
    struct Both {
        std::optional<Result<GroupList>> admin;
        std::optional<Result<GroupList>> old;
    };
    const auto both = std::make_shared<Both>();
    const auto join = [this, both, reply] {
        if (both->admin && !*both->admin)
            return reply.answer(fail(both->admin->error())); // no need to wait for the other
        if (!both->admin || !both->old)
            return;
        // No broker answered either way: that is not an empty list.
        if ((*both->admin)->groups.empty() && !(*both->admin)->errors.empty() && !*both->old)
            return reply.answer(fail((*both->admin)->errors.front()));
        GroupList list = merged(std::move(**both->admin), *both->old);
        m_unlisted = list.errors.empty() ? std::nullopt : std::optional(list.errors.front());
        if (!m_unlisted) // what a silent broker did not list is what it was
            m_groups.clear();
        for (const GroupListing& one : list.groups)
            m_groups.insert_or_assign(one.id, one);
        reply.answer(std::move(list));
    };
    listConsumerGroups(m_lane, admin);
    admin.future().then([both, join, inbox = m_lane.inbox()](const Result<GroupList>& list) {
        inbox->post([both, join, list] {
            both->admin = list;
            join();
        });
    });
    m_oldGroups.post([this, both, join, until = m_lane.deadline(), inbox = m_lane.inbox()] {
        auto old = allGroups(m_handle.get(), until, *inbox, m_where);
        inbox->post([both, join, old = std::move(old)] {
            both->old = old;
            join();
        });
    });
}

void ClusterClient::describeListed(std::vector<std::string> groups,
                                   const Reply<std::vector<GroupDescription>>& reply) {
    std::vector<std::string> describable;
    const auto others = std::make_shared<std::map<std::string, GroupDescription>>();
    for (const std::string& group : groups) {
        const auto known = m_groups.find(group);
        if (known != m_groups.end() &&
            (known->second.type == GroupType::Classic || known->second.type == GroupType::Consumer)) {
            describable.push_back(group);
            continue;
        }
        GroupDescription other;
        other.id = group;
        if (known == m_groups.end() && m_unlisted) {
            other.error = m_unlisted; // it may be on the broker that was silent
        } else if (known == m_groups.end()) {
            other.error = base::Error{base::ErrorKind::NotFound,
                                      "There is no such group, or this connection may not see it",
                                      "group " + group + " at " + m_where,
                                      {},
                                      {}};
        } else {
            other.type = known->second.type;
            other.state = known->second.state;
            other.error = base::Error{
                base::ErrorKind::Unsupported,
                std::string("The client library cannot describe ") +
                    (other.type == GroupType::Unknown ? "this kind of" : name(other.type)) + " groups",
                "group " + group,
                "use Kafka's own tool for its members",
                {}};
        }
        others->emplace(group, std::move(other));
    }
    std::sort(describable.begin(), describable.end());
    describable.erase(std::unique(describable.begin(), describable.end()), describable.end());
    describeConsumerGroups(
        m_lane, std::move(describable),
        [this, reply, others, groups = std::move(groups)](std::vector<GroupDescription> described) {
            for (GroupDescription& one : described) {
                if (one.error && one.error->kind == base::ErrorKind::NotFound)
                    m_groups.erase(one.id); // asked again, it is looked for again
                std::string id = one.id;
                others->emplace(std::move(id), std::move(one));
            }
            std::vector<GroupDescription> answer;
            for (const std::string& group : groups)
                if (const auto found = others->find(group); found != others->end())
                    answer.push_back(found->second);
            reply.answer(std::move(answer));
        });
}

void ClusterClient::describeGroups(std::vector<std::string> groups,
                                   const Reply<std::vector<GroupDescription>>& reply) {
    const bool known = std::all_of(groups.begin(), groups.end(),
                                   [this](const std::string& group) { return m_groups.contains(group); });
    if (known)
        return describeListed(std::move(groups), reply);
    Reply<GroupList> listed;
    listed.future().then(
        [this, groups = std::move(groups), reply, inbox = m_lane.inbox()](const Result<GroupList>& list) {
            if (!list)
                return reply.answer(fail(list.error()));
            inbox->post([this, groups, reply] { describeListed(groups, reply); });
        });
    listGroups(listed);
}

void ClusterClient::committedOffsets(std::vector<std::string> groups,
                                     const Reply<std::vector<GroupOffsets>>& reply) {
    std::map<std::string, GroupType> types;
    for (const std::string& group : groups)
        if (const auto it = m_groups.find(group); it != m_groups.end())
            types.emplace(group, it->second.type);
    kafkard::committedOffsets(m_lane, std::move(groups), std::move(types), reply);
}

void ClusterClient::peek(const std::vector<RecordPlace>& places, PeekOptions options,
                         const Reply<std::vector<PeekedRecord>>& reply) {
    kafkard::peek(m_lane, m_peekers, places, options, reply);
}

void ClusterClient::describeScramUsers(const Reply<std::vector<ScramUser>>& reply) {
    // A refusal of this question makes librdkafka 2.14.2 free a text that is on its stack, so it is only
    // asked where the broker says that it may be.
    Reply<ClusterInfo> info;
    info.future().then([this, reply, inbox = m_lane.inbox()](const Result<ClusterInfo>& cluster) {
        if (!cluster)
            return reply.answer(fail(cluster.error()));
        if (!cluster->authorized)
            return reply.answer(fail(base::ErrorKind::Unsupported,
                                     "The broker does not say whether this connection may see SCRAM users",
                                     m_where));
        const auto may = [&](const char* operation) {
            return std::count(cluster->authorized->begin(), cluster->authorized->end(), operation) > 0;
        };
        if (!may("DESCRIBE") && !may("ALL"))
            return reply.answer(fail(base::ErrorKind::Denied, "This connection may not see SCRAM users",
                                     m_where, "It takes DESCRIBE on the cluster"));
        inbox->post([this, reply] { kafkard::describeScramUsers(m_lane, reply); });
    });
    describeCluster(m_lane, info);
}

} // namespace streamscape::kafkard
