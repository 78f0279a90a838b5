// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/access/access_page.h"

#include "widgets/common/page_head.h"
#include "widgets/common/split.h"

#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using access::Op;
using access::Resource;
using access::Sight;
using base::toQString;
using base::toStd;
using kafka::ResourceType;

AccessPage::AccessPage(access::AccessFeed& feed, const PageContext& context, QWidget* parent)
    : Page(parent)
    , m_feed(feed)
    , m_context(context) {
    makeHead();
    m_faces = new FaceStack(makeBody(), this);
    layOut(m_head, m_faces);
    showTab({});

    connect(m_faces, &FaceStack::actionTriggered, this, &AccessPage::refresh);
    connect(&m_feed, &access::AccessFeed::updated, this, &AccessPage::apply);
    connect(&m_feed, &access::AccessFeed::answered, this, &AccessPage::applyAnswer);
    apply();
    applyAnswer();
}

void AccessPage::makeHead() {
    m_head =
        new PageHead(title(), tr("Filter principals, roles, names"), PageHead::FilterPlace::Beside, this);
    m_filter = m_head->filter();
    m_filter->setMaximumWidth(260);
    m_filter->setMinimumWidth(220);
    m_tabs = new Segmented(m_head);
    m_tabs->add(QStringLiteral("roles"), tr("Roles"), tr("Roles and ACLs by whom they are given to"));
    m_tabs->add(QStringLiteral("who-can"), tr("Who can…?"), tr("Everybody's answer to one question"));
    m_tabs->add(QStringLiteral("acls"), tr("ACLs"), tr("Every ACL as it is"));
    m_tabs->add(QStringLiteral("users"), tr("Users"), tr("Everybody an ACL, super.users or SCRAM names"));
    m_head->addAtEnd(m_tabs);
    connect(m_tabs, &Segmented::chosen, this, [this](const QString& tab) {
        showTab(tab);
        moved();
    });
    connect(m_filter, &FilterBar::textChanged, this, [this](const QString& text) {
        m_lists->setFilterText(text);
        m_whoCan->setFilterText(text);
    });
}

QWidget* AccessPage::makeBody() {
    m_lists = new AccessLists(m_context, this);
    m_whoCan = new WhoCanPane(m_context, this);
    m_detail = new DetailPane(m_context, this);

    auto* left = new QSplitter(Qt::Vertical, this);
    left->setChildrenCollapsible(false);
    left->setHandleWidth(12);
    left->addWidget(m_lists);
    left->addWidget(m_whoCan);
    connect(m_lists, &AccessLists::roleChosen, this, &AccessPage::chooseBinding);
    connect(m_lists, &AccessLists::principalChosen, this, [this](const std::string& principal) {
        if (!m_opening)
            choosePrincipal(principal);
    });
    connect(m_lists, &AccessLists::linkActivated, this, &AccessPage::locationRequested);
    connect(m_whoCan, &WhoCanPane::principalChosen, this, [this](const QString& principal) {
        if (!m_opening)
            choosePrincipal(toStd(principal));
    });
    connect(m_whoCan, &WhoCanPane::asked, this, [this](Op op, const Resource& resource) {
        m_asked = true;
        ask(op, resource);
        moved();
    });
    connect(m_whoCan->table(), &DataTable::linkActivated, this, &AccessPage::locationRequested);
    connect(m_detail, &DetailPane::linkActivated, this, &AccessPage::locationRequested);
    return makeSplit(m_context.memory, QStringLiteral("access/splitter"),
                     {{left, 740, 62}, {m_detail, 450, 38}}, this);
}

void AccessPage::showTab(const QString& tab) {
    m_tabs->setCurrent(tab.isEmpty() ? QStringLiteral("roles") : tab);
    const QString now = m_tabs->current();
    m_lists->showList(now);
    m_lists->setVisible(now != QLatin1String("who-can"));
    m_whoCan->setVisible(now == QLatin1String("roles") || now == QLatin1String("who-can"));
}

