// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audit/audit_page.h"

#include "models/audit/timeline.h"
#include "widgets/audit/event_detail.h"
#include "widgets/audit/facet_view.h"
#include "widgets/audit/words.h"
#include "widgets/common/buttons.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/histogram.h"
#include "widgets/common/labels.h"
#include "widgets/common/page_head.h"
#include "widgets/common/pane.h"
#include "widgets/common/split.h"

#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using audit::Field;
using audit::QueryLine;
using audit::Term;
using base::toQString;
using base::toStd;

namespace {

const QString textChip = QStringLiteral("text");

} // namespace

AuditPage::AuditPage(const PageContext& context, audit::AuditFeed& feed, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_feed(feed) {
    makeHead();
    m_face = new FaceStack(makeContent(), this);
    layOut(m_head, m_face);
    connect(m_face, &FaceStack::actionTriggered, this, &AuditPage::refresh);
    connect(&feed, &audit::AuditFeed::snapshotChanged, this, &AuditPage::showNewest);
    connect(&feed, &audit::AuditFeed::progressChanged, this, [this] {
        updateFace();
        tellReady();
        Q_EMIT statusChanged();
    });
    connect(&context.view, &View::rangeChanged, this, &AuditPage::ask);
    connect(&context.view, &View::zoneChanged, this, [this] {
        if (const audit::SnapshotPtr& snapshot = m_feed.snapshot())
            showHead(*snapshot);
        if (m_shown)
            m_table->setEmptyText(emptyText(*m_shown, m_context.view.zone()));
    });
    ask();
    showNewest();
}

AuditPage::~AuditPage() = default;

void AuditPage::makeHead() {
    m_head =
        new PageHead(title(), tr("principal:User:pat  resource:inventory.*  -decision:probe  \"free text\""),
                     PageHead::FilterPlace::Below, this);
    m_filter = m_head->filter();
    m_filter->setObjectName(QStringLiteral("auditFilter"));
    m_filter->setToolTip(
        tr("Return adds what is typed. field:value with a star at the end for \"begins with\", a "
           "minus in front for \"not\"; anything else is looked for in the raw line. Fields: principal, "
           "host, operation, request, resource_type, resource, decision, kind, rule, source."));
    connect(m_filter, &FilterBar::submitted, this, [this](const QString& text) {
        QueryLine typed = audit::parseQueryLine(toStd(text));
        m_query.where.insert(m_query.where.end(), typed.where.begin(), typed.where.end());
        m_query.whereNot.insert(m_query.whereNot.end(), typed.whereNot.begin(), typed.whereNot.end());
        if (!typed.text.empty())
            m_query.text = typed.text;
        m_filter->setText({});
        ask();
        Q_EMIT locationChanged();
    });
    connect(m_filter, &FilterBar::chipRemoved, this, &AuditPage::removeChip);
}

QWidget* AuditPage::makeContent() {
    auto* content = new QWidget(this);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    m_timelinePane = new Pane(tr("Timeline"), content);
    m_timeline = new Histogram(m_context, m_timelinePane);
    m_timeline->setObjectName(QStringLiteral("auditTimeline"));
    m_timeline->setFixedHeight(170);
    m_timelinePane->body()->addWidget(m_timeline);
    m_legend = makeLabel("remark", m_timelinePane);
    m_legend->setTextFormat(Qt::RichText); // numbers and our own words only
    m_timelinePane->addHeaderWidget(m_legend);
    connect(m_timeline, &Histogram::rangeSelected, this,
            [this](base::Time from, base::Time to) { m_context.view.setRange(base::between(from, to)); });
    connect(m_timeline, &Histogram::liveRequested, this,
            [this] { m_context.view.setRange(base::lastOf(std::chrono::minutes{15})); });

    auto* facetPane = new Pane(tr("Facets"), content);
    m_facetView = new FacetView(m_context, m_facets, facetPane);
    facetPane->body()->addWidget(m_facetView);
    facetPane->setMinimumWidth(150);
    connect(m_facetView, &FacetView::valueChosen, this, &AuditPage::filter);
    connect(m_facetView, &FacetView::moreWanted, this, [this](Field field) {
        m_openFacets.push_back(field);
        showFacets();
    });
    makeTable(content);
    m_detail = new EventDetail(m_context, content);
    m_detail->setMinimumWidth(240);
    connect(m_detail, &EventDetail::linkActivated, this, &AuditPage::locationRequested);
    rows->addWidget(m_timelinePane);
    rows->addWidget(makeSplit(m_context.memory, QStringLiteral("audit/split"),
                              {{facetPane, 196, 0}, {m_tablePane, 800, 1}, {m_detail, 348, 0}}, content),
                    1);
    return content;
}

void AuditPage::makeTable(QWidget* parent) {
    m_tablePane = new Pane(QString(), parent);
    m_tablePane->setHeaderVisible(false);
    m_newer = makeButton(QString(), ButtonLook::Primary, m_tablePane);
    m_newer->setObjectName(QStringLiteral("auditNewer"));
    m_newer->hide();
    connect(m_newer, &QPushButton::clicked, this, [this] {
        m_shown.reset();
        showEvents();
        m_table->verticalScrollBar()->setValue(0);
    });
    m_table = new DataTable(m_context, QStringLiteral("auditEvents"), m_tablePane);
    m_table->setAccessibleName(tr("Audit lines"));
    m_table->setDefaultSort(QStringLiteral("time"), Qt::DescendingOrder);
    m_table->setStretchColumn(QStringLiteral("rule"));
    m_table->setLeastWidths({{"time", 108},
                             {"principal", 118},
                             {"host", 92},
                             {"operation", 104},
                             {"resource", 180},
                             {"decision", 100},
                             {"rule", 110}});
    m_table->setHiddenByDefault({QStringLiteral("request"), QStringLiteral("source")});
    m_table->setRowModel(&m_events);
    m_tablePane->body()->addWidget(m_newer);
    m_tablePane->body()->addWidget(m_table);
    connect(m_table, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (key.isEmpty() || (m_chosen && toStd(key) == m_event))
            return;
        m_event = toStd(key);
        m_chosen = true;
        showDetail();
        Q_EMIT locationChanged();
    });
    connect(m_table, &DataTable::linkActivated, this, &AuditPage::locationRequested);
    connect(m_table, &DataTable::filterIn, this, [this](const QString& id) { filterByCell(id, false); });
    connect(m_table, &DataTable::filterOut, this, [this](const QString& id) { filterByCell(id, true); });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == 0 && m_newer->isVisible())
            showEvents();
    });
    m_table->viewport()->installEventFilter(this);
}

