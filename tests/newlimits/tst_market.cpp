// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/batch.h"
#include "tests/newlimits/market.h"
#include "tests/newlimits/readers.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace streamscape;
using namespace streamscape::newlimits;

/// The same seed tells the same story, and before the dump it is an honest one.
class TestMarket : public QObject {
    Q_OBJECT

private:
    static std::vector<Movement> story(std::uint64_t seed, int count) {
        Market market(catalogue(seed), seed);
        std::vector<Movement> movements = market.opening();
        for (int i = 0; i < count; ++i)
            movements.push_back(market.next());
        return movements;
    }
    const base::Time m_now = base::fromMilliseconds(1'764'000'000'000);

private Q_SLOTS:
    void theSameSeedTellsTheSameStory() {
        QVERIFY(story(42, 5000) == story(42, 5000));
        QVERIFY(story(42, 5000) != story(43, 5000));
    }
    void theCatalogueHas480ProductsInEightCategoriesWithNamesOfTheirOwn() {
        const Catalogue all = catalogue(42);
        std::set<std::string> skus;
        std::set<std::string> categories;
        for (const Product& product : all.products) {
            skus.insert(product.sku);
            categories.insert(product.category);
        }
        QCOMPARE(skus.size(), 480U);
        QCOMPARE(categories.size(), 8U);
        QCOMPARE(all.warehouses.size(), 6U);
        QVERIFY(std::any_of(all.products.begin(), all.products.end(),
                            [](const Product& p) { return p.name == "Aero Runner 3"; }));
    }
    void nothingIsSoldThatIsNotThereAndAFewShelvesRunLow() {
        std::map<std::pair<std::string, std::string>, std::pair<int, int>> levels;
        for (const Movement& m : story(42, 20'000)) {
            auto& [onHand, reserved] = levels[{m.sku, m.warehouse}];
            if (m.type == "count")
                onHand = m.quantity;
            else if (m.type == "reservation")
                reserved += m.quantity;
            else if (m.type == "release")
                reserved -= m.quantity;
            else
                onHand += m.type == "sale" || m.type == "transfer_out" || m.type == "fulfilment" ? -m.quantity
                                                                                                 : m.quantity;
            if (m.type == "fulfilment")
                reserved -= m.quantity;
            QVERIFY2(onHand >= 0 && reserved >= 0,
                     (m.sku + " at " + m.warehouse + " by " + m.eventId).c_str());
        }
        const auto empty =
            std::count_if(levels.begin(), levels.end(), [](const auto& l) { return l.second.first == 0; });
        QVERIFY2(empty > 0 && empty < 200, qPrintable(QString::number(empty)));
    }
    void everyTransferArrivesUnderItsOwnId() {
        std::map<std::string, int> open;
        int ended = 0;
        for (const Movement& m : story(42, 20'000)) {
            if (m.type == "transfer_out")
                QVERIFY(open.emplace(m.transferId, m.quantity).second);
            if (m.type == "transfer_in") {
                QCOMPARE(open.at(m.transferId), m.quantity);
                ++ended;
            }
        }
        QVERIFY(ended > 100);
    }
    void whatTheMarketReadsBackIsWhereItStood() {
        Market first(catalogue(42), 42);
        std::vector<Movement> log = first.opening();
        for (int i = 0; i < 3000; ++i)
            log.push_back(first.next());
        Market second(catalogue(42), 42);
        for (const Movement& m : log)
            second.replay(m.json(m_now));
        for (const Movement& m : log)
            QCOMPARE(second.onHand(m.sku, m.warehouse), first.onHand(m.sku, m.warehouse));
    }
    void theBatchHasEveryReasonAndIsTheSameForTheSameSeedAndLog() {
        std::vector<Written> log;
        for (const Movement& m : story(42, 100))
            log.push_back({m.sku, m.json(m_now)});
        const auto once = batch(catalogue(42), log, 1000, 7, m_now);
        const auto again = batch(catalogue(42), log, 1000, 7, m_now);
        QCOMPARE(once.size(), again.size());
        std::map<std::string, int> kinds;
        for (std::size_t i = 0; i < once.size(); ++i) {
            QVERIFY(once[i].key == again[i].key && once[i].value == again[i].value);
            ++kinds[once[i].kind];
        }
        QCOMPARE(kinds.size(), 12U);
        QVERIFY(std::abs(static_cast<int>(once.size()) - 1000) < 20);
    }
    void theProjectorBooksHonestMovementsOnly() {
        QVERIFY(canBeBooked(story(42, 1).back().json(m_now)));
        QVERIFY(!canBeBooked(""));
        QVERIFY(!canBeBooked("NL-1;BER1;3"));
        QVERIFY(!canBeBooked(R"({"type":"sale","warehouse":"BER1","quantity":"3"})"));
    }
};

QTEST_GUILESS_MAIN(TestMarket)
#include "tst_market.moc"