/// A new snapshot, or the news that there is none.
void AccessPage::apply() {
    if (const access::SnapshotPtr snapshot = m_feed.snapshot()) {
        const std::size_t acls = snapshot->acls.acls().size();
        QString text = tr("Kafka ACLs");
        if (snapshot->config.className && !snapshot->config.className->empty())
            text += QStringLiteral(" · ") + toQString(access::shortClass(*snapshot->config.className));
        if (snapshot->visibility.sight == Sight::Complete || acls > 0)
            text += tr(" · %1 principals · %2 bindings")
                        .arg(base::grouped(static_cast<qint64>(snapshot->principals.size())),
                             base::grouped(static_cast<qint64>(acls)));
        m_head->setCounts(text);
        m_lists->setRows(*m_feed.rows());
        m_whoCan->setSnapshot(*snapshot);
        selectWanted();
        if (!m_asked)
            askSomething();
        const auto bad =
            std::count_if(m_lists->roles().begin(), m_lists->roles().end(), [](const access::RoleRow& row) {
                return row.standing == access::Standing::Everyone ||
                       row.standing == access::Standing::Dangerous;
            });
        Q_EMIT badgeChanged(static_cast<int>(bad), base::Severity::Warn);
    } else {
        m_head->setCounts({});
    }
    applyFaces();
    showDetail();
    Q_EMIT statusChanged();
    tellReady();
}

void AccessPage::applyFaces() {
    const access::SnapshotPtr snapshot = m_feed.snapshot();
    if (!snapshot) {
        if (m_feed.error())
            m_faces->showError(*m_feed.error(), tr("Try again"));
        else
            m_faces->showFace(Face::Kind::Loading, tr("Reading the ACLs"));
        m_faces->setStale({});
        return;
    }
    const access::Visibility& visibility = snapshot->visibility;
    const QString more = visibility.hint.isEmpty()
                             ? visibility.text
                             : visibility.text + QStringLiteral("\n\n") + visibility.hint;
    switch (visibility.sight) {
    case Sight::Complete:
    case Sight::OtherAuthorizer:
        m_faces->showContent();
        break;
    case Sight::NotAllowed:
        m_faces->showFace(Face::Kind::Denied, visibility.title, more, tr("Ask again"));
        break;
    case Sight::NoAuthorizer:
        m_faces->showFace(Face::Kind::Empty, visibility.title, more, tr("Ask again"));
        break;
    case Sight::Unknown:
        m_faces->showFace(Face::Kind::Failed, visibility.title, more, tr("Ask again"));
        break;
    }
    if (m_feed.error())
        m_faces->setStale(
            tr("The ACLs could not be read again: %1. What is shown is of %2.")
                .arg(toQString(m_feed.error()->what), base::fullTime(snapshot->asOf, m_context.view.zone())));
    else
        m_faces->setStale(visibility.sight == Sight::OtherAuthorizer
                              ? visibility.title + QStringLiteral(". ") + visibility.text
                              : QString());
}

void AccessPage::applyAnswer() {
    m_whoCan->setAnswer(m_feed.whoCan().get());
    showDetail();
}

/// A question to begin with: the one the feed has, else who can write to the first topic somebody has a role
/// on.
void AccessPage::askSomething() {
    if (const std::shared_ptr<const access::WhoCan> answer = m_feed.whoCan()) {
        if (m_whoCan->resource().name.empty())
            m_whoCan->setQuestion(answer->op, answer->resource);
        return;
    }
    const std::vector<std::string>& topics = m_feed.snapshot()->topics;
    const auto first = std::find_if(topics.begin(), topics.end(),
                                    [](const std::string& topic) { return !topic.starts_with('_'); });
    if (first != topics.end())
        ask(Op::Write, {ResourceType::Topic, *first});
}

void AccessPage::ask(Op op, const Resource& resource) {
    m_whoCan->setQuestion(op, resource);
    m_feed.ask(op, resource);
    Q_EMIT statusChanged();
}

std::optional<access::Question> AccessPage::question() const {
    const std::shared_ptr<const access::WhoCan> answer = m_feed.whoCan();
    if (!answer || m_principal.empty() || m_principal == access::everyoneName)
        return std::nullopt;
    return access::Question{m_principal, access::anyHost, answer->op, answer->resource};
}

/// A role row tells both whom to show and what to ask about.
void AccessPage::chooseBinding(const QString& key) {
    const access::RoleRow* row = m_lists->role(key);
    if (!row || m_opening)
        return;
    m_bindingKey = key;
    m_principal = row->principal;
    const access::SnapshotPtr snapshot = m_feed.snapshot();
    if (snapshot && (row->type == ResourceType::Topic || row->type == ResourceType::Group)) {
        const bool topic = row->type == ResourceType::Topic;
        kafka::Acl pattern;
        pattern.type = row->type;
        pattern.name = row->name;
        pattern.pattern = row->pattern;
        const std::vector<std::string>& names = topic ? snapshot->topics : snapshot->groups;
        const auto covered = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
            return access::covers(pattern, {row->type, name});
        });
        const bool literal = row->pattern == kafka::PatternType::Literal && row->name != "*";
        if (literal || covered != names.end()) {
            m_asked = true;
            ask(topic ? Op::Write : Op::Read, {row->type, literal ? row->name : *covered});
        }
    }
    showDetail();
    moved();
}

