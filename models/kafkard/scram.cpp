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
using kafka::ItemOutcome;
using kafka::ScramUser;

namespace {

const char* mechanismName(rd_kafka_ScramMechanism_t mechanism) {
    switch (mechanism) {
    case RD_KAFKA_SCRAM_MECHANISM_SHA_256:
        return "SCRAM-SHA-256";
    case RD_KAFKA_SCRAM_MECHANISM_SHA_512:
        return "SCRAM-SHA-512";
    default:
        return "UNKNOWN";
    }
}

rd_kafka_ScramMechanism_t mechanism(const std::string& name) {
    for (const auto one : {RD_KAFKA_SCRAM_MECHANISM_SHA_256, RD_KAFKA_SCRAM_MECHANISM_SHA_512})
        if (name == mechanismName(one))
            return one;
    return RD_KAFKA_SCRAM_MECHANISM_UNKNOWN;
}

} // namespace

void describeScramUsers(AdminLane& lane, const Reply<std::vector<ScramUser>>& reply) {
    lane.request(
        RD_KAFKA_ADMIN_OP_DESCRIBEUSERSCRAMCREDENTIALS,
        [](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_DescribeUserScramCredentials(handle, nullptr, 0, options, queue);
        },
        [reply, where = lane.where()](Result<rd_kafka_event_t*> event) {
            if (!event)
                return reply.answer(fail(event.error()));
            std::size_t count = 0;
            const auto** raw = rd_kafka_DescribeUserScramCredentials_result_descriptions(
                rd_kafka_event_DescribeUserScramCredentials_result(*event), &count);
            std::vector<ScramUser> users;
            for (std::size_t i = 0; i < count; ++i) {
                ScramUser user;
                user.name = text(rd_kafka_UserScramCredentialsDescription_user(raw[i]));
                user.error = error(rd_kafka_UserScramCredentialsDescription_error(raw[i]), where);
                const std::size_t infos =
                    rd_kafka_UserScramCredentialsDescription_scramcredentialinfo_count(raw[i]);
                for (std::size_t k = 0; k < infos; ++k)
                    user.mechanisms.emplace_back(mechanismName(rd_kafka_ScramCredentialInfo_mechanism(
                        rd_kafka_UserScramCredentialsDescription_scramcredentialinfo(raw[i], k))));
                std::sort(user.mechanisms.begin(), user.mechanisms.end());
                users.push_back(std::move(user));
            }
            std::sort(users.begin(), users.end(),
                      [](const auto& a, const auto& b) { return a.name < b.name; });
            reply.answer(std::move(users));
        });
}

void upsertScramUsers(AdminLane& lane, const std::vector<kafka::ScramUpsert>& users,
                      const Reply<std::vector<ItemOutcome>>& reply) {
    std::vector<ItemOutcome> refused;
    std::vector<ScramChangePtr> made;
    std::vector<rd_kafka_UserScramCredentialAlteration_t*> raw;
    for (const kafka::ScramUpsert& user : users) {
        const auto by = mechanism(user.mechanism);
        if (by == RD_KAFKA_SCRAM_MECHANISM_UNKNOWN || user.user.empty() || user.password.empty()) {
            refused.push_back(
                {user.user, base::Error{ErrorKind::Invalid,
                                        "A SCRAM user needs a name, a password and a known mechanism",
                                        user.user,
                                        {},
                                        {}}});
            continue;
        }
        made.emplace_back(rd_kafka_UserScramCredentialUpsertion_new(
            user.user.c_str(), by, user.iterations,
            reinterpret_cast<const unsigned char*>(user.password.data()), user.password.size(), nullptr, 0));
        raw.push_back(made.back().get());
    }
    if (raw.empty())
        return reply.answer(std::move(refused));
    lane.request(
        RD_KAFKA_ADMIN_OP_ALTERUSERSCRAMCREDENTIALS,
        [&raw](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
            rd_kafka_AlterUserScramCredentials(handle, raw.data(), raw.size(), options, queue);
        },
        [reply, refused, where = lane.where()](Result<rd_kafka_event_t*> event) {
            if (!event)
                return reply.answer(fail(event.error()));
            std::size_t count = 0;
            const auto** responses = rd_kafka_AlterUserScramCredentials_result_responses(
                rd_kafka_event_AlterUserScramCredentials_result(*event), &count);
            std::vector<ItemOutcome> outcomes = refused;
            for (std::size_t i = 0; i < count; ++i)
                outcomes.push_back(
                    {text(rd_kafka_AlterUserScramCredentials_result_response_user(responses[i])),
                     error(rd_kafka_AlterUserScramCredentials_result_response_error(responses[i]), where)});
            reply.answer(std::move(outcomes));
        });
}

} // namespace streamscape::kafkard
