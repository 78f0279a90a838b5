// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/newlimits/catalogue.h"
#include "tests/newlimits/people.h"
#include "tests/newlimits/scenario.h"
#include "tests/newlimits/writers.h"

#include <cstdio>
#include <thread>

namespace streamscape::newlimits {

using base::Done;
using base::fail;
using base::Result;
using namespace kafka;
using namespace std::chrono_literals;

namespace {

/// The first error that is not "it is there already".
std::optional<base::Error> firstError(const std::vector<ItemOutcome>& outcomes) {
    for (const ItemOutcome& one : outcomes)
        if (one.error && one.error->native != "TOPIC_ALREADY_EXISTS")
            return one.error;
    return std::nullopt;
}

Result<Done> makeTopics(Cluster& cluster) {
    const auto info = cluster.describeCluster().result();
    if (!info)
        return fail(info.error());
    const auto wanted = topics(static_cast<int>(info->brokers.size()));
    const auto made = cluster.createTopics(wanted).result();
    if (!made)
        return fail(made.error());
    if (const auto error = firstError(*made))
        return fail(*error);
    std::vector<std::string> names;
    for (const NewTopic& topic : wanted)
        names.push_back(topic.name);
    // A topic is not known to every broker at once.
    for (int attempt = 0; attempt < 100; ++attempt) {
        const auto seen = cluster.describeTopics(names).result();
        if (seen &&
            std::none_of(seen->begin(), seen->end(), [](const Topic& t) { return t.error.has_value(); }))
            break;
        std::this_thread::sleep_for(50ms);
    }
    std::printf("topics: %zu\n", names.size());
    return Done{};
}

Result<Done> makeUsers(Cluster& cluster, const Options& options) {
    // The broker takes one change of a user a request.
    for (const char* mechanism : {"SCRAM-SHA-512", "SCRAM-SHA-256"}) {
        std::vector<ScramUpsert> upserts;
        for (const std::string& user : users()) {
            const auto spec = credentials(options.credentials, user, options.admin, true);
            if (!spec)
                return fail(spec.error());
            upserts.push_back(ScramUpsert{user, mechanism, 4096, spec->properties.at("sasl.password")});
        }
        const auto made = cluster.upsertScramUsers(upserts).result();
        if (!made)
            return fail(made.error());
        if (const auto error = firstError(*made))
            return fail(*error);
    }
    std::printf("users: %zu, credentials in %s\n", users().size(), options.credentials.c_str());
    return Done{};
}

Result<Done> makeGrants(Cluster& cluster) {
    const auto made = cluster.createAcls(grants()).result();
    if (!made)
        return fail(made.error());
    for (const AclOutcome& one : *made)
        if (one.error)
            return fail(*one.error);
    std::printf("grants: %zu\n", made->size());
    return Done{};
}

/// Waits until a user that was just made is let in: credentials and grants reach a broker a moment later.
Result<Done> awaitAda(const Options& options) {
    const auto spec = credentials(options.credentials, "ada", options.admin, false);
    if (!spec)
        return fail(spec.error());
    base::Error last;
    for (int attempt = 0; attempt < 100; ++attempt) {
        auto cluster = kafkard::connect(*spec);
        if (!cluster)
            return fail(cluster.error());
        const auto topic = (*cluster)->describeTopics({"inventory.products"}).result();
        if (topic && !topic->front().error)
            return Done{};
        last = topic ? *topic->front().error : topic.error();
        std::this_thread::sleep_for(100ms);
    }
    return fail(last);
}

Result<Done> writeCatalogue(const Options& options) {
    const Catalogue all = catalogue(options.seed);
    Writers writers(options.credentials, options.admin);
    for (const Product& product : all.products)
        if (const auto sent =
                writers.send("ada", {"inventory.products", {}, product.sku, product.json(), {}, {}});
            !sent)
            return sent;
    for (const Warehouse& warehouse : all.warehouses)
        if (const auto sent =
                writers.send("ada", {"inventory.warehouses", {}, warehouse.id, warehouse.json(), {}, {}});
            !sent)
            return sent;
    if (const auto flushed = writers.flush(); !flushed)
        return flushed;
    std::printf("catalogue: %zu products, %zu places\n", all.products.size(), all.warehouses.size());
    return Done{};
}

} // namespace

Result<Done> setUp(const Options& options) {
    {
        auto cluster = kafkard::connect(options.admin);
        if (!cluster)
            return fail(cluster.error());
        auto done = makeTopics(**cluster);
        if (done)
            done = makeUsers(**cluster, options);
        if (done)
            done = makeGrants(**cluster);
        if (!done)
            return done;
    }
    if (const auto letIn = awaitAda(options); !letIn)
        return letIn;
    return writeCatalogue(options);
}

} // namespace streamscape::newlimits
