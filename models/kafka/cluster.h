// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/reply.h"
#include "models/kafka/acl_values.h"
#include "models/kafka/cluster_values.h"
#include "models/kafka/connection.h"
#include "models/kafka/group_values.h"
#include "models/kafka/record_values.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace streamscape::kafka {

template<class T>
using Answer = QFuture<base::Result<T>>;

/// One connection to one cluster: questions that answer by future, never blocking the caller. Ask from any
/// thread; base::whenAnswered() brings the answer to yours. Results carry an error for each row that
/// failed; the outer error is for a question that failed as a whole. Every request ends within the
/// connection's timeout; a question about many things takes several, one after the other. Destruction cancels
/// what is under way: all open futures answer Cancelled, at the latest when the call in hand on a thread of
/// the connection's own has ended.
class Cluster : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// The newest state; GUI thread (the thread the object lives in).
    virtual ConnectionState state() const = 0;
    /// For error texts and headings, without secrets.
    virtual std::string where() const = 0;

    virtual Answer<ClusterInfo> describeCluster() = 0;
    /// All topics where names is empty. Topics the principal may not describe are not answered, without an
    /// error.
    virtual Answer<std::vector<Topic>> describeTopics(std::vector<std::string> names) = 0;
    virtual Answer<std::vector<ResourceConfig>> describeConfigs(std::vector<ConfigResource> resources) = 0;
    /// Chunked so that cost stays linear in the number of partitions. Answers in the order asked.
    virtual Answer<std::vector<PartitionOffset>> listOffsets(std::vector<TopicPartition> partitions,
                                                             OffsetQuery query, Isolation isolation) = 0;
    virtual Answer<GroupList> listGroups() = 0;
    virtual Answer<std::vector<GroupDescription>> describeGroups(std::vector<std::string> groups) = 0;
    /// Commits of each group, at most 64 requests in flight. Answers in the order asked.
    virtual Answer<std::vector<GroupOffsets>> committedOffsets(std::vector<std::string> groups) = 0;
    /// The first record at or after each place, in the order asked; a partition may be asked at several
    /// places. Reads without a group and commits nothing. It takes READ on the topic.
    virtual Answer<std::vector<PeekedRecord>> peek(std::vector<RecordPlace> places, PeekOptions options) = 0;
    virtual Answer<AclList> describeAcls() = 0;
    virtual Answer<std::vector<ScramUser>> describeScramUsers() = 0;

    // Changes. A ReadOnlyCluster answers Denied to each of them before anything is sent.
    virtual Answer<std::vector<ItemOutcome>> createTopics(std::vector<NewTopic> topics) = 0;
    virtual Answer<std::vector<ItemOutcome>> deleteTopics(std::vector<std::string> names) = 0;
    virtual Answer<std::vector<AclOutcome>> createAcls(std::vector<Acl> acls) = 0;
    virtual Answer<std::vector<AclOutcome>> deleteAcls(std::vector<Acl> acls) = 0;
    virtual Answer<std::vector<ItemOutcome>> upsertScramUsers(std::vector<ScramUpsert> users) = 0;
    // Changes of a group's commits. Outcomes are in the order asked. What the broker refuses for the group as
    // a whole (Conflict: it has members; Denied) every row carries; the rows of one call may differ all the
    // same. A Timeout or Transport does not say whether the change was made: read it back. A group that is
    // not there is made by its first commit; what is named twice is Invalid, and nothing is sent.
    virtual Answer<std::vector<OffsetOutcome>> alterGroupOffsets(std::string group,
                                                                 std::vector<OffsetChange> changes) = 0;
    virtual Answer<std::vector<OffsetOutcome>> deleteGroupOffsets(std::string group,
                                                                  std::vector<TopicPartition> partitions) = 0;
    virtual Answer<std::vector<ItemOutcome>> deleteGroups(std::vector<std::string> groups) = 0;

Q_SIGNALS:
    void stateChanged(const streamscape::kafka::ConnectionState& state);
};

} // namespace streamscape::kafka
