// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/moments.h"

#include "tests/samples/known_frames.h"
#include "tests/samples/samples_store.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace streamscape;
using namespace streamscape::samples;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

class TestSamplesProcesses : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_folder;

    std::unique_ptr<QProcess> child() {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(SAMPLES_CHILD), {QString::fromStdString(m_folder.string())});
        return process;
    }
    // Until it has said so many lines more.
    static void awaitLines(QProcess& process, int lines, QByteArray& said) {
        const auto count = said.count('\n') + lines;
        while (said.count('\n') < count && process.waitForReadyRead())
            said += process.readAllStandardOutput();
    }
    static void kill(QProcess& process, QByteArray& said) {
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished());
        said += process.readAllStandardOutput();
    }
    // The last whole line; -1 where there is none.
    static std::int64_t lastFrame(const QByteArray& said) {
        const QByteArray whole = said.left(said.lastIndexOf('\n'));
        return whole.isEmpty() ? -1 : whole.mid(whole.lastIndexOf('\n') + 1).toLongLong();
    }

    static base::Result<Lines> lines(store::Store& store, const std::vector<int>& series,
                                     base::Duration step) {
        return store
            .read<Lines>(
                "",
                [&](store::Sql& sql) -> base::Result<Lines> {
                    LineQuery query{store::findCluster(sql, "known").value_or(0),
                                    {},
                                    base::Time::min(),
                                    base::Time::max(),
                                    step};
                    for (const int each : series)
                        query.series.push_back(
                            findSeries(sql, query.cluster, test::knownName(each)).value_or(SeriesId{}));
                    return readLines(sql, query);
                })
            .result();
    }
    // Frames 0 to last, each once, as they must be told at a step.
    static void compare(const Lines& lines, const std::vector<int>& series, std::int64_t last,
                        std::optional<base::Duration> step) {
        std::vector<Moment> moments;
        for (std::int64_t frame = 0; frame <= last; ++frame)
            moments.push_back({test::knownTime(frame), 0, static_cast<std::size_t>(frame), 0});
        const TimeLine line = lineUp(std::move(moments), step);
        QCOMPARE(lines.damaged, 0);
        QCOMPARE(lines.times, line.slots);
        for (std::size_t i = 0; i < series.size(); ++i) {
            Column known;
            for (std::int64_t frame = 0; frame <= last; ++frame)
                known.push_back(test::knownValue(series[i], frame));
            const Column* column = &known;
            QVERIFY2(lines.values[i] == rollUp(line, {&column, 1}, test::knownRollup(series[i])),
                     std::to_string(series[i]).c_str());
        }
    }

private Q_SLOTS:
    void init() {
        m_folder = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
    }

    // Deaths at many moments: while frames are written, put in order, rolled up, and in between.
    void aKilledRecorderLosesAtMostTheFrameInHand() {
        std::int64_t known = -1;
        for (int round = 0; round < 25; ++round) {
            const auto process = child();
            QByteArray said;
            awaitLines(*process, 1 + (round * 37) % 180, said);
            kill(*process, said);
            const std::int64_t last = lastFrame(said);
            QVERIFY2(last > known, said.right(200).constData());
            // What it had committed without saying so is there too: the next one goes on behind it.
            known = last;
        }
        std::vector<int> series;
        for (int i = 0; i < test::knownSeries; i += 17)
            series.push_back(i);
        auto opened = store::Store::open({m_folder, store::Mode::ReadWrite, "test"});
        QVERIFY2(opened, test::why(opened).c_str());
        const auto raw = lines(**opened, series, 1s);
        QVERIFY2(raw, test::why(raw).c_str());
        const std::int64_t last = test::knownFrame(raw->times.back());
        QVERIFY2(last == known || last == known + 1, std::to_string(last - known).c_str());
        compare(*raw, series, last, {});

        const Retention retention{10'000h, 10'000h, 10'000h};
        test::ManualClock clock(pieceOf(test::knownTime(last), 24h) + 24h);
        Caretaker caretaker(**opened, retention, clock.clock());
        QSignalSpy settled(&caretaker, &Caretaker::settled);
        caretaker.look();
        QVERIFY(settled.wait(60'000));
        QVERIFY(!caretaker.error());
        compare(lines(**opened, series, 1s).value(), series, last, {});
        compare(lines(**opened, series, 1min).value(), series, last, 1min);
        compare(lines(**opened, series, 10min).value(), series, last, 10min);
        const auto check = (*opened)->read<std::string>("", [](store::Sql& sql) -> base::Result<std::string> {
            auto row = sql.query("PRAGMA integrity_check");
            row.next();
            return row.text(0);
        });
        QCOMPARE(check.result().value(), std::string("ok"));
    }

    void aReaderBesideARecorderSeesWholeFrames() {
        const auto process = child();
        QByteArray said;
        awaitLines(*process, 1, said);
        auto reader = store::Store::open({m_folder, store::Mode::ReadOnly, "test"});
        QVERIFY2(reader, test::why(reader).c_str());
        const std::vector<int> series{1, 300, 599};
        for (int round = 0; round < 20; ++round) {
            awaitLines(*process, 17, said);
            const std::int64_t told = lastFrame(said);
            const auto seen = lines(**reader, series, 1s);
            QVERIFY2(seen, test::why(seen).c_str());
            const std::int64_t last = test::knownFrame(seen->times.back());
            QVERIFY(last >= told);
            compare(*seen, series, last, {});
        }
        kill(*process, said);
    }
};

QTEST_GUILESS_MAIN(TestSamplesProcesses)
#include "tst_samples_processes.moc"
