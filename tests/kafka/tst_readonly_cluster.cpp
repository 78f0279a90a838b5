// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/readonly_cluster.h"
#include "tests/support/await.h"
#include "tests/support/fake_cluster.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;
using test::FakeCluster;
using test::Question;

/// The lock below the UI: questions pass, changes do not while it is set.
class TestReadOnlyCluster : public QObject {
    Q_OBJECT

private:
    FakeCluster* m_fake = nullptr;
    std::unique_ptr<ReadOnlyCluster> m_cluster;

    static constexpr Question changes[] = {
        Question::CreateTopics,       Question::DeleteTopics,     Question::CreateAcls,
        Question::DeleteAcls,         Question::UpsertScramUsers, Question::AlterGroupOffsets,
        Question::DeleteGroupOffsets, Question::DeleteGroups,
    };

    /// Makes every change there is and answers the kind of each refusal, or nullopt for what was let through.
    std::vector<std::optional<base::ErrorKind>> makeEveryChange() {
        std::vector<std::optional<base::ErrorKind>> refusals;
        const auto make = [&](const auto& future) {
            const auto answer = test::await(future);
            refusals.push_back(answer ? std::nullopt : std::optional(answer.error().kind));
        };
        make(m_cluster->createTopics({{"t", 1, 1, {}}}));
        make(m_cluster->deleteTopics({"t"}));
        make(m_cluster->createAcls({Acl{}}));
        make(m_cluster->deleteAcls({Acl{}}));
        make(m_cluster->upsertScramUsers({ScramUpsert{}}));
        make(m_cluster->alterGroupOffsets("g", {{{"orders", PartitionId{0}}, Offset{1}}}));
        make(m_cluster->deleteGroupOffsets("g", {{"orders", PartitionId{0}}}));
        make(m_cluster->deleteGroups({"g"}));
        return refusals;
    }

private Q_SLOTS:
    void init() {
        auto fake = std::make_unique<FakeCluster>();
        m_fake = fake.get();
        m_fake->addTopic("orders", 1, 10);
        m_fake->addGroup("g", GroupType::Classic, GroupState::Empty);
        m_cluster = std::make_unique<ReadOnlyCluster>(std::move(fake), true);
    }

    void everyChangeIsDeniedAndNothingIsSent() {
        for (const auto& refusal : makeEveryChange())
            QCOMPARE(refusal, std::optional(base::ErrorKind::Denied));
        for (const Question change : changes)
            QCOMPARE(m_fake->calls(change), 0);
    }

    void unlockedEveryChangeGoesThrough() {
        m_cluster->setLocked(false);
        for (const auto& refusal : makeEveryChange())
            QVERIFY(!refusal);
        for (const Question change : changes)
            QCOMPARE(m_fake->calls(change), 1);
    }

    void readingIsNoChange() {
        m_fake->addRecord("orders", 0, 3, {});
        AWAIT(rows, m_cluster->peek({{{"orders", PartitionId{0}}, Offset{0}}}, {}));
        QCOMPARE(rows[0].offset, std::optional(Offset{3}));
        AWAIT(offsets, m_cluster->committedOffsets({"g"}));
        QCOMPARE(offsets.size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestReadOnlyCluster)
#include "tst_readonly_cluster.moc"
