// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/flow_layout.h"

#include <algorithm>
#include <climits>

namespace streamscape::widgets {

FlowLayout::FlowLayout(QWidget* parent)
    : QLayout(parent) {
    setContentsMargins(0, 0, 0, 0);
    setSpacing(8);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item) {
    m_items.emplace_back(item);
    invalidate();
}
int FlowLayout::count() const { return static_cast<int>(m_items.size()); }

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    invalidate();
    return item;
}

int FlowLayout::arrange(int width, std::vector<QRect>& places) const {
    int left = 0;
    int top = 0;
    int lineHeight = 0;
    int firstLine = 0; // where it ends
    for (const auto& item : m_items) {
        const QSize size =
            item->sizeHint().boundedTo(QSize(std::max(width, item->minimumSize().width()), INT_MAX));
        if (left > 0 && left + size.width() > width) {
            top += lineHeight + spacing();
            left = 0;
            lineHeight = 0;
        }
        places.push_back({QPoint(left, top), size});
        left += size.width() + spacing();
        lineHeight = std::max(lineHeight, size.height());
        if (top == 0)
            firstLine = left - spacing();
    }
    for (QRect& place : places) // behind the first, at the right end
        if (place.top() == 0 && &place != &places.front())
            place.translate(std::max(0, width - firstLine), 0);
    if (!places.empty())
        places.front().setWidth(places.front().width() + std::max(0, width - firstLine));
    return top + lineHeight;
}

int FlowLayout::heightForWidth(int width) const {
    std::vector<QRect> places;
    return arrange(width, places);
}

QSize FlowLayout::sizeHint() const {
    int width = 0;
    int height = 0;
    for (const auto& item : m_items) {
        width += item->sizeHint().width() + spacing();
        height = std::max(height, item->sizeHint().height());
    }
    return {std::max(0, width - spacing()), height};
}

QSize FlowLayout::minimumSize() const {
    QSize least;
    for (const auto& item : m_items)
        least = least.expandedTo(item->minimumSize());
    return least;
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    std::vector<QRect> places;
    arrange(rect.width(), places);
    for (std::size_t i = 0; i < m_items.size(); ++i)
        m_items[i]->setGeometry(places[i].translated(rect.topLeft()));
}

} // namespace streamscape::widgets
