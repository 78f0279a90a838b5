// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/await.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_map.h"
#include "widgets/common/data_table.h"
#include "widgets/common/segmented.h"
#include "widgets/offsets/offsets_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <fstream>

using namespace streamscape;
using namespace streamscape::widgets;
using offsets::Target;
using test::Question;

namespace {

base::TopicPartition at(const char* topic, std::int32_t partition) {
    return {topic, base::PartitionId{partition}};
}
constexpr const char* topic = "inventory.movements";
constexpr const char* group = "inventory-projector";
constexpr int toColumn = 3;

} // namespace

/// The dialog by clicks and keys, on a cluster whose answers a test decides.
class TestOffsetsDialog : public QObject {
    Q_OBJECT

    Theme theme{ThemeChoice::Dark};
    View view;
    test::MemoryMap memory;
    test::ManualClock clock;
    PageContext context{view, theme, memory, clock.clock()};
    QTemporaryDir dir;
    std::unique_ptr<test::FakeCluster> cluster;
    std::unique_ptr<journal::Journal> record;
    offsets::Changes changes;
    std::unique_ptr<OffsetsDialog> dialog;

    template<class T>
    T* find(const char* name) const {
        T* found = dialog->findChild<T*>(QString::fromLatin1(name));
        return found ? found : (qFatal("there is no %s", name), nullptr);
    }
    QPushButton* button(const char* name) const { return find<QPushButton>(name); }
    DataTable* table() const { return find<DataTable>("offsetsPlan"); }
    void click(const char* name) { QTest::mouseClick(button(name), Qt::LeftButton); }
    void type(const char* name, const char* text) {
        auto* line = find<QLineEdit>(name);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, QString::fromUtf8(text));
    }
    void choose(Target target) {
        auto* box = find<QComboBox>("offsetsTarget");
        box->setCurrentIndex(box->findData(static_cast<int>(target)));
    }
    void chooseAction(const char* text) {
        for (QToolButton* one : find<Segmented>("offsetsAction")->findChildren<QToolButton*>())
            if (one->text() == QString::fromLatin1(text))
                return QTest::mouseClick(one, Qt::LeftButton);
        QFAIL("no such action");
    }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    QString summary() const { return find<QLabel>("offsetsSummary")->text(); }
    QString why() const { return find<QLabel>("offsetsWhy")->text(); }
    // The face in place of the plan, where there is one.
    bool says(const QString& text) const {
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }
    std::int64_t committed(std::int32_t partition) const {
        for (const kafka::CommittedOffset& row : cluster->commits[group].offsets)
            if (row.partition == at(topic, partition) && row.offset)
                return row.offset->value;
        return -1;
    }
    void planTo(Target target) {
        choose(target);
        click("offsetsPreview");
        QTRY_VERIFY(table()->isVisible());
    }

