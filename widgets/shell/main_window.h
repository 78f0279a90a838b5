// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/history.h"
#include "models/kafka/connection.h"
#include "widgets/shell/status_bar.h"
#include "widgets/shell/top_bar.h"

#include <QMainWindow>

#include <functional>
#include <vector>

class QStackedWidget;

namespace streamscape::widgets {

class Face;
class Rail;
struct SearchEntry;

/// A page the rail lists. It is made when first looked at, or when there is time.
struct PageEntry {
    QString id;
    QString title;
    /// Makes the page, or says why it cannot be there; asked again when the page is next opened. The window
    /// owns the page.
    std::function<base::Result<Page*>(QWidget* parent)> make;
};

/// The frame: rail, top bar, page, status bar, and the history of places. It knows pages, not what they
/// show. GUI thread.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// The context outlives the window.
    explicit MainWindow(const PageContext& context, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// The pages there are from now on; those before are destroyed with the history of places.
    void setPages(std::vector<PageEntry> entries);
    /// In place of pages that do not exist: what to do first, or why there are none.
    void showStart();
    void showFailure(const base::Error& error);
    /// Tries to make this page (again), where it is in front or there is time.
    void pageMayExist(const QString& id);

    void setClusters(const ClusterChoice& choice);
    void setConnection(const std::optional<kafka::ConnectionState>& state);
    void setLocked(bool locked);
    /// What names this connection to streamscapectl: behind the commands to copy that name none.
    void setCommandOptions(const QString& options);
    /// While there is a reason the window stays: asked to close, it says the reason, and closes by itself
    /// once that is taken away (empty).
    void keepOpen(const QString& reason);
    StatusBar* statusLine() const { return m_status; }
    /// A command of the window's owner that the search box offers.
    void addCommand(const QString& text, std::function<void()> run);

    /// Goes to a place and remembers the step.
    void go(const base::Location& place);
    base::Location location() const; ///< with the shared range; the page's name is empty where there is none
    Page* currentPage() const;
    Page* page(const QString& id) const; ///< null while it has not been made

Q_SIGNALS:
    void clusterChosen(const QString& name);
    void besideChosen(const QString& name, bool beside);
    void connectionsRequested();
    void lockRequested(bool locked);
    void painted();                                     ///< once, after the first complete paint
    void currentReady();                                ///< the page in front has something to look at
    void failed(const streamscape::base::Error& error); ///< showFailure() was called
    void moved();                                       ///< location() changed
    void closed();                                      ///< it was asked to close, and does

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    struct Slot {
        PageEntry entry;
        Page* page = nullptr;
        Face* face = nullptr;  ///< in the page's place
        base::Location wanted; ///< where to go once the page is there
    };
    void addShortcuts();
    void showPlace(const base::Location& place);
    Slot* find(const QString& id);
    void make(Slot& slot);
    void makeNext();
    void connectPage(Page* page);
    void showStatus();
    void showTitle();
    void step(const std::optional<base::Location>& place);
    void copyAddress();
    void sayWhyOpen();
    std::vector<SearchEntry> searchEntries() const;

    PageContext m_context;
    TopBar* m_top;
    Rail* m_rail;
    QStackedWidget* m_stack;
    StatusBar* m_status;
    Face* m_start;
    std::vector<Slot> m_slots;
    std::vector<std::pair<QString, std::function<void()>>> m_commands;
    base::History m_history;
    QString m_current;
    QString m_cluster;
    QString m_commandOptions;
    QString m_keptOpenFor;
    bool m_closeAsked = false; ///< while it was kept open
    bool m_painted = false;
    bool m_going = false; ///< a page opens a place: its locationChanged is no step of its own
};

} // namespace streamscape::widgets