bool AuditPage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Leave && m_newer->isVisible())
        QMetaObject::invokeMethod(this, &AuditPage::showEvents, Qt::QueuedConnection);
    return Page::eventFilter(watched, event);
}

void AuditPage::open(const base::Location& location) {
    m_query = audit::parseQueryLine(location.value("q"));
    for (const Field field : audit::allFields)
        if (const auto found = location.query.find(audit::name(field)); found != location.query.end())
            m_query.where.push_back({field, found->second, false});
    if (location.query.contains("text"))
        m_query.text = location.value("text");
    m_event = location.value("event");
    m_chosen = !m_event.empty();
    if (m_chosen)
        m_table->selectKey(toQString(m_event));
    if (location.range)
        m_context.view.setRange(*location.range);
    ask();
    showDetail();
}

base::Location AuditPage::location() const {
    base::Location place{"audit", {}, {}, m_context.view.range()};
    QueryLine rest{{}, m_query.whereNot, {}};
    for (const Term& term : m_query.where)
        if (term.prefix || !place.query.try_emplace(audit::name(term.field), term.value).second)
            rest.where.push_back(term);
    if (!m_query.text.empty())
        place.query["text"] = m_query.text;
    if (const std::string line = audit::lineOf(rest); !line.empty())
        place.query["q"] = line;
    if (m_chosen)
        place.query["event"] = m_event;
    return place;
}

void AuditPage::focusFilter() { m_filter->focusLine(); }

void AuditPage::ask() {
    audit::Question question;
    question.range = m_context.view.range();
    question.where = m_query.where;
    question.whereNot = m_query.whereNot;
    question.text = m_query.text;
    m_feed.ask(question);
    showChips();
    Q_EMIT statusChanged();
}

void AuditPage::filter(Field field, const std::string& value, bool exclude) {
    const Term term{field, value, false};
    std::vector<Term>& terms = exclude ? m_query.whereNot : m_query.where;
    std::vector<Term>& others = exclude ? m_query.where : m_query.whereNot;
    std::erase(others, term);
    if (const auto found = std::find(terms.begin(), terms.end(), term); found != terms.end())
        terms.erase(found); // a second click takes it off
    else
        terms.push_back(term);
    ask();
    Q_EMIT locationChanged();
}

void AuditPage::filterByCell(const QString& columnId, bool exclude) {
    const std::optional<Field> field = audit::fieldNamed(toStd(columnId));
    if (!field || !m_detail->event())
        return;
    if (const std::optional<std::string> value = audit::valueOf(*m_detail->event(), *field))
        filter(*field, *value, exclude);
}

