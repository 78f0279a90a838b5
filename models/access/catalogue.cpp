// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/roles.h"

#include <QFile>

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace streamscape::access {

using base::ErrorKind;
using kafka::PatternType;

namespace {

/// What is wrong in a catalogue, and where. Thrown and caught in this file only, beside yaml-cpp's own.
struct Wrong {
    YAML::Mark mark;
    std::string what;
};

std::string textOf(const YAML::Node& node, const char* member) {
    const YAML::Node value = node[member];
    if (!value || !value.IsScalar())
        throw Wrong{node.Mark(), std::string("has no text \"") + member + "\""};
    return value.Scalar();
}

std::vector<Op> operationsOf(const YAML::Node& list) {
    if (!list.IsSequence())
        throw Wrong{list.Mark(), "operations must be a list"};
    std::vector<Op> operations;
    for (const YAML::Node& item : list) {
        const Op op = item.IsScalar() ? parseOp(item.Scalar()) : Op::Unknown;
        if (op == Op::Unknown)
            throw Wrong{item.Mark(), "no operation of Kafka: " + (item.IsScalar() ? item.Scalar() : "?")};
        operations.push_back(op);
    }
    return operations;
}

kafka::ResourceType typeOf(const YAML::Node& node, const std::string& text) {
    const std::optional<kafka::ResourceType> type = parseResourceType(text);
    if (!type)
        throw Wrong{node.Mark(), "no resource type: " + text};
    return *type;
}

Role roleOf(const YAML::Node& node) {
    if (!node.IsMap())
        throw Wrong{node.Mark(), "a role must be a map"};
    Role role;
    role.name = textOf(node, "name");
    role.summary = textOf(node, "summary");
    if (node["cannot"])
        role.cannot = textOf(node, "cannot");
    const std::string scope = textOf(node, "scope");
    role.clusterWide = scope == "cluster";
    if (!role.clusterWide && scope != "resource")
        throw Wrong{node["scope"].Mark(), "scope is neither resource nor cluster: " + scope};
    const YAML::Node rights = node[role.clusterWide ? "all" : "on"];
    if (role.clusterWide) {
        if (!rights || !rights.IsSequence())
            throw Wrong{node.Mark(), "a role of scope cluster needs a list \"all\""};
        for (const YAML::Node& line : rights) {
            Grant grant;
            grant.type = typeOf(line, textOf(line, "type"));
            grant.name = textOf(line, "name");
            const std::string pattern = line["pattern"] ? textOf(line, "pattern") : "LITERAL";
            if (pattern != "LITERAL" && pattern != "PREFIXED")
                throw Wrong{line.Mark(), "the pattern is neither LITERAL nor PREFIXED: " + pattern};
            grant.pattern = pattern == "PREFIXED" ? PatternType::Prefixed : PatternType::Literal;
            grant.operations = operationsOf(line["operations"]);
            role.all.push_back(std::move(grant));
        }
    } else {
        if (!rights || !rights.IsMap())
            throw Wrong{node.Mark(), "a role of scope resource needs a map \"on\""};
        for (const auto& entry : rights)
            role.on[typeOf(entry.first, entry.first.Scalar())] = operationsOf(entry.second);
    }
    return role;
}

} // namespace

const Role* Catalogue::find(std::string_view name) const {
    const auto it =
        std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.name == name; });
    return it == roles.end() ? nullptr : &*it;
}

base::Result<Catalogue> parseCatalogue(const std::string& yaml, const std::string& where) {
    const auto wrong = [&](const YAML::Mark& mark, const std::string& what) {
        return base::fail(ErrorKind::Invalid, "The role catalogue is wrong: " + what,
                          where + ":" + std::to_string(mark.line + 1),
                          "Correct that line; the shipped catalogue is an example");
    };
    try {
        const YAML::Node roles = YAML::Load(yaml)["roles"];
        if (!roles || !roles.IsSequence())
            return wrong(YAML::Mark(), "it has no list \"roles\"");
        Catalogue catalogue;
        for (const YAML::Node& node : roles) {
            Role role = roleOf(node);
            if (catalogue.find(role.name))
                return wrong(node.Mark(), "the role " + role.name + " is there twice");
            catalogue.roles.push_back(std::move(role));
        }
        return catalogue;
    } catch (const Wrong& error) {
        return wrong(error.mark, error.what);
    } catch (const YAML::Exception& error) {
        return wrong(error.mark, error.msg);
    }
}

const Catalogue& shippedCatalogue() {
    static const Catalogue catalogue = [] {
        QFile file(QStringLiteral(":/catalogue/roles.yaml"));
        if (!file.open(QIODevice::ReadOnly))
            return Catalogue();
        return parseCatalogue(file.readAll().toStdString(), "roles.yaml").value_or(Catalogue());
    }();
    return catalogue;
}

} // namespace streamscape::access
