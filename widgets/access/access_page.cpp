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

namespace {

template<class Row>
const Row* findRow(const std::vector<Row>& rows, const QString& key) {
    const auto it =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.keyText() == key; });
    return it == rows.end() ? nullptr : &*it;
}

} // namespace

AccessPage::AccessPage(access::AccessFeed& feed, const PageContext& context, QWidget* parent)
    : Page(parent)
    , m_feed(feed)
    , m_context(context)
    , m_roles(access::roleColumns())
    , m_acls(access::aclColumns())
    , m_principals(access::principalColumns()) {
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
        for (DataTable* table : {m_roleTable, m_aclTable, m_userTable, m_whoCan->table()})
            table->setFilterText(text);
    });
}

DataTable* AccessPage::makeTable(const char* name, const QString& accessibleName) {
    auto* table = new DataTable(m_context, QString::fromLatin1(name), this);
    table->setAccessibleName(accessibleName);
    table->setLeastWidths({{"principal", 150}});
    connect(table, &DataTable::linkActivated, this, &AccessPage::locationRequested);
    return table;
}

QWidget* AccessPage::makeBody() {
    m_roleTable = makeTable("access.roles", tr("Role assignments"));
    m_roleTable->setStretchColumn(QStringLiteral("on"));
    m_roleTable->setDefaultSort(QStringLiteral("principal"), Qt::AscendingOrder);
    m_roleTable->setEmptyText(tr("There are no ACLs: only super users may do anything"));
    m_aclTable = makeTable("access.acls", tr("ACLs"));
    m_aclTable->setStretchColumn(QStringLiteral("name"));
    m_aclTable->setEmptyText(tr("There are no ACLs: only super users may do anything"));
    m_userTable = makeTable("access.users", tr("Principals"));
    m_userTable->setStretchColumn(QStringLiteral("principal"));
    m_userTable->setEmptyText(tr("Nobody is named anywhere"));
    // Last: what was set above is for the first showing.
    m_roleTable->setRowModel(&m_roles);
    m_aclTable->setRowModel(&m_acls);
    m_userTable->setRowModel(&m_principals);

    m_rolePane = new Pane(tr("Role assignments"), this);
    m_rolePane->setSubtitle(tr("read back from the ACLs"));
    m_rolePane->body()->addWidget(m_roleTable);
    m_aclPane = new Pane(tr("ACLs"), this);
    m_aclPane->body()->addWidget(m_aclTable);
    m_userPane = new Pane(tr("Users"), this);
    m_userPane->setSubtitle(tr("everybody an ACL, super.users or a SCRAM credential names"));
    m_userPane->body()->addWidget(m_userTable);
    m_whoCan = new WhoCanPane(m_context, this);
    m_detail = new DetailPane(m_context, this);

    auto* left = new QSplitter(Qt::Vertical, this);
    left->setChildrenCollapsible(false);
    left->setHandleWidth(12);
    for (QWidget* pane : std::initializer_list<QWidget*>{m_rolePane, m_aclPane, m_userPane, m_whoCan})
        left->addWidget(pane);
    connect(m_roleTable, &DataTable::currentKeyChanged, this, &AccessPage::chooseBinding);
    connect(m_aclTable, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (const access::AclRow* row = findRow(m_acls.rows(), key); row && !m_opening)
            choosePrincipal(row->acl.principal);
    });
    connect(m_userTable, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (!key.isEmpty() && !m_opening)
            choosePrincipal(toStd(key));
    });
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
    m_rolePane->setVisible(now == QLatin1String("roles"));
    m_aclPane->setVisible(now == QLatin1String("acls"));
    m_userPane->setVisible(now == QLatin1String("users"));
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
        m_roles.setRows(m_feed.rows()->roles);
        m_acls.setRows(m_feed.rows()->acls);
        m_principals.setRows(m_feed.rows()->principals);
        m_whoCan->setSnapshot(*snapshot);
        selectWanted();
        if (!m_asked)
            askSomething();
        const auto bad =
            std::count_if(m_roles.rows().begin(), m_roles.rows().end(), [](const access::RoleRow& row) {
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

/// A question to begin with: who can write to the first topic somebody has a role on.
void AccessPage::askSomething() {
    const access::SnapshotPtr snapshot = m_feed.snapshot();
    const auto first = std::find_if(snapshot->topics.begin(), snapshot->topics.end(),
                                    [](const std::string& topic) { return !topic.starts_with('_'); });
    if (first == snapshot->topics.end() || m_feed.whoCan())
        return;
    ask(Op::Write, {ResourceType::Topic, *first});
}

void AccessPage::ask(Op op, const Resource& resource) {
    m_whoCan->setQuestion(op, resource);
    m_feed.ask(op, resource);
    Q_EMIT statusChanged();
}

std::optional<access::Question> AccessPage::question() const {
    const std::shared_ptr<const access::WhoCan> answer = m_feed.whoCan();
    if (!answer || m_principal.empty() || m_principal == "User:*")
        return std::nullopt;
    return access::Question{m_principal, access::anyHost, answer->op, answer->resource};
}

/// A role row tells both whom to show and what to ask about.
void AccessPage::chooseBinding(const QString& key) {
    const access::RoleRow* row = findRow(m_roles.rows(), key);
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
    m_userTable->selectKey(toQString(m_principal));
    const auto& rows = m_roles.rows();
    const auto row = std::find_if(rows.begin(), rows.end(), [this](const access::RoleRow& item) {
        return item.principal == m_principal;
    });
    m_bindingKey = row == rows.end() ? QString() : row->keyText();
    m_roleTable->selectKey(m_bindingKey);
}

void AccessPage::showDetail() {
    m_detail->show(m_feed.snapshot(), m_principal, findRow(m_roles.rows(), m_bindingKey), question());
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
    for (const access::PrincipalRow& row : m_principals.rows())
        found.push_back({toQString(row.principal.name),
                         QStringLiteral("principal"),
                         {"access", {}, {{"principal", row.principal.name}}, {}}});
    return found;
}

void AccessPage::refresh() { m_feed.refresh(); }
void AccessPage::focusFilter() { m_filter->focusLine(); }

} // namespace streamscape::widgets
