// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "models/base/location.h"
#include "models/base/text.h"

#include <QWidget>

namespace streamscape::widgets {

/// Something a page is busy with for longer than a moment.
struct Work {
    QString text; ///< "Reading movements"
    std::int64_t done = 0;
    std::optional<std::int64_t> total; ///< nullopt while nobody knows
    bool cancellable = false;          ///< then Page::cancelWork() stops it
    bool operator==(const Work&) const = default;
};

/// What the status bar says for the page in front.
struct PageStatus {
    std::optional<base::Time>
        asOf;       ///< when the data shown was read; the bar turns it into an age that counts up
    QString age;    ///< what was read: "Lag read", "Projection", …
    QString cost;   ///< "184 groups in 210 ms"
    QString notice; ///< something that needs saying, with its severity; may be empty
    base::Severity severity = base::Severity::None;
    QString command; ///< the streamscapectl command that gives the same answer
    std::optional<Work> work;
    bool operator==(const PageStatus&) const = default;
};

/// Something the search box (Ctrl+K) can find.
struct Finding {
    QString text; ///< the topic, group, principal, SKU or command
    QString kind; ///< "group", "topic", "principal", "SKU", "page", "command"
    base::Location location;
    bool operator==(const Finding&) const = default;
};

/// The time range and zone all pages share, set in the top bar. GUI thread. Owned by the workspace.
class View final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    base::TimeRange range() const { return m_range; }
    base::Zone zone() const { return m_zone; }
    void setRange(const base::TimeRange& range);
    void setZone(base::Zone zone);

Q_SIGNALS:
    void rangeChanged();
    void zoneChanged();

private:
    base::TimeRange m_range = base::lastOf(std::chrono::minutes{15});
    base::Zone m_zone = base::Zone::Utc;
};

/// One page of the window. It binds widgets to a model and computes nothing. GUI thread.
class Page : public QWidget {
    Q_OBJECT

public:
    explicit Page(QWidget* parent = nullptr);

    virtual QString id() const = 0;    ///< the page of its Locations: "lag"
    virtual QString title() const = 0; ///< in the rail: "Consumer lag"
    /// Goes to a place on this page; what it names but the cluster lacks is said on the page, not ignored.
    virtual void open(const base::Location& location) = 0;
    /// Where the page is now: opening it again gives the same view.
    virtual base::Location location() const = 0;
    /// True once there is something to look at (data, or the face of an error): what --screenshot waits for.
    virtual bool isReady() const = 0;
    /// True once what takes a while to know is known as well, or will not be: --screenshot waits for it, too,
    /// but not for ever. It is looked at again at each statusChanged().
    virtual bool isSettled() const { return isReady(); }
    virtual PageStatus status() const = 0;
    /// What the search box may offer of this page's data.
    virtual std::vector<Finding> findings() const { return {}; }
    /// F5 / "refresh now".
    virtual void refresh() = 0;
    /// The user asked to stop status().work.
    virtual void cancelWork() {}
    /// '/' puts the cursor into the page's filter.
    virtual void focusFilter() {}

Q_SIGNALS:
    /// A link was followed; the shell goes there and remembers where it came from.
    void locationRequested(const streamscape::base::Location& location);
    /// The user moved within the page (selection, filter, tab); location() has the new place.
    void locationChanged();
    void statusChanged();
    /// How many things on this page need somebody: the rail's badge.
    void badgeChanged(int count, streamscape::base::Severity severity);
    void readyChanged();

protected:
    /// The head, and below it the rest, with the space around them that all pages have.
    void layOut(QWidget* head, QWidget* body);
    /// Says readyChanged() where isReady() is not what it was.
    void tellReady();

private:
    bool m_wasReady = false;
};

} // namespace streamscape::widgets
