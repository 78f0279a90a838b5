// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/event_model.h"

namespace streamscape::audit {

using base::toQString;

namespace {

// "DESCRIBE_CONFIGS" as "Describe configs".
QString sentence(const std::string& upperSnake) {
    QString word = toQString(upperSnake).toLower().replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!word.isEmpty())
        word[0] = word[0].toUpper();
    return word;
}

} // namespace

QString decisionWord(const Facts& facts) {
    switch (facts.decision) {
    case Decision::Allow:
        return QStringLiteral("Allowed");
    case Decision::Deny:
        return QStringLiteral("Denied");
    case Decision::Probe:
        return QStringLiteral("Probe");
    case Decision::Unknown:
        break;
    }
    return QStringLiteral("No event");
}

base::Severity decisionSeverity(const Facts& facts) {
    switch (facts.decision) {
    case Decision::Allow:
        return base::Severity::Good;
    case Decision::Deny:
        return base::Severity::Bad;
    default:
        return base::Severity::Muted;
    }
}

QString operationWord(const std::string& upperSnake) { return sentence(upperSnake); }
QString resourceWord(const std::string& upperSnake) { return sentence(upperSnake); }

QString whyWord(const Event& event) {
    const Facts& facts = event.facts;
    if (facts.kind == Kind::Unparsed)
        return QStringLiteral("not a line a broker writes, or readable in two ways");
    if (facts.acl) {
        const kafka::Acl& acl = *facts.acl;
        return QStringLiteral("ACL %1 %2 for %3")
                   .arg(acl.pattern == kafka::PatternType::Prefixed ? QStringLiteral("prefix")
                                                                    : QStringLiteral("on"),
                        toQString(acl.name), toQString(acl.principal)) +
               (acl.operation == facts.operation ? QString()
                                                 : QStringLiteral(", ") + operationWord(acl.operation));
    }
    if (!facts.rule)
        return base::unknownText;
    if (*facts.rule == "SuperUser")
        return QStringLiteral("super user");
    if (*facts.rule == "DefaultDeny")
        return QStringLiteral("no matching ACL");
    if (*facts.rule == "DefaultAllow")
        return QStringLiteral("no ACL on it, and that allows");
    return toQString(*facts.rule);
}

QString valueWord(Field field, const std::string& value) {
    switch (field) {
    case Field::Operation:
        return operationWord(value);
    case Field::ResourceType:
        return resourceWord(value);
    case Field::Decision:
        for (const Decision decision : {Decision::Allow, Decision::Deny, Decision::Probe, Decision::Unknown})
            if (value == name(decision)) {
                Facts facts;
                facts.decision = decision;
                return decisionWord(facts);
            }
        break;
    case Field::Rule:
        if (value == "MatchingAcl")
            return QStringLiteral("An ACL");
        if (value == "SuperUser")
            return QStringLiteral("Super user");
        if (value == "DefaultDeny")
            return QStringLiteral("No matching ACL");
        if (value == "DefaultAllow")
            return QStringLiteral("No ACL, allowed");
        break;
    default:
        break;
    }
    return toQString(value);
}

QString fieldTitle(Field field) {
    switch (field) {
    case Field::Decision:
        return QStringLiteral("Result");
    case Field::Rule:
        return QStringLiteral("Why");
    case Field::ClientId:
        return QStringLiteral("Client id");
    case Field::ResourceType:
        return QStringLiteral("Resource type");
    default:
        return sentence(name(field));
    }
}

} // namespace streamscape::audit