private Q_SLOTS:
    void init() {
        cluster = std::make_unique<test::FakeCluster>();
        cluster->addTopic(topic, 3, 88'295'303);
        cluster->addTopic("orders", 2, 5'000);
        for (std::int32_t p = 0; p < 3; ++p) {
            cluster->starts[at(topic, p)] = 88'000'000;
            cluster->addRecord(topic, p, 88'000'000 + p,
                               {clock.now() - std::chrono::hours(30 + p), "sku-1", "{\"quantity\":1}"});
        }
        cluster->addGroup(group, kafka::GroupType::Classic, kafka::GroupState::Empty);
        cluster->commit(group, topic, 0, 88'246'974, "from the projector");
        cluster->commit(group, topic, 1, 88'210'442);
        cluster->commit(group, "orders", 0, 4'200);
        record = std::make_unique<journal::Journal>(
            dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString(), clock.clock());
        dialog = std::make_unique<OffsetsDialog>(context, *cluster, *record, changes, "User:ada");
        dialog->setGroup(group);
        dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog.get()));
    }
    void cleanup() { dialog.reset(); }

    void opensWithoutAPlanAndAsksNothing() {
        QVERIFY(says(QStringLiteral("No plan yet")));
        QVERIFY(!button("offsetsApply")->isEnabled());
        QCOMPARE(cluster->calls(Question::CommittedOffsets), 0);
    }

    void showsEveryStepWithItsFirstRecord() {
        planTo(Target::Earliest);
        QCOMPARE(table()->visibleRows(), 3);
        QCOMPARE(cell(0, 0), QString::fromLatin1(topic));
        QCOMPARE(cell(0, 2), QStringLiteral("88,246,974"));
        QCOMPARE(cell(0, toColumn), QStringLiteral("88,000,000"));
        QCOMPARE(cell(0, 5), QStringLiteral("246,974"));
        QTRY_COMPARE(cell(0, 6), QStringLiteral("2026-11-20 20:00:00.000 UTC"));
        QCOMPARE(summary(), QStringLiteral("3 partitions of 2 topics · 461,616 records read again"));
        QCOMPARE(committed(0), 88'246'974);
    }

    void oneTopicIsItsScope() {
        dialog->setGroup(group, topic);
        planTo(Target::Latest);
        QCOMPARE(table()->visibleRows(), 3);
        QCOMPARE(cell(2, 2), QStringLiteral("—")); // no commit there
        type("offsetsTopics", "inventory.movements:1 orders:0");
        click("offsetsPreview");
        QTRY_COMPARE(table()->visibleRows(), 2);
    }

    void returnInAFieldMakesThePlan() {
        choose(Target::Offset);
        type("offsetsValue", "88,246,000");
        QTest::keyClick(find<QLineEdit>("offsetsValue"), Qt::Key_Return);
        QTRY_COMPARE(table()->visibleRows(), 3);
        QCOMPARE(cell(0, toColumn), QStringLiteral("88,246,000"));
    }

    void whatWasTypedWrongIsSaidAndNothingIsAsked() {
        choose(Target::Datetime);
        type("offsetsValue", "yesterday");
        click("offsetsPreview");
        QTRY_VERIFY(says(QStringLiteral("This is no moment: yesterday")));
        QCOMPARE(cluster->calls(Question::CommittedOffsets), 0);
    }

    void applyAsksForTheGroupsName() {
        planTo(Target::Earliest);
        QVERIFY(!button("offsetsApply")->isEnabled());
        QCOMPARE(why(), QStringLiteral("Type the group's name to apply this"));
        type("offsetsTyped", "inventory-project");
        QVERIFY(!button("offsetsApply")->isEnabled());
        type("offsetsTyped", group);
        QVERIFY(button("offsetsApply")->isEnabled());
        QSignalSpy applied(dialog.get(), &OffsetsDialog::applied);
        click("offsetsApply");
        QTRY_COMPARE(applied.size(), 1);
        QCOMPARE(committed(0), 88'000'000);
        QCOMPARE(summary(), QStringLiteral("3 of 3 done, and read back as planned"));
        QCOMPARE(cell(0, 7), QStringLiteral("Done"));
        QVERIFY(!button("offsetsApply")->isVisible());
    }

    void undoShowsItsPlanAndPutsEverythingBack() {
        planTo(Target::Earliest);
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_VERIFY(button("offsetsUndo")->isVisible());
        click("offsetsUndo");
        QTRY_COMPARE(cell(0, toColumn), QStringLiteral("88,246,974"));
        QCOMPARE(committed(0), 88'000'000);
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_COMPARE(committed(0), 88'246'974);
        QTRY_COMPARE(summary(), QStringLiteral("3 of 3 done, and read back as planned"));
        QCOMPARE(cluster->commits[group].offsets[0].metadata, std::string("from the projector"));
    }

    void aStepIsEditedInItsCell() {
        planTo(Target::Earliest);
        const QModelIndex target = table()->model()->index(0, toColumn);
        table()->setCurrentIndex(target);
        table()->edit(target);
        auto* editor = table()->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("88200000"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(cell(0, toColumn), QStringLiteral("88,200,000"));
        QCOMPARE(cell(0, 7), QStringLiteral("Edited"));
        QCOMPARE(cell(1, toColumn), QStringLiteral("88,000,000"));
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_COMPARE(committed(0), 88'200'000);
    }

    void anEditOutsideTheLogIsRefused() {
        planTo(Target::Earliest);
        const QModelIndex target = table()->model()->index(0, toColumn);
        table()->setCurrentIndex(target);
        table()->edit(target);
        auto* editor = table()->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("5"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(says(QStringLiteral("The log has no offset 5")));
        QCOMPARE(cell(0, toColumn), QStringLiteral("88,000,000"));
    }

    void otherSettingsMakeThePlanStale() {
        planTo(Target::Earliest);
        type("offsetsTyped", group);
        choose(Target::Latest);
        QVERIFY(!button("offsetsApply")->isEnabled());
        QCOMPARE(why(), QStringLiteral("Make the plan again first"));
        click("offsetsPreview");
        QTRY_COMPARE(cell(0, toColumn), QStringLiteral("88,295,303"));
    }

    void anActiveGroupIsRefusedWithTheReason() {
        cluster->descriptions[group].state = kafka::GroupState::Stable;
        cluster->addMember(group, "m1", {at(topic, 0)});
        planTo(Target::Earliest);
        QCOMPARE(cell(0, 7), QStringLiteral("Refused"));
        QVERIFY(says(QStringLiteral("The group is active: 1 member, state Stable")));
        QCOMPARE(why(), QStringLiteral("The plan is refused"));
        QVERIFY(!find<QLineEdit>("offsetsTyped")->isEnabled());
    }

    void aMemberThatJoinsAfterThePreviewLeavesEverythingAsItWas() {
        planTo(Target::Earliest);
        cluster->descriptions[group].state = kafka::GroupState::Stable;
        cluster->addMember(group, "m1", {at(topic, 0)});
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_VERIFY(says(QStringLiteral("The group is active")));
        QCOMPARE(committed(0), 88'246'974);
        QCOMPARE(cluster->calls(Question::AlterGroupOffsets), 0);
        QVERIFY(!button("offsetsApply")->isEnabled());
    }

    void onePartitionThatFailsIsShownBesideTheOthers() {
        planTo(Target::Earliest);
        cluster->commitErrors[at(topic, 1)] = {base::ErrorKind::Denied, "Not authorized", topic, "", ""};
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_COMPARE(cell(1, 7), QStringLiteral("Failed"));
        QCOMPARE(cell(0, 7), QStringLiteral("Done"));
        QCOMPARE(summary(), QStringLiteral("2 of 3 done; not everything is as planned"));
        QVERIFY(says(QStringLiteral("Not authorized")));
        QVERIFY(button("offsetsUndo")->isVisible());
    }

    void theLockGreysApplyWithItsReason() {
        dialog->setReadOnly(QStringLiteral("This connection is read-only"));
        planTo(Target::Earliest);
        QCOMPARE(why(), QStringLiteral("This connection is read-only"));
        QVERIFY(!button("offsetsApply")->isEnabled());
        QCOMPARE(button("offsetsApply")->toolTip(), QStringLiteral("This connection is read-only"));
        QVERIFY(!find<QLineEdit>("offsetsTyped")->isEnabled());
        dialog->setReadOnly({});
        type("offsetsTyped", group);
        QVERIFY(button("offsetsApply")->isEnabled());
    }

    void staysOpenWhileAChangeIsUnderWay() {
        planTo(Target::Earliest);
        cluster->hold(Question::AlterGroupOffsets);
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_COMPARE(cluster->waiting(Question::AlterGroupOffsets), 1);
        QVERIFY(find<QWidget>("offsetsProgress")->isVisible());
        QVERIFY(!button("offsetsClose")->isEnabled());
        QTest::keyClick(dialog.get(), Qt::Key_Escape);
        QVERIFY(dialog->isVisible());
        cluster->release(Question::AlterGroupOffsets);
        QTRY_VERIFY(button("offsetsUndo")->isVisible());
        click("offsetsClose");
        QVERIFY(!dialog->isVisible());
    }

    void aChangeGoesOnIntoTheJournalWithoutTheDialog() {
        planTo(Target::Earliest);
        cluster->hold(Question::AlterGroupOffsets);
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_COMPARE(cluster->waiting(Question::AlterGroupOffsets), 1);
        QCOMPARE(changes.underWay(), std::vector<std::string>{group});
        dialog.reset();
        cluster->release(Question::AlterGroupOffsets);
        QTRY_VERIFY(changes.underWay().empty());
        AWAIT(found, record->read([](const journal::Entry&) { return true; }));
        QCOMPARE(found.entries.size(), std::size_t{2});
        QCOMPARE(found.entries.back().phase, journal::Phase::Outcome);
        QVERIFY(found.entries.back().payload[QStringLiteral("read_back_equal")].toBool());
    }

    void whatWasNotReadBackIsNotSaidToBeUnchanged() {
        planTo(Target::Earliest);
        const int asked = cluster->calls(Question::CommittedOffsets);
        cluster->failCall(Question::CommittedOffsets, 2,
                          {base::ErrorKind::Timeout, "The cluster did not answer", "fake:9092", "", ""});
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_COMPARE(why(), QStringLiteral("What became of it is not known"));
        QCOMPARE(cluster->calls(Question::CommittedOffsets), asked + 2);
        QVERIFY(button("offsetsUndo")->isVisible());
    }

    void aClusterThatGoesIsSaid() {
        planTo(Target::Earliest);
        cluster.reset();
        QCOMPARE(why(), QStringLiteral("The connection was closed"));
        QVERIFY(!button("offsetsPreview")->isEnabled());
    }

    void aClusterThatDoesNotAnswerIsSaidAndAskedAgain() {
        cluster->failCall(Question::CommittedOffsets, 1,
                          {base::ErrorKind::Timeout, "The cluster did not answer", "fake:9092", "", ""});
        choose(Target::Earliest);
        click("offsetsPreview");
        QTRY_VERIFY(says(QStringLiteral("The cluster did not answer")));
        for (QPushButton* one : dialog->findChildren<QPushButton*>())
            if (one->text() == QStringLiteral("Try again"))
                QTest::mouseClick(one, Qt::LeftButton);
        QTRY_COMPARE(table()->visibleRows(), 3);
    }

    void groupsAreCopiedDeletedAndTheirOffsetsToo() {
        cluster->addGroup("other group");
        cluster->commit("other group", topic, 2, 88'111'111);
        chooseAction("Copy from a group");
        type("offsetsValue", "other group");
        click("offsetsPreview");
        QTRY_COMPARE(table()->visibleRows(), 1);
        QCOMPARE(cell(0, toColumn), QStringLiteral("88,111,111"));
        chooseAction("Delete offsets");
        QVERIFY(!find<QComboBox>("offsetsTarget")->isVisible());
        type("offsetsTopics", "orders");
        click("offsetsPreview");
        QTRY_COMPARE(cell(0, toColumn), QStringLiteral("no commit"));
        chooseAction("Delete group");
        click("offsetsPreview");
        QTRY_COMPARE(summary(), QStringLiteral("The group is deleted with 3 commits"));
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_VERIFY(!cluster->descriptions.contains(group));
    }

    void aFileIsLoadedAndThePlanIsCopiedAsCsv() {
        const std::string file = dir.filePath(QStringLiteral("offsets.csv")).toStdString();
        std::ofstream(file) << "orders,0,100\ninventory.movements,0,88000005\n";
        choose(Target::File);
        QVERIFY(button("offsetsBrowse")->isVisible());
        type("offsetsValue", file.c_str());
        click("offsetsPreview");
        QTRY_COMPARE(table()->visibleRows(), 2);
        click("offsetsCsv");
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("inventory.movements,0,88000005\norders,0,100\n"));
    }

    void theSamePlansCommandIsCopied() {
        dialog->setGroup(group, topic);
        choose(Target::Shift);
        type("offsetsValue", "-1000");
        click("offsetsCommand");
        QCOMPARE(
            QApplication::clipboard()->text(),
            QStringLiteral("streamscapectl lag reset --group=inventory-projector --topic=inventory.movements "
                           "--shift-by -1000"));
    }

    // To be looked at beside the pictures: build/<preset>/offsets-*.png.
    void bothThemesAreDrawn() {
        cluster->commitErrors[at(topic, 1)] = {base::ErrorKind::Denied, "Not authorized", topic, "", ""};
        planTo(Target::Earliest);
        QTRY_VERIFY(!cell(0, 6).isEmpty());
        const QString file = qEnvironmentVariable("STREAMSCAPE_BINARY_DIR", QStringLiteral(".")) +
                             QStringLiteral("/offsets-%1-%2.png");
        const auto draw = [&](const char* what) {
            for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
                theme.setChoice(choice);
                QCoreApplication::processEvents();
                const QString name =
                    choice == ThemeChoice::Dark ? QStringLiteral("dark") : QStringLiteral("light");
                QVERIFY(dialog->grab().save(file.arg(QString::fromLatin1(what), name)));
            }
            theme.setChoice(ThemeChoice::Dark);
        };
        draw("plan");
        type("offsetsTyped", group);
        click("offsetsApply");
        QTRY_VERIFY(button("offsetsUndo")->isVisible());
        draw("outcome");
        cluster->descriptions[group].state = kafka::GroupState::Stable;
        cluster->addMember(group, "m1", {at(topic, 0)});
        planTo(Target::Latest);
        draw("refused");
        dialog->setGroup(group);
        draw("empty");
    }
};

QTEST_MAIN(TestOffsetsDialog)
#include "tst_offsets_dialog.moc"
