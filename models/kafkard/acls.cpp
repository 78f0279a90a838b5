// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/questions.h"

#include <algorithm>

namespace streamscape::kafkard {

using base::ErrorKind;
using base::fail;
using base::Reply;
using base::Result;
using kafka::Acl;
using kafka::AclOutcome;
using kafka::ResourceType;

namespace {

constexpr std::size_t aclsARequest = 1000;

std::optional<ResourceType> resourceType(rd_kafka_ResourceType_t type) {
    switch (type) {
    case RD_KAFKA_RESOURCE_TOPIC:
        return ResourceType::Topic;
    case RD_KAFKA_RESOURCE_GROUP:
        return ResourceType::Group;
    case RD_KAFKA_RESOURCE_BROKER: // the library's name for the cluster
        return ResourceType::Cluster;
    case RD_KAFKA_RESOURCE_TRANSACTIONAL_ID:
        return ResourceType::TransactionalId;
    default:
        return std::nullopt;
    }
}

rd_kafka_ResourceType_t resourceType(ResourceType type) {
    switch (type) {
    case ResourceType::Topic:
        return RD_KAFKA_RESOURCE_TOPIC;
    case ResourceType::Group:
        return RD_KAFKA_RESOURCE_GROUP;
    case ResourceType::Cluster:
        return RD_KAFKA_RESOURCE_BROKER;
    case ResourceType::TransactionalId:
        return RD_KAFKA_RESOURCE_TRANSACTIONAL_ID;
    default:
        return RD_KAFKA_RESOURCE_UNKNOWN;
    }
}

/// nullopt: something of it is newer than the library.
std::optional<Acl> acl(const rd_kafka_AclBinding_t* raw) {
    const auto type = resourceType(rd_kafka_AclBinding_restype(raw));
    const auto pattern = patternType(rd_kafka_AclBinding_resource_pattern_type(raw));
    const auto allows = permission(rd_kafka_AclBinding_permission_type(raw));
    const auto does = rd_kafka_AclBinding_operation(raw);
    if (!type || !pattern || !allows || does == RD_KAFKA_ACL_OPERATION_UNKNOWN)
        return std::nullopt;
    Acl found;
    found.type = *type;
    found.name = text(rd_kafka_AclBinding_name(raw));
    found.pattern = *pattern;
    found.principal = text(rd_kafka_AclBinding_principal(raw));
    found.host = text(rd_kafka_AclBinding_host(raw));
    found.operation = rd_kafka_AclOperation_name(does);
    found.permission = *allows;
    return found;
}

using Make = decltype(&rd_kafka_AclBinding_new);

Result<AclPtr> binding(Make make, const Acl& wanted) {
    const auto type = resourceType(wanted.type);
    if (type == RD_KAFKA_RESOURCE_UNKNOWN)
        return fail(ErrorKind::Unsupported, "The client library cannot change ACLs of this kind",
                    kafka::name(wanted.type), "use Kafka's own kafka-acls tool");
    const auto does = operation(wanted.operation);
    if (!does)
        return fail(ErrorKind::Invalid, "There is no such operation", wanted.operation);
    char why[256] = {};
    AclPtr made(make(type, wanted.name.c_str(),
                     wanted.pattern == kafka::PatternType::Prefixed ? RD_KAFKA_RESOURCE_PATTERN_PREFIXED
                                                                    : RD_KAFKA_RESOURCE_PATTERN_LITERAL,
                     wanted.principal.c_str(), wanted.host.c_str(), *does,
                     wanted.permission == kafka::Permission::Deny ? RD_KAFKA_ACL_PERMISSION_TYPE_DENY
                                                                  : RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
                     why, sizeof why));
    if (!made)
        return fail(ErrorKind::Invalid, why, wanted.name);
    return made;
}

/// The outcome of each sent ACL, in the order sent.
using Outcomes = std::function<std::vector<std::optional<base::Error>>(rd_kafka_event_t*)>;
using Send = std::function<void(rd_kafka_t*, rd_kafka_AclBinding_t**, std::size_t,
                                const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)>;

/// Sends the ACLs in batches, one at a time and in order, and answers one outcome for each.
void change(AdminLane& lane, std::vector<Acl> acls, rd_kafka_admin_op_t op, Make make, Send send,
            Outcomes outcomes, const Reply<std::vector<AclOutcome>>& reply) {
    const auto done = std::make_shared<std::vector<AclOutcome>>();
    for (Acl& one : acls)
        done->push_back(AclOutcome{std::move(one), std::nullopt});
    const std::size_t batches = (done->size() + aclsARequest - 1) / aclsARequest;
    inFlight(
        batches, 1,
        [&lane, done, op, make, send, outcomes](std::size_t batch, std::function<void()> next) {
            std::vector<AclPtr> made;
            std::vector<rd_kafka_AclBinding_t*> raw;
            std::vector<std::size_t> sent;
            const std::size_t from = batch * aclsARequest;
            for (std::size_t i = from; i < std::min(done->size(), from + aclsARequest); ++i) {
                Result<AclPtr> one = binding(make, (*done)[i].acl);
                if (!one) {
                    (*done)[i].error = one.error();
                    continue;
                }
                raw.push_back(one->get());
                made.push_back(std::move(*one));
                sent.push_back(i);
            }
            if (raw.empty())
                return next();
            lane.request(
                op,
                [&](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
                    send(handle, raw.data(), raw.size(), options, queue);
                },
                [done, sent, outcomes, next, where = lane.where()](Result<rd_kafka_event_t*> event) {
                    if (event) {
                        const auto errors = outcomes(*event);
                        for (std::size_t i = 0; i < sent.size(); ++i)
                            (*done)[sent[i]].error = i < errors.size() ? errors[i] : silent(where);
                    } else {
                        for (const std::size_t i : sent)
                            (*done)[i].error = event.error();
                    }
                    next();
                });
        },
        [done, reply] { reply.answer(std::move(*done)); });
}

} // namespace

void describeAcls(AdminLane& lane, const Reply<kafka::AclList>& reply) {
    char why[256] = {};
    const AclPtr all(rd_kafka_AclBindingFilter_new(
        RD_KAFKA_RESOURCE_ANY, nullptr, RD_KAFKA_RESOURCE_PATTERN_ANY, nullptr, nullptr,
        RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, why, sizeof why));
    if (!all)
        return reply.answer(fail(ErrorKind::Bug, why));
    lane.request(
        RD_KAFKA_ADMIN_OP_DESCRIBEACLS,
        [&all](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_DescribeAcls(handle, all.get(), options, queue);
        },
        [reply](Result<rd_kafka_event_t*> event) {
            if (!event)
                return reply.answer(fail(event.error()));
            std::size_t count = 0;
            const auto** raw =
                rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(*event), &count);
            kafka::AclList list;
            list.acls.reserve(count);
            for (std::size_t i = 0; i < count; ++i) {
                if (auto one = acl(raw[i]))
                    list.acls.push_back(std::move(*one));
                else
                    ++list.unreadable;
            }
            std::sort(list.acls.begin(), list.acls.end());
            reply.answer(std::move(list));
        });
}

