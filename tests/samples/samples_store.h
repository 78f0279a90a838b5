// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/caretaker.h"
#include "models/samples/reader.h"
#include "models/samples/recorder.h"
#include "models/store/clusters.h"

#include "tests/support/await.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>

namespace streamscape::test {

using namespace std::chrono_literals;

inline samples::SeriesName seriesName(const std::string& kind, const std::string& name,
                                      std::int64_t number = 0) {
    return {"test", kind, {name, "", ""}, number};
}

/// A store with one cluster, its recorder and its caretaker, on a clock of the test's own.
struct SamplesStore {
    std::string folder;
    std::unique_ptr<store::Store> store;
    ManualClock clock; // at midnight
    std::unique_ptr<samples::Recorder> recorder;
    samples::Retention retention;
    std::unique_ptr<samples::Caretaker> caretaker;

    explicit SamplesStore(std::string path)
        : folder(std::move(path)) {
        clock.set(samples::pieceOf(clock.now(), 24h));
        open();
    }

    /// Also again, as a restart would.
    void open(store::Mode mode = store::Mode::ReadWrite) {
        caretaker.reset();
        recorder.reset();
        store.reset();
        store = store::Store::open({folder, mode, "test"}).value();
        recorder = std::make_unique<samples::Recorder>(*store, "c1", "shop");
        caretaker = std::make_unique<samples::Caretaker>(*store, retention, clock.clock());
    }

    base::Result<samples::FrameWritten> write(std::vector<samples::Reading> readings) {
        return recorder->write(clock.now(), std::move(readings)).result();
    }

    /// Lets the caretaker do all there is to do now.
    bool settle() {
        QSignalSpy settled(caretaker.get(), &samples::Caretaker::settled);
        caretaker->look();
        return settled.wait(30'000) && !caretaker->error();
    }

    template<class T>
    T read(std::function<T(store::Sql&)> job) {
        auto answer =
            store->read<T>("", [&job](store::Sql& sql) -> base::Result<T> { return job(sql); }).result();
        if (!answer)
            qFatal("%s", base::describe(answer.error()).c_str());
        return std::move(*answer);
    }

    std::int64_t count(const std::string& what) {
        return read<std::int64_t>([&what](store::Sql& sql) {
            auto row = sql.query("SELECT count(*) FROM " + what);
            row.next();
            return row.integer(0);
        });
    }

    /// nullopt where the series is not known.
    std::optional<samples::SeriesId> id(const samples::SeriesName& name) {
        return read<std::optional<samples::SeriesId>>([&name](store::Sql& sql) {
            return samples::findSeries(sql, *store::findCluster(sql, "c1"), name);
        });
    }

    /// Lines of these series, at a step.
    samples::Lines lines(const std::vector<samples::SeriesName>& names, base::Time from, base::Time to,
                         base::Duration step = 1s) {
        return read<samples::Lines>([&](store::Sql& sql) {
            samples::LineQuery query{store::findCluster(sql, "c1").value_or(0), {}, from, to, step};
            for (const auto& name : names)
                query.series.push_back(
                    samples::findSeries(sql, query.cluster, name).value_or(samples::SeriesId{}));
            return samples::readLines(sql, query);
        });
    }
};

} // namespace streamscape::test
