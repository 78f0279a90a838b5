// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/page_head.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/labels.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace streamscape::widgets {

PageHead::PageHead(const QString& title, const QString& filterPlaceholder, FilterPlace place, QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout)
    , m_counts(new ElidedLabel("dim", this))
    , m_filter(new FilterBar(filterPlaceholder, this)) {
    m_counts->setObjectName(QStringLiteral("pageCounts"));
    m_row->setSpacing(10);
    m_row->addWidget(makeLabel("title", this, title));
    m_row->addWidget(m_counts);
    m_row->addStretch(1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    rows->addLayout(m_row);
    if (place == FilterPlace::Below) {
        rows->addWidget(m_filter);
    } else if (place == FilterPlace::Beside) {
        m_filter->setMaximumWidth(420);
        m_row->addWidget(m_filter, 1);
    } else {
        m_filter->hide();
    }
}

void PageHead::setCounts(const QString& text, const QString& tooltip) {
    m_counts->setText(text);
    m_counts->setToolTip(plainTip(tooltip));
}

QString PageHead::counts() const { return m_counts->text(); }
void PageHead::addBehindTitle(QWidget* widget) { m_row->insertWidget(m_row->indexOf(m_counts), widget); }
void PageHead::addBehindCounts(QWidget* widget) { m_row->insertWidget(m_row->indexOf(m_counts) + 1, widget); }
void PageHead::addAtEnd(QWidget* widget) { m_row->addWidget(widget); }

} // namespace streamscape::widgets
