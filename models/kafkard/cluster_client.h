// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/lane.h"
#include "models/kafkard/questions.h"

#include <map>

namespace streamscape::kafkard {

/// What one connection works with: the library's handle, the lane that asks, a thread for each of the two
/// calls that only exist as blocking ones (the list of all topics, and of all groups of any kind), which wait
/// in slices short enough to be stopped, and the peekers that read records. Questions are for the lane's
/// thread. Destruction drops what is under way (its replies answer Cancelled) and waits for the blocking
/// calls in hand and for the library to let go of its sockets: a second or two, where a broker is silent six,
/// with a token server that hangs twenty.
class ClusterClient final {
public:
    /// onState is called on the lane's thread.
    ClusterClient(HandlePtr handle, kafka::ConnectionSpec spec, LinkWatch::Sink onState);

    AdminLane& lane() { return m_lane; }

    void describeAllTopics(const base::Reply<std::vector<kafka::Topic>>& reply);
    void listGroups(const base::Reply<kafka::GroupList>& reply);
    void describeGroups(std::vector<std::string> groups,
                        const base::Reply<std::vector<kafka::GroupDescription>>& reply);
    void committedOffsets(std::vector<std::string> groups,
                          const base::Reply<std::vector<kafka::GroupOffsets>>& reply);
    void peek(const std::vector<kafka::RecordPlace>& places, kafka::PeekOptions options,
              const base::Reply<std::vector<kafka::PeekedRecord>>& reply);
    void describeScramUsers(const base::Reply<std::vector<kafka::ScramUser>>& reply);

private:
    void describeListed(std::vector<std::string> groups,
                        const base::Reply<std::vector<kafka::GroupDescription>>& reply);

    const std::string m_where;
    HandlePtr m_handle;
    std::map<std::string, kafka::GroupListing> m_groups; // the lane's thread: as last listed
    std::optional<base::Error> m_unlisted; // the lane's thread: why others than m_groups may be there
    // Destroyed from here up: first the lane stops asking, then the blocking calls in hand end and the
    // peekers do, then the handle.
    Peekers m_peekers;       // the lane's thread: made at first use
    base::Lane m_topicNames; // apart, as the groups of a slow broker must not keep the topics waiting
    base::Lane m_oldGroups;
    AdminLane m_lane;
};

} // namespace streamscape::kafkard
