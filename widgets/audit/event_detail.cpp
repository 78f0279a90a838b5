// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audit/event_detail.h"

#include "widgets/common/badge.h"
#include "widgets/common/buttons.h"
#include "widgets/common/entity_menu.h"
#include "widgets/common/labels.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace streamscape::widgets {

using audit::Event;
using audit::Facts;
using base::toQString;

namespace {

constexpr int longestRaw = 8000; // a megabyte in one label would hold the window

QString titleOf(const Facts& facts) {
    if (facts.kind == audit::Kind::Unparsed)
        return QObject::tr("A line that is no event");
    const QString what = facts.request ? toQString(*facts.request)
                                       : audit::operationWord(facts.operation.value_or(std::string()));
    return QObject::tr("%1 by %2").arg(what, toQString(facts.principal.value_or("?")));
}

} // namespace

EventDetail::EventDetail(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_pane(new Pane(QString(), this))
    , m_badge(new Badge(context.theme, m_pane)) {
    setObjectName(QStringLiteral("auditDetail"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    m_pane->addHeaderWidget(m_badge);
    connect(&context.view, &View::zoneChanged, this, &EventDetail::rebuild);
    rebuild();
}

void EventDetail::show(const std::optional<Event>& event) {
    if (event == m_event)
        return;
    m_event = event;
    rebuild();
}

void EventDetail::rebuild() {
    delete m_body;
    auto* scroll = new QScrollArea(m_pane);
    m_body = scroll;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(scroll);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(12, 10, 12, 12);
    rows->setSpacing(6);
    m_badge->setVisible(m_event.has_value());
    if (!m_event) {
        m_pane->setTitle(tr("Detail"));
        rows->addWidget(
            makeParagraph("dim", content,
                          tr("Select a line to see all it says, the rule that decided, and the line itself "
                             "as it stands in its file.")));
    } else {
        const Facts& facts = m_event->facts;
        m_pane->setTitle(titleOf(facts));
        m_badge->set(audit::decisionWord(facts), base::Shape::None, audit::decisionSeverity(facts));
        if (m_event->suspect)
            rows->addWidget(
                makeParagraph("warnbox", content,
                              tr("▲ May be forged. A torn line stands just before it: a newline in a "
                                 "group id can write lines like this one. The request log, being JSON, "
                                 "cannot be forged so.")));
        if (facts.decision == audit::Decision::Probe)
            rows->addWidget(
                makeParagraph("dim", content,
                              tr("A probe: the broker asked itself, and %1. It is no attempt and says "
                                 "nothing of the outcome.")
                                  .arg(facts.granted.value_or(false) ? tr("would have allowed it")
                                                                     : tr("would have denied it"))));
        addField(rows, tr("Time"),
                 m_event->time ? base::fullTime(*m_event->time, m_context.view.zone())
                               : tr("the line has none"));
        const auto add = [&](const QString& name, const std::optional<std::string>& value) {
            if (value)
                addField(rows, name, toQString(*value));
        };
        add(tr("Principal"), facts.principal);
        add(tr("Host"), facts.host);
        if (facts.operation)
            addField(rows, tr("Operation"), audit::operationWord(*facts.operation));
        if (facts.resource)
            addField(rows, audit::resourceWord(facts.resourceType.value_or("RESOURCE")),
                     toQString(*facts.resource));
        if (m_event->references)
            addField(rows, tr("Entries"), base::grouped(*m_event->references));
        if (facts.kind != audit::Kind::Unparsed) {
            rows->addSpacing(4);
            rows->addWidget(makeParagraph("small", content, tr("The rule that decided")));
            QString rule = audit::whyWord(*m_event);
            if (facts.acl)
                rule +=
                    tr("\n%1 %2 from host %3")
                        .arg(facts.acl->permission == kafka::Permission::Allow ? tr("allows") : tr("denies"),
                             audit::operationWord(facts.acl->operation).toLower(),
                             toQString(facts.acl->host));
            rows->addWidget(makeParagraph("raw", content, rule));
        }
        addRaw(rows);
        addLinks(rows);
    }
    rows->addStretch(1);
    scroll->setWidget(content);
    m_pane->body()->addWidget(scroll);
}

void EventDetail::addField(QVBoxLayout* rows, const QString& name, const QString& value) {
    auto* row = new QHBoxLayout;
    QLabel* key = makeParagraph("dim", nullptr, name);
    key->setFixedWidth(84);
    key->setAlignment(Qt::AlignTop);
    row->addWidget(key);
    row->addWidget(makeParagraph("", nullptr, value), 1);
    rows->addLayout(row);
}

void EventDetail::addRaw(QVBoxLayout* rows) {
    const audit::Place& place = m_event->place;
    rows->addSpacing(4);
    QLabel* where =
        makeParagraph("small", nullptr,
                      tr("Raw line · %1 @ byte %2")
                          .arg(QFileInfo(toQString(place.path)).fileName(), base::grouped(place.position)));
    where->setToolTip(plainTip(toQString(place.path)));
    rows->addWidget(where);
    QString text = m_event->raw ? toQString(*m_event->raw)
                                : tr("%1. What it said is above.").arg(toQString(m_event->whyNoRaw));
    if (text.size() > longestRaw)
        text = text.left(longestRaw) + tr(" … %1 bytes in all").arg(base::grouped(place.length));
    auto* raw = new QPlainTextEdit;
    raw->setObjectName(QStringLiteral("auditRaw"));
    raw->setAccessibleName(tr("Raw line"));
    raw->setReadOnly(true);
    raw->setPlainText(text);
    raw->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QFont mono = m_context.theme.mono();
    mono.setPixelSize(11);
    raw->setFont(mono);
    raw->setFixedHeight(148);
    raw->setTabChangesFocus(true);
    rows->addWidget(raw);
}

void EventDetail::addLinks(QVBoxLayout* rows) {
    const Facts& facts = m_event->facts;
    auto* grid = new QGridLayout;
    grid->setSpacing(6);
    grid->setColumnStretch(2, 1);
    const auto add = [&](const QString& text, base::Location location) {
        QPushButton* button = makeButton(text, ButtonLook::Secondary);
        connect(button, &QPushButton::clicked, this,
                [this, location = std::move(location)] { Q_EMIT linkActivated(location); });
        const int count = grid->count();
        grid->addWidget(button, count / 2, count % 2);
    };
    if (facts.principal)
        for (const Destination& to : destinations(EntityKind::Principal, *facts.principal))
            add(to.location.page == "audit" ? tr("All by this principal") : tr("Its access"), to.location);
    if (facts.host)
        add(tr("All from this host"), {"audit", {}, {{"host", *facts.host}}, {}});
    const bool isTopic = facts.resourceType == "TOPIC";
    if (facts.resource && (isTopic || facts.resourceType == "GROUP"))
        for (const Destination& to :
             destinations(isTopic ? EntityKind::Topic : EntityKind::Group, *facts.resource))
            add(to.location.page == "audit" ? (isTopic ? tr("All on this topic") : tr("All on this group"))
                                            : to.text,
                to.location);
    rows->addSpacing(4);
    rows->addLayout(grid);
}

} // namespace streamscape::widgets