void createAcls(AdminLane& lane, std::vector<Acl> acls, const Reply<std::vector<AclOutcome>>& reply) {
    change(
        lane, std::move(acls), RD_KAFKA_ADMIN_OP_CREATEACLS, rd_kafka_AclBinding_new, rd_kafka_CreateAcls,
        [where = lane.where()](rd_kafka_event_t* event) {
            std::size_t count = 0;
            const auto** results =
                rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event), &count);
            std::vector<std::optional<base::Error>> errors;
            for (std::size_t i = 0; i < count; ++i)
                errors.push_back(error(rd_kafka_acl_result_error(results[i]), where));
            return errors;
        },
        reply);
}

void deleteAcls(AdminLane& lane, std::vector<Acl> acls, const Reply<std::vector<AclOutcome>>& reply) {
    change(
        lane, std::move(acls), RD_KAFKA_ADMIN_OP_DELETEACLS, rd_kafka_AclBindingFilter_new,
        rd_kafka_DeleteAcls,
        [where = lane.where()](rd_kafka_event_t* event) {
            std::size_t count = 0;
            const auto** results =
                rd_kafka_DeleteAcls_result_responses(rd_kafka_event_DeleteAcls_result(event), &count);
            std::vector<std::optional<base::Error>> errors;
            for (std::size_t i = 0; i < count; ++i) {
                errors.push_back(error(rd_kafka_DeleteAcls_result_response_error(results[i]), where));
                std::size_t matched = 0;
                const auto** raw = rd_kafka_DeleteAcls_result_response_matching_acls(results[i], &matched);
                for (std::size_t m = 0; m < matched && !errors.back(); ++m)
                    errors.back() = error(rd_kafka_AclBinding_error(raw[m]), where);
                if (!errors.back() && matched == 0)
                    errors.back() = base::Error{ErrorKind::NotFound,
                                                "There is no such ACL",
                                                where,
                                                "somebody else may have removed it",
                                                {}};
            }
            return errors;
        },
        reply);
}

} // namespace streamscape::kafkard