void AuditPage::removeChip(const QString& id) {
    if (id == textChip) {
        m_query.text.clear();
    } else {
        const bool excluded = id.startsWith(QLatin1Char('-'));
        const auto at = static_cast<std::size_t>(id.mid(1).toULongLong());
        std::vector<Term>& terms = excluded ? m_query.whereNot : m_query.where;
        if (at < terms.size())
            terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(at));
    }
    ask();
    Q_EMIT locationChanged();
}

void AuditPage::showChips() {
    QList<FilterBar::Chip> chips;
    for (std::size_t i = 0; i < m_query.where.size(); ++i)
        chips.push_back({QStringLiteral("+%1").arg(i), audit::chipText(m_query.where[i], false)});
    for (std::size_t i = 0; i < m_query.whereNot.size(); ++i)
        chips.push_back({QStringLiteral("-%1").arg(i), audit::chipText(m_query.whereNot[i], true)});
    if (!m_query.text.empty())
        chips.push_back({textChip, tr("line holds \"%1\"").arg(toQString(m_query.text))});
    m_filter->setChips(chips);
}

void AuditPage::showNewest() {
    if (const audit::SnapshotPtr& snapshot = m_feed.snapshot()) {
        showHead(*snapshot);
        showTimeline(*snapshot);
        showFacets();
        showEvents();
    }
    updateFace();
    tellReady();
    Q_EMIT statusChanged();
}

// Lines must not move under the cursor, nor away from who has scrolled to them.
bool AuditPage::holdsStill() const {
    return m_table->isVisible() &&
           (m_table->verticalScrollBar()->value() > 0 || m_table->viewport()->underMouse());
}

void AuditPage::showEvents() {
    const audit::SnapshotPtr& snapshot = m_feed.snapshot();
    if (!snapshot)
        return;
    const bool sameQuestion = m_shown && m_shown->question == snapshot->question;
    if (sameQuestion && holdsStill()) {
        const std::int64_t newer = newerThanShown(m_events.rows(), snapshot->answer.events);
        m_newer->setText(newer == static_cast<std::int64_t>(snapshot->answer.events.size())
                             ? tr("%1 or more new lines · show").arg(base::grouped(newer))
                             : tr("%n new line(s) · show", nullptr, static_cast<int>(newer)));
        m_newer->setVisible(newer > 0);
        return;
    }
    m_newer->hide();
    m_shown = snapshot;
    m_events.setEvents(snapshot->answer.events);
    m_table->setEmptyText(emptyText(*snapshot, m_context.view.zone()));
    if (!m_chosen && (m_event.empty() || !sameQuestion))
        selectFirst();
    showDetail();
}

// Something to look at from the start: the newest refusal, or else the newest line.
void AuditPage::selectFirst() {
    const std::vector<audit::EventRow>& rows = m_events.rows();
    const auto denied = std::find_if(rows.begin(), rows.end(), [](const audit::EventRow& row) {
        return row.event.facts.decision == audit::Decision::Deny;
    });
    const auto first = denied == rows.end() ? rows.begin() : denied;
    m_event = first == rows.end() ? std::string() : first->event.id;
}

void AuditPage::showDetail() {
    if (m_event.empty())
        return m_detail->show({});
    for (const audit::EventRow& row : m_events.rows())
        if (row.event.id == m_event)
            return m_detail->show(row.event);
    // A selected line that has left the table stays until another is chosen.
    if (m_detail->event() && m_detail->event()->id != m_event)
        m_detail->show({});
}