void AccessPage::choosePrincipal(const std::string& principal) {
    m_bindingKey.clear();
    m_principal = principal;
    showDetail();
    moved();
}

/// The rows of a principal named by a Location, once they are there.
void AccessPage::selectWanted() {
    const access::SnapshotPtr snapshot = m_feed.snapshot();
    if (!m_wanted || !snapshot)
        return;
    m_wanted = false;
    const QScopedValueRollback<bool> opening(m_opening, true);
    m_bindingKey = m_lists->select(m_principal);
}

void AccessPage::showDetail() {
    m_detail->show(m_feed.snapshot(), m_principal, m_lists->role(m_bindingKey), question());
}

void AccessPage::moved() {
    if (!m_opening)
        Q_EMIT locationChanged();
}

void AccessPage::open(const base::Location& location) {
    const QScopedValueRollback<bool> opening(m_opening, true);
    showTab(toQString(location.tab));
    if (const std::string principal = location.value("principal"); !principal.empty()) {
        m_principal = principal;
        m_bindingKey.clear();
        m_wanted = true;
        selectWanted();
    }
    const Op op = access::parseOp(location.value("operation"));
    if (const std::string topic = location.value("topic"); !topic.empty()) {
        m_asked = true;
        ask(op == Op::Unknown ? Op::Write : op, {ResourceType::Topic, topic});
    } else if (const std::string group = location.value("group"); !group.empty()) {
        m_asked = true;
        ask(op == Op::Unknown ? Op::Read : op, {ResourceType::Group, group});
    }
    showDetail();
}

base::Location AccessPage::location() const {
    base::Location here{"access", {}, {}, {}};
    if (const QString tab = m_tabs->current(); tab != QLatin1String("roles"))
        here.tab = toStd(tab);
    if (!m_principal.empty())
        here.query["principal"] = m_principal;
    const Resource asked = m_whoCan->resource();
    if (!asked.name.empty() && (asked.type == ResourceType::Topic || asked.type == ResourceType::Group)) {
        here.query[asked.type == ResourceType::Topic ? "topic" : "group"] = asked.name;
        here.query["operation"] = access::name(m_whoCan->op());
    }
    return here;
}

bool AccessPage::isReady() const { return m_feed.snapshot() || m_feed.error(); }

PageStatus AccessPage::status() const {
    PageStatus status;
    status.age = tr("ACLs read");
    const access::SnapshotPtr snapshot = m_feed.snapshot();
    if (snapshot) {
        status.asOf = snapshot->asOf;
        status.cost = tr("%1 bindings in %2 ms")
                          .arg(base::grouped(static_cast<qint64>(snapshot->acls.acls().size())),
                               base::grouped(snapshot->took.count()));
        if (!snapshot->visibility.caveats.isEmpty())
            status.notice = snapshot->visibility.caveats.front();
        status.severity = base::Severity::Notice;
    }
    if (m_feed.error()) {
        status.notice = toQString(m_feed.error()->what);
        status.severity = base::Severity::Bad;
    }
    const QString tab = m_tabs->current();
    if (tab == QLatin1String("who-can"))
        status.command = QStringLiteral("streamscapectl access who-can %1 %2")
                             .arg(QString::fromLatin1(access::name(m_whoCan->op())),
                                  base::shellQuoted(std::string(kafka::name(m_whoCan->resource().type)) +
                                                    ':' + m_whoCan->resource().name));
    else if (!m_principal.empty())
        status.command =
            QStringLiteral("streamscapectl access list --principal ") + base::shellQuoted(m_principal);
    else
        status.command = QStringLiteral("streamscapectl access list");
    return status;
}

std::vector<Finding> AccessPage::findings() const {
    std::vector<Finding> found;
    for (const access::PrincipalRow& row : m_lists->principals())
        found.push_back({toQString(row.principal.name),
                         QStringLiteral("principal"),
                         {"access", {}, {{"principal", row.principal.name}}, {}}});
    return found;
}

void AccessPage::refresh() { m_feed.refresh(); }

void AccessPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_feed.setActive(true);
}
void AccessPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_feed.setActive(false);
}
void AccessPage::focusFilter() { m_filter->focusLine(); }

} // namespace streamscape::widgets
