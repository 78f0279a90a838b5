// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/access/naive_authorizer.h"

#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::access;
namespace naive = streamscape::test::naive;

namespace {

class Maker {
public:
    Maker(std::string alphabet, unsigned seed)
        : m_alphabet(std::move(alphabet))
        , m_random(seed) {}

    std::size_t below(std::size_t n) { return m_random() % n; }
    std::string name(std::size_t most) {
        std::string made;
        for (std::size_t n = 1 + below(most); n > 0; --n)
            made += m_alphabet[below(m_alphabet.size())];
        return made;
    }
    const char* principal() {
        static constexpr std::array all{"User:a", "User:b", "User:*", "Service:a", "User:a:b"};
        return all[below(all.size())];
    }
    const char* host() {
        static constexpr std::array all{"*", "10.0.0.1", "0:0:0:0:0:0:0:1", "10.0.0.2"};
        return all[below(10) < 6 ? 0 : below(all.size())];
    }
    Op op() {
        static constexpr std::array all{Op::All,         Op::Read,   Op::Write,  Op::Describe,
                                        Op::Alter,       Op::Delete, Op::Create, Op::DescribeConfigs,
                                        Op::AlterConfigs};
        return all[below(all.size())];
    }
    kafka::ResourceType type() {
        return below(4) == 0 ? kafka::ResourceType::Group : kafka::ResourceType::Topic;
    }
    kafka::Acl acl() {
        return {type(),
                below(8) == 0 ? "*" : name(4),
                below(2) == 0 ? kafka::PatternType::Literal : kafka::PatternType::Prefixed,
                below(60) == 0 ? "nocolon" : principal(),
                host(),
                access::name(op()),
                below(4) == 0 ? kafka::Permission::Deny : kafka::Permission::Allow};
    }
    Question question() {
        const char* asker = principal();
        Op asked = op();
        if (asked == Op::All)
            asked = Op::IdempotentWrite;
        return {std::string_view(asker) == "User:*" ? "User:c" : asker, host(), asked, {type(), name(5)}};
    }

private:
    std::string m_alphabet;
    std::mt19937 m_random;
};

QString told(const std::vector<kafka::Acl>& acls, const Question& question) {
    QString text = sentence(question, {}) + QLatin1Char('\n');
    for (const kafka::Acl& acl : acls)
        text += QLatin1String("  ") + longWords(acl) + QLatin1Char('\n');
    return text;
}

} // namespace

class tst_evaluator_random : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theIndexAgreesWithTheBrokersScan_data() {
        QTest::addColumn<QByteArray>("alphabet");
        QTest::newRow("two letters") << QByteArray("ab");
        QTest::newRow("names as people write them") << QByteArray("ab.-_");
        QTest::newRow("with the wildcard's own character") << QByteArray("ab*");
        QTest::newRow("just above the wildcard") << QByteArray("ab+,");
        QTest::newRow("below the wildcard") << QByteArray("a(!*)");
    }

    void theIndexAgreesWithTheBrokersScan() {
        QFETCH(QByteArray, alphabet);
        Maker make(alphabet.toStdString(), 20261123);
        int noAnswers = 0;
        for (int round = 0; round < 400; ++round) {
            std::vector<kafka::Acl> acls;
            for (std::size_t n = make.below(25); n > 0; --n)
                acls.push_back(make.acl());
            Authorizer authorizer;
            authorizer.allowEveryone = make.below(3) == 0;
            if (make.below(5) == 0)
                authorizer.superUsers = {"User:b"};
            const AclSet set(acls);
            for (int i = 0; i < 60; ++i) {
                const Question question = make.question();
                const Verdict ours = set.decide(authorizer, question);
                const bool super = !authorizer.superUsers.empty() && question.principal == "User:b";
                if (super) {
                    QCOMPARE(ours.decision, Decision::Allow);
                    continue;
                }
                const naive::Replay theirs = naive::replay(set.acls(), question);
                const QByteArray context = told(set.acls(), question).toUtf8();
                if (theirs.deny) {
                    QVERIFY2(ours.decision == Decision::Deny && ours.acl && *ours.acl == *theirs.deny,
                             context);
                } else if (theirs.end != naive::Replay::End::Done) {
                    QVERIFY2(ours.decision == Decision::NoAnswer, context);
                    const bool hangs = std::string_view(ours.why).find("never returns") != std::string::npos;
                    QVERIFY2(hangs == (theirs.end == naive::Replay::End::Hangs), context);
                    ++noAnswers;
                } else if (theirs.allow) {
                    QVERIFY2(ours.decision == Decision::Allow && ours.acl && *ours.acl == *theirs.allow,
                             context);
                } else {
                    const bool open = !theirs.candidate && authorizer.allowEveryone;
                    QVERIFY2(ours.rule == (open ? Rule::DefaultAllow : Rule::DefaultDeny), context);
                }
                if (ours.decision != Decision::NoAnswer)
                    QVERIFY2(ours.allowed() == naive::allowedByRules(acls, authorizer, question), context);
            }
        }
        QVERIFY(noAnswers > 0);
    }
};

QTEST_GUILESS_MAIN(tst_evaluator_random)
#include "tst_evaluator_random.moc"
