// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/entity_menu.h"

#include "models/base/text.h"

namespace streamscape::widgets {

namespace {

base::Location at(const char* page, const char* tab, std::map<std::string, std::string> query) {
    return {page, tab, std::move(query), {}};
}

} // namespace

QList<Destination> destinations(EntityKind kind, const std::string& name) {
    switch (kind) {
    case EntityKind::Topic:
        return {
            {QStringLiteral("Show lag of its groups"), at("lag", "", {{"topic", name}})},
            {QStringLiteral("Show the topic"), at("inventory", "cluster", {{"topic", name}})},
            {QStringLiteral("Show audit"), at("audit", "", {{"resource", name}, {"resource_type", "TOPIC"}})},
            {QStringLiteral("Who has access"), at("access", "", {{"topic", name}})}};
    case EntityKind::Group:
        return {
            {QStringLiteral("Show lag"), at("lag", "", {{"group", name}})},
            {QStringLiteral("Show audit"), at("audit", "", {{"resource", name}, {"resource_type", "GROUP"}})},
            {QStringLiteral("Who has access"), at("access", "", {{"group", name}})}};
    case EntityKind::Principal:
        return {{QStringLiteral("Show audit"), at("audit", "", {{"principal", name}})},
                {QStringLiteral("Show access"), at("access", "", {{"principal", name}})}};
    case EntityKind::Sku:
        return {{QStringLiteral("Show stock"), at("inventory", "stock", {{"sku", name}})}};
    case EntityKind::Host:
        return {{QStringLiteral("Show audit"), at("audit", "", {{"host", name}})}};
    }
    return {};
}

QList<Destination> destinationsOf(const base::Location& location) {
    struct Key {
        const char* key;
        EntityKind kind;
        const char* word;
    };
    static constexpr Key keys[] = {{"group", EntityKind::Group, "group"},
                                   {"topic", EntityKind::Topic, "topic"},
                                   {"principal", EntityKind::Principal, ""},
                                   {"sku", EntityKind::Sku, "SKU"},
                                   {"host", EntityKind::Host, "host"}};
    QList<Destination> all;
    const auto add = [&](EntityKind kind, const char* word, const std::string& name) {
        for (Destination& destination : destinations(kind, name)) {
            destination.text += QStringLiteral(" · ");
            if (*word)
                destination.text += QString::fromLatin1(word) + QLatin1Char(' ');
            destination.text += base::toQString(name);
            all.push_back(std::move(destination));
        }
    };
    for (const Key& key : keys)
        if (const std::string name = location.value(key.key); !name.empty())
            add(key.kind, key.word, name);
    if (const std::string name = location.value("resource"); !name.empty()) {
        const std::string type = location.value("resource_type");
        if (type == "TOPIC")
            add(EntityKind::Topic, "topic", name);
        else if (type == "GROUP")
            add(EntityKind::Group, "group", name);
    }
    return all;
}

} // namespace streamscape::widgets
