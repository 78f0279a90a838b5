// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/kafkard/mock_cluster.h"
#include "tests/support/await.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;

/// Offsets are asked of a partition's leader, which the client library looks up first.
class TestLeaders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Unpatched, librdkafka 2.14.2 ends the process here: what it learns of one topic's leader meets
    // questions that are only just being put. packaging/librdkafka has the patch.
    void manyQuestionsForTopicsThatAreNotKnownYetAreAllAnswered() {
        constexpr int rounds = 60;
        constexpr int questions = 2;
        constexpr int topics = 2'000; // in chunks: some are asked for while others are answered
        test::MockCluster brokers(1);
        auto cluster = kafkard::connect(brokers.spec());
        QVERIFY2(cluster.has_value(), test::why(cluster).c_str());
        int number = 0;
        for (int round = 0; round < rounds; ++round) {
            std::vector<Answer<std::vector<PartitionOffset>>> answers;
            for (int question = 0; question < questions; ++question) {
                std::vector<TopicPartition> places;
                for (int topic = 0; topic < topics; ++topic)
                    places.push_back({"topic-" + std::to_string(++number), PartitionId{0}});
                answers.push_back((*cluster)->listOffsets(places, {}, Isolation::ReadUncommitted));
            }
            for (const auto& answer : answers) {
                AWAIT(offsets, answer);
                QCOMPARE(offsets.size(), static_cast<std::size_t>(topics));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestLeaders)
#include "tst_leaders.moc"
