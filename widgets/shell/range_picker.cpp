// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/range_picker.h"

#include "widgets/common/buttons.h"
#include "widgets/common/segmented.h"

#include <QDateTimeEdit>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace streamscape::widgets {

namespace {

struct Span {
    const char* id;
    const char* text;
    base::Duration length;
    const char* tip;
};
constexpr Span spans[] = {
    {"live", "Live", RangePicker::liveSpan, "The last five minutes, following the clock"},
    {"15m", "15 m", std::chrono::minutes{15}, "The last 15 minutes"},
    {"1h", "1 h", std::chrono::hours{1}, "The last hour"},
    {"24h", "24 h", std::chrono::hours{24}, "The last 24 hours"},
    {"7d", "7 d", std::chrono::hours{168}, "The last 7 days"}};

Qt::TimeSpec spec(base::Zone zone) { return zone == base::Zone::Utc ? Qt::UTC : Qt::LocalTime; }

QDateTime dateTime(base::Time time, base::Zone zone) {
    return QDateTime::fromMSecsSinceEpoch(base::toMilliseconds(time), spec(zone));
}

} // namespace

RangePicker::RangePicker(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_spans(new Segmented(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_spans);
    m_spans->setObjectName(QStringLiteral("rangeSpans"));
    m_spans->setAccessibleName(tr("Time range"));
    for (const Span& span : spans)
        m_spans->add(QLatin1String(span.id), QLatin1String(span.text), QLatin1String(span.tip));
    m_spans->add(QStringLiteral("custom"), tr("Custom…"), tr("From one moment to another"));
    connect(m_spans, &Segmented::chosen, this, &RangePicker::choose);
    connect(&context.view, &View::rangeChanged, this, &RangePicker::showRange);
    connect(&context.view, &View::zoneChanged, this, &RangePicker::showRange);
    showRange();
}

void RangePicker::choose(const QString& id) {
    for (const Span& span : spans)
        if (id == QLatin1String(span.id))
            return m_context.view.setRange(base::lastOf(span.length));
    openForm();
}

void RangePicker::showRange() {
    const base::TimeRange range = m_context.view.range();
    QString id = QStringLiteral("custom");
    for (const Span& span : spans)
        if (range.last == span.length)
            id = QLatin1String(span.id);
    m_spans->setCurrent(id);
    const base::Time now = m_context.clock();
    m_spans->setToolTip(base::fullTime(range.begin(now), m_context.view.zone()) + QStringLiteral("  –  ") +
                        (range.isLive() ? tr("now") : base::fullTime(range.end(now), m_context.view.zone())));
}

void RangePicker::openForm() {
    if (!m_form) {
        m_form = new QFrame(this, Qt::Popup);
        m_form->setObjectName(QStringLiteral("rangeForm"));
        auto* form = new QFormLayout(m_form);
        m_from = new QDateTimeEdit(m_form);
        m_to = new QDateTimeEdit(m_form);
        m_from->setObjectName(QStringLiteral("rangeFrom"));
        m_to->setObjectName(QStringLiteral("rangeTo"));
        for (QDateTimeEdit* edit : {m_from, m_to}) {
            edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
            edit->setCalendarPopup(true);
            edit->ensurePolished();
            edit->setMinimumWidth(edit->sizeHint().width() +
                                  22); // the style sheet's arrow is not in the hint
        }
        m_refusal = new QLabel(m_form);
        m_refusal->setProperty("role", QStringLiteral("warnbox"));
        m_refusal->hide();
        QPushButton* button = makeButton(tr("Show this stretch"), ButtonLook::Primary, m_form);
        button->setObjectName(QStringLiteral("rangeApply"));
        button->setDefault(true);
        form->addRow(tr("From"), m_from);
        form->addRow(tr("To"), m_to);
        form->addRow(m_refusal);
        form->addRow(button);
        connect(button, &QPushButton::clicked, this, &RangePicker::apply);
    }
    const base::Time now = m_context.clock();
    const base::Zone zone = m_context.view.zone();
    m_from->setTimeSpec(spec(zone));
    m_to->setTimeSpec(spec(zone));
    m_from->setDateTime(dateTime(m_context.view.range().begin(now), zone));
    m_to->setDateTime(dateTime(m_context.view.range().end(now), zone));
    m_refusal->hide();
    m_form->adjustSize();
    m_form->move(mapToGlobal(QPoint(width() - m_form->width(), height() + 4)));
    m_form->show();
    m_from->setFocus();
    showRange(); // nothing is chosen yet
}

void RangePicker::apply() {
    const base::Time from = base::fromMilliseconds(m_from->dateTime().toMSecsSinceEpoch());
    const base::Time to = base::fromMilliseconds(m_to->dateTime().toMSecsSinceEpoch());
    if (from >= to) {
        m_refusal->setText(tr("It ends before it begins"));
        m_refusal->show();
        m_form->adjustSize();
        return;
    }
    m_form->hide();
    m_context.view.setRange(base::between(from, to));
}

} // namespace streamscape::widgets
