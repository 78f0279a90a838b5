// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/search_box.h"

#include "widgets/shell/fuzzy.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

namespace {

constexpr int kindRole = Qt::UserRole + 1;
constexpr int rowHeight = 28;

// The name at the left, what it is dim at the right.
class EntryDelegate final : public QStyledItemDelegate {
public:
    EntryDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, rowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Tokens& tokens = m_theme.tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(option.state & QStyle::State_Selected ? tokens.accentBg : tokens.raised);
            painter->drawRoundedRect(option.rect, 5, 5);
        }
        QRect inside = option.rect.adjusted(8, 0, -8, 0);
        painter->setFont(option.font);
        const QString kind = index.data(kindRole).toString();
        painter->setPen(tokens.dim);
        painter->drawText(inside, Qt::AlignRight | Qt::AlignVCenter, kind);
        inside.setRight(inside.right() - option.fontMetrics.horizontalAdvance(kind) - 12);
        painter->setPen(tokens.text);
        painter->drawText(
            inside, Qt::AlignLeft | Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, inside.width()));
        painter->restore();
    }

private:
    const Theme& m_theme;
};

} // namespace

SearchBox::SearchBox(const PageContext& context, Source source, QWidget* parent)
    : QLineEdit(parent)
    , m_context(context)
    , m_source(std::move(source))
    , m_keys(new QLabel(QStringLiteral("Ctrl K"), this))
    , m_model(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("searchLine"));
    setPlaceholderText(tr("Find a topic, group, principal, event…"));
    setAccessibleName(tr("Find"));
    setMaximumWidth(420);
    setMinimumWidth(150);
    setFocusPolicy(Qt::StrongFocus);
    m_keys->setObjectName(QStringLiteral("searchKeys"));
    m_keys->setFont(context.theme.mono());
    m_keys->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(this, &QLineEdit::textEdited, this, &SearchBox::find);
}

void SearchBox::begin() {
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
}

void SearchBox::find() {
    const QString typed = text().trimmed();
    std::vector<std::pair<int, std::size_t>> ranked;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Finding& finding = m_entries[i].finding;
        // "topic orders" narrows by what a thing is.
        if (const std::optional<int> score = fuzzyScore(typed, finding.text))
            ranked.emplace_back(*score, i);
        else if (const std::optional<int> withKind =
                     fuzzyScore(typed, finding.kind + QLatin1Char(' ') + finding.text))
            ranked.emplace_back(*withKind - 200, i);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [&](const auto& a, const auto& b) {
        if (typed.isEmpty())
            return a.second < b.second; // as they were given: pages first
        return a.first > b.first;
    });
    if (ranked.size() > static_cast<std::size_t>(most))
        ranked.resize(most);
    m_found.clear();
    m_model->clear();
    for (const auto& [score, index] : ranked) {
        m_found.push_back(index);
        auto* item = new QStandardItem(m_entries[index].finding.text);
        item->setData(m_entries[index].finding.kind, kindRole);
        item->setAccessibleText(m_entries[index].finding.kind + QLatin1Char(' ') +
                                m_entries[index].finding.text);
        m_model->appendRow(item);
    }
    if (m_found.empty()) {
        auto* nothing = new QStandardItem(tr("Nothing here is called that"));
        nothing->setEnabled(false);
        m_model->appendRow(nothing);
    }
    showList();
}

void SearchBox::showList() {
    if (!m_list) {
        m_list = new QFrame(window());
        m_list->setObjectName(QStringLiteral("searchList"));
        m_list->setFocusPolicy(Qt::NoFocus);
        m_view = new QListView(m_list);
        m_view->setObjectName(QStringLiteral("searchView"));
        m_view->setAccessibleName(tr("Found"));
        m_view->setFocusPolicy(Qt::NoFocus);
        m_view->setMouseTracking(true);
        m_view->setModel(m_model);
        m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
        m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_view->setItemDelegate(new EntryDelegate(m_context.theme, m_view));
        auto* column = new QVBoxLayout(m_list);
        column->setContentsMargins(1, 1, 1, 1);
        column->addWidget(m_view);
        connect(m_view, &QListView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
    }
    const int rows = std::min(m_model->rowCount(), 12);
    m_list->setGeometry(QRect(mapTo(window(), QPoint(0, height() + 4)),
                              QSize(std::max(width(), 420), rows * rowHeight + 12)));
    m_list->show();
    m_list->raise();
    if (!m_found.empty())
        m_view->setCurrentIndex(m_model->index(0, 0));
}

void SearchBox::choose(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= m_found.size())
        return;
    const SearchEntry entry = m_entries[m_found[static_cast<std::size_t>(row)]];
    leave();
    if (entry.run)
        entry.run();
    else
        Q_EMIT locationChosen(entry.finding.location);
}

void SearchBox::step(int rows) {
    if (m_found.empty() || !m_list || !m_list->isVisible())
        return;
    const int row = std::clamp(m_view->currentIndex().row() + rows, 0, m_model->rowCount() - 1);
    m_view->setCurrentIndex(m_model->index(row, 0));
}

void SearchBox::leave() {
    clear();
    if (m_list)
        m_list->hide();
    clearFocus();
}

void SearchBox::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Down:
        return step(1);
    case Qt::Key_Up:
        return step(-1);
    case Qt::Key_PageDown:
        return step(10);
    case Qt::Key_PageUp:
        return step(-10);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return choose(m_view ? m_view->currentIndex().row() : -1);
    case Qt::Key_Escape:
        return leave();
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void SearchBox::focusInEvent(QFocusEvent* event) {
    QLineEdit::focusInEvent(event);
    if (event->reason() == Qt::ActiveWindowFocusReason || event->reason() == Qt::PopupFocusReason)
        return;
    m_entries = m_source();
    find();
}

void SearchBox::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (m_list && event->reason() != Qt::PopupFocusReason)
        m_list->hide();
}

void SearchBox::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    const QSize size = m_keys->sizeHint();
    m_keys->setGeometry(width() - size.width() - 10, (height() - size.height()) / 2, size.width(),
                        size.height());
}

} // namespace streamscape::widgets
