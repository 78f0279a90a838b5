// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/context.h"

#include <QLineEdit>

#include <functional>

class QLabel;
class QListView;
class QStandardItemModel;

namespace streamscape::widgets {

/// Something to choose in the search list: a place to go to, or a command to run.
struct SearchEntry {
    Finding finding;
    std::function<void()> run; ///< for a command; a place has none
};

/// One box that finds any topic, group, principal, SKU, page or command (Ctrl+K): type, arrows, Return.
class SearchBox final : public QLineEdit {
    Q_OBJECT

public:
    using Source = std::function<std::vector<SearchEntry>()>;

    /// The source is asked anew each time the box is entered.
    SearchBox(const PageContext& context, Source source, QWidget* parent = nullptr);

    void begin();                   ///< focus, with what was typed selected
    static constexpr int most = 60; ///< entries listed

Q_SIGNALS:
    void locationChosen(const streamscape::base::Location& location);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void find();
    void showList();
    void leave();
    void choose(int row);
    void step(int rows);

    PageContext m_context;
    Source m_source;
    QLabel* m_keys;
    QFrame* m_list = nullptr; // made when first shown, a child of the window
    QListView* m_view = nullptr;
    QStandardItemModel* m_model;
    std::vector<SearchEntry> m_entries; // all there are
    std::vector<std::size_t> m_found;   // into m_entries, best first
};

} // namespace streamscape::widgets