void AuditPage::showTimeline(const audit::Snapshot& snapshot) {
    const audit::Answer& answer = snapshot.answer;
    std::vector<Histogram::Bar> bars;
    std::int64_t allowed = 0;
    std::int64_t denied = 0;
    std::int64_t other = 0;
    for (const audit::Bucket& bucket : audit::timeline(answer)) {
        bars.push_back({bucket.begin, {bucket.allow, bucket.deny, bucket.other}});
        allowed += bucket.allow;
        denied += bucket.deny;
        other += bucket.other;
    }
    m_timeline->setData({{tr("allowed"), base::Severity::None},
                         {tr("denied"), base::Severity::Bad},
                         {tr("probes, no event"), base::Severity::Muted}},
                        bars, answer.bucket);
    m_timelinePane->setSubtitle(
        tr("%1 matching · %2 bars").arg(base::grouped(answer.matched), base::durationWords(answer.bucket)));
    m_legend->setText(legend(allowed, denied, other, m_context.theme));
    Q_EMIT badgeChanged(static_cast<int>(std::min<std::int64_t>(denied, 99'999)), base::Severity::Warn);
}

void AuditPage::showHead(const audit::Snapshot& snapshot) {
    m_head->setCounts(headText(snapshot.summary, m_context.view.zone(), snapshot.asOf));
}

void AuditPage::showFacets() {
    if (const audit::SnapshotPtr& snapshot = m_feed.snapshot())
        m_facets.setFacets(snapshot->answer.facets, m_query.where, m_openFacets);
}

// The first answer of a new store is empty while the first lines are still being read: that is nothing to
// see.
bool AuditPage::isReady() const {
    if (!m_feed.snapshot())
        return m_feed.error().has_value();
    const audit::Progress progress = m_feed.progress();
    return m_feed.snapshot()->summary.lines > 0 || (progress.caughtUp && progress.lines == 0) ||
           progress.failure;
}

void AuditPage::updateFace() {
    const audit::Progress progress = m_feed.progress();
    const audit::SnapshotPtr& snapshot = m_feed.snapshot();
    if (!snapshot) {
        if (m_feed.error())
            m_face->showError(*m_feed.error(), tr("Try again"));
        else
            m_face->showFace(Face::Kind::Loading, tr("Reading the audit index…"));
        return;
    }
    const std::optional<base::Error> problem = m_feed.error()     ? m_feed.error()
                                               : progress.failure ? progress.failure
                                               : !progress.errors.empty()
                                                   ? std::optional(progress.errors.front())
                                                   : std::nullopt;
    if (snapshot->summary.lines == 0) {
        if (problem)
            return m_face->showError(*problem, tr("Try again"));
        if (!m_feed.hasSources())
            return m_face->showFace(Face::Kind::Empty, tr("No audit log is being read"),
                                    tr("Brokers and controllers write kafka-authorizer.log beside their "
                                       "server.log. Name those folders in "
                                       "the connection (audit log folders), start with --audit-log-dir DIR, "
                                       "or read files once with "
                                       "streamscapectl audit import PATH. Only the DEBUG level of "
                                       "kafka.authorizer.logger tells of allowed "
                                       "access."));
        if (!progress.caughtUp || progress.lines > 0)
            return m_face->showFace(Face::Kind::Loading, tr("Reading the first lines…"));
        return m_face->showFace(Face::Kind::Empty, tr("The audit log is empty so far"),
                                tr("Lines appear here within a second of being written."));
    }
    m_face->showContent();
    m_face->setStale(problem ? toQString(base::describe(*problem)) : QString());
}

PageStatus AuditPage::status() const {
    PageStatus status;
    status.age = tr("Audit index read");
    status.command = commandText(m_query, m_context.view.range(), m_context.clock());
    const audit::Progress progress = m_feed.progress();
    if (const audit::SnapshotPtr& snapshot = m_feed.snapshot()) {
        status.asOf = snapshot->asOf;
        status.cost = tr("%1 lines matched in %2 ms")
                          .arg(base::grouped(snapshot->answer.matched))
                          .arg(snapshot->answer.took.count());
        if (snapshot->answer.unsearched > 0) {
            status.notice = tr("%1 lines could not be searched: their file is gone")
                                .arg(base::grouped(snapshot->answer.unsearched));
            status.severity = base::Severity::Warn;
        }
    }
    if (!progress.errors.empty()) {
        status.notice = tr("%1: %2").arg(toQString(progress.errors.front().where),
                                         toQString(progress.errors.front().what));
        status.severity = base::Severity::Warn;
    }
    constexpr std::int64_t worthTelling = 4 << 20;
    if (progress.unread > worthTelling)
        status.work =
            Work{tr("Indexing audit logs"), progress.bytes - progress.unread, progress.bytes, false};
    return status;
}

std::vector<Finding> AuditPage::findings() const {
    std::vector<Finding> found;
    const audit::SnapshotPtr& snapshot = m_feed.snapshot();
    if (!snapshot)
        return found;
    constexpr std::size_t most = 500;
    for (const audit::Facet& facet : snapshot->answer.facets) {
        if (facet.field != Field::Principal && facet.field != Field::Host)
            continue;
        for (const audit::FacetValue& value : facet.values)
            if (found.size() < most)
                found.push_back({toQString(value.value),
                                 facet.field == Field::Host ? tr("host") : QStringLiteral("principal"),
                                 base::Location{"audit", {}, {{audit::name(facet.field), value.value}}, {}}});
    }
    return found;
}

} // namespace streamscape::widgets
