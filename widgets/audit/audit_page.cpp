// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audit/audit_page.h"

#include "models/audit/query_place.h"
#include "widgets/audit/event_detail.h"
#include "widgets/audit/event_table.h"
#include "widgets/audit/facet_view.h"
#include "widgets/audit/timeline_pane.h"
#include "widgets/audit/words.h"
#include "widgets/common/face.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/page_head.h"
#include "widgets/common/pane.h"
#include "widgets/common/split.h"

#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using audit::Field;
using audit::QueryLine;
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
    connect(&context.view, &View::zoneChanged, this, &AuditPage::showHead);
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
    m_timeline = new TimelinePane(m_context, content);
    auto* facetPane = new Pane(tr("Facets"), content);
    m_facetView = new FacetView(m_context, m_facets, facetPane);
    facetPane->body()->addWidget(m_facetView);
    facetPane->setMinimumWidth(150);
    connect(m_facetView, &FacetView::valueChosen, this, &AuditPage::filter);
    connect(m_facetView, &FacetView::moreWanted, this, [this](Field field) {
        m_openFacets.push_back(field);
        showFacets();
    });
    m_table = new EventTable(m_context, content);
    connect(m_table, &EventTable::linesChanged, this, &AuditPage::takeLines);
    connect(m_table, &EventTable::eventChosen, this, &AuditPage::choose);
    connect(m_table, &EventTable::filterWanted, this, &AuditPage::filterByCell);
    connect(m_table, &EventTable::linkActivated, this, &AuditPage::locationRequested);
    m_detail = new EventDetail(m_context, content);
    m_detail->setMinimumWidth(240);
    connect(m_detail, &EventDetail::linkActivated, this, &AuditPage::locationRequested);
    rows->addWidget(m_timeline);
    rows->addWidget(makeSplit(m_context.memory, QStringLiteral("audit/split"),
                              {{facetPane, 196, 0}, {m_table, 800, 1}, {m_detail, 348, 0}}, content),
                    1);
    return content;
}

void AuditPage::open(const base::Location& location) {
    m_query = audit::queryAt(location);
    m_event = location.value("event");
    m_chosen = !m_event.empty();
    if (m_chosen)
        m_table->select(m_event);
    if (location.range)
        m_context.view.setRange(*location.range);
    ask();
    if (!m_chosen)
        selectFirst(); // of the lines there are, until the answer comes
    showDetail();
}

base::Location AuditPage::location() const {
    base::Location place = audit::placeOf(m_query);
    place.range = m_context.view.range();
    if (m_chosen)
        place.query["event"] = m_event;
    return place;
}

std::string AuditPage::clusterName() const {
    return m_feed.cluster() ? m_feed.cluster()->name : std::string();
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
    audit::toggle(m_query, {field, value, false}, exclude);
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
        std::vector<audit::Term>& terms = excluded ? m_query.whereNot : m_query.where;
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
        showHead();
        m_timeline->show(*snapshot);
        showFacets();
        m_table->show(snapshot);
        Q_EMIT badgeChanged(static_cast<int>(std::min<std::int64_t>(snapshot->denied, 99'999)),
                            base::Severity::Warn);
    }
    updateFace();
    tellReady();
    Q_EMIT statusChanged();
}

void AuditPage::takeLines(bool otherQuestion) {
    if (!m_chosen && (m_event.empty() || otherQuestion))
        selectFirst();
    showDetail();
}

void AuditPage::choose(const std::string& event) {
    if (m_chosen && event == m_event)
        return;
    m_event = event;
    m_chosen = true;
    showDetail();
    Q_EMIT locationChanged();
}

// Something to look at from the start: the newest refusal, or else the newest line.
void AuditPage::selectFirst() {
    const std::vector<audit::EventRow>& rows = m_table->rows();
    const auto denied = std::find_if(rows.begin(), rows.end(), [](const audit::EventRow& row) {
        return row.event.facts.decision == audit::Decision::Deny;
    });
    const auto first = denied == rows.end() ? rows.begin() : denied;
    m_event = first == rows.end() ? std::string() : first->event.id;
}

void AuditPage::showDetail() {
    if (m_event.empty())
        return m_detail->show({});
    for (const audit::EventRow& row : m_table->rows())
        if (row.event.id == m_event)
            return m_detail->show(row.event);
    // A selected line that has left the table stays until another is chosen.
    if (m_detail->event() && m_detail->event()->id != m_event)
        m_detail->show({});
}

void AuditPage::showHead() {
    if (const audit::SnapshotPtr& snapshot = m_feed.snapshot())
        m_head->setCounts(headText(snapshot->summary, m_context.view.zone(), snapshot->asOf),
                          unnamedText(snapshot->summary, clusterName()));
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

bool AuditPage::isSettled() const {
    const audit::Progress progress = m_feed.progress();
    return isReady() && (!m_feed.snapshot() || progress.caughtUp || progress.failure);
}

void AuditPage::updateFace() {
    const audit::Progress progress = m_feed.progress();
    const audit::SnapshotPtr& snapshot = m_feed.snapshot();
    if (!snapshot) {
        if (m_feed.error())
            m_face->showError(*m_feed.error(), tr("Try again"));
        else
            m_face->showFace(Face::Kind::Loading, m_feed.cluster()
                                                      ? tr("Reading the audit index…")
                                                      : tr("Asking the cluster which one it is…"));
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
            return m_face->showFace(
                Face::Kind::Empty, tr("No audit log is being read"),
                tr("Brokers and controllers write kafka-authorizer.log beside their "
                   "server.log. Name those folders in "
                   "the connection (audit log folders), start with --audit-log-dir DIR, "
                   "or read files once with "
                   "streamscapectl audit import --cluster %1 PATH. Only the DEBUG level of "
                   "kafka.authorizer.logger tells of allowed "
                   "access.")
                    .arg(base::shellQuoted(clusterName())));
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
    status.command = commandText(clusterName(), m_query, m_context.view.range(), m_context.clock());
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
