// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>

namespace streamscape::kafkard {

// The C library's objects, each freed by its own function.
template<auto Free>
struct Freer {
    template<class T>
    void operator()(T* object) const {
        Free(object);
    }
};

using ConfPtr = std::unique_ptr<rd_kafka_conf_t, Freer<rd_kafka_conf_destroy>>;
using HandlePtr = std::unique_ptr<rd_kafka_t, Freer<rd_kafka_destroy>>;
using QueuePtr = std::unique_ptr<rd_kafka_queue_t, Freer<rd_kafka_queue_destroy>>;
using EventPtr = std::unique_ptr<rd_kafka_event_t, Freer<rd_kafka_event_destroy>>;
using OptionsPtr = std::unique_ptr<rd_kafka_AdminOptions_t, Freer<rd_kafka_AdminOptions_destroy>>;
using ErrorPtr = std::unique_ptr<rd_kafka_error_t, Freer<rd_kafka_error_destroy>>;
using TopicPtr = std::unique_ptr<rd_kafka_topic_t, Freer<rd_kafka_topic_destroy>>;
using MessagePtr = std::unique_ptr<rd_kafka_message_t, Freer<rd_kafka_message_destroy>>;
using MetadataPtr = std::unique_ptr<const struct rd_kafka_metadata, Freer<rd_kafka_metadata_destroy>>;
using GroupListPtr = std::unique_ptr<const struct rd_kafka_group_list, Freer<rd_kafka_group_list_destroy>>;
using PartitionListPtr =
    std::unique_ptr<rd_kafka_topic_partition_list_t, Freer<rd_kafka_topic_partition_list_destroy>>;
using TopicCollectionPtr =
    std::unique_ptr<rd_kafka_TopicCollection_t, Freer<rd_kafka_TopicCollection_destroy>>;
using NewTopicPtr = std::unique_ptr<rd_kafka_NewTopic_t, Freer<rd_kafka_NewTopic_destroy>>;
using DeleteTopicPtr = std::unique_ptr<rd_kafka_DeleteTopic_t, Freer<rd_kafka_DeleteTopic_destroy>>;
using ConfigResourcePtr = std::unique_ptr<rd_kafka_ConfigResource_t, Freer<rd_kafka_ConfigResource_destroy>>;
using GroupOffsetsPtr =
    std::unique_ptr<rd_kafka_ListConsumerGroupOffsets_t, Freer<rd_kafka_ListConsumerGroupOffsets_destroy>>;
using OffsetChangesPtr =
    std::unique_ptr<rd_kafka_AlterConsumerGroupOffsets_t, Freer<rd_kafka_AlterConsumerGroupOffsets_destroy>>;
using OffsetDeletionPtr = std::unique_ptr<rd_kafka_DeleteConsumerGroupOffsets_t,
                                          Freer<rd_kafka_DeleteConsumerGroupOffsets_destroy>>;
using DeleteGroupPtr = std::unique_ptr<rd_kafka_DeleteGroup_t, Freer<rd_kafka_DeleteGroup_destroy>>;
using AclPtr = std::unique_ptr<rd_kafka_AclBinding_t, Freer<rd_kafka_AclBinding_destroy>>;
using ScramChangePtr = std::unique_ptr<rd_kafka_UserScramCredentialAlteration_t,
                                       Freer<rd_kafka_UserScramCredentialAlteration_destroy>>;

} // namespace streamscape::kafkard
