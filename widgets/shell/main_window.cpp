// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include "widgets/common/face.h"
#include "widgets/shell/rail.h"
#include "widgets/shell/shell_style.h"
#include "widgets/shell/top_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QGridLayout>
#include <QMouseEvent>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>

namespace streamscape::widgets {

namespace {

const QString geometryKey = QStringLiteral("window/geometry");

} // namespace

MainWindow::MainWindow(const PageContext& context, QWidget* parent)
    : QMainWindow(parent)
    , m_context(context)
    , m_top(new TopBar(
          context, [this] { return searchEntries(); }, this))
    , m_rail(new Rail(context.theme, this))
    , m_stack(new QStackedWidget(this))
    , m_status(new StatusBar(context, this))
    , m_start(new Face(this)) {
    auto* frame = new QWidget(this);
    frame->setProperty("role", QStringLiteral("page"));
    auto* grid = new QGridLayout(frame);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addWidget(m_top, 0, 0, 1, 2);
    grid->addWidget(m_rail, 1, 0);
    grid->addWidget(m_stack, 1, 1);
    grid->addWidget(m_status, 2, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(1, 1);
    setCentralWidget(frame);
    // Nothing in the bars has the focus at first, and a click beside things takes it from the search box.
    frame->setFocusPolicy(Qt::ClickFocus);
    frame->setFocus();
    m_stack->addWidget(m_start);
    setMinimumSize(1000, 600);
    resize(1600, 1000);
    restoreGeometry(context.memory.value(geometryKey).toByteArray());

    const auto dress = [this] { setStyleSheet(shellStyle(m_context.theme.tokens())); };
    dress();
    connect(&context.theme, &Theme::changed, this, dress);
    connect(m_rail, &Rail::chosen, this, [this](const QString& id) {
        // A page is gone back to as it was left.
        const Page* there = page(id);
        base::Location place = there ? there->location() : base::Location{};
        place.page = base::toStd(id);
        place.range.reset();
        go(place);
    });
    connect(m_top->search(), &SearchBox::locationChosen, this, &MainWindow::go);
    connect(m_top, &TopBar::clusterChosen, this, &MainWindow::clusterChosen);
    connect(m_top, &TopBar::besideChosen, this, &MainWindow::besideChosen);
    connect(m_top, &TopBar::connectionsRequested, this, &MainWindow::connectionsRequested);
    connect(m_top, &TopBar::lockRequested, this, &MainWindow::lockRequested);
    connect(m_start, &Face::actionTriggered, this, &MainWindow::connectionsRequested);
    connect(m_status, &StatusBar::cancelRequested, this, [this](const QString& id) {
        if (Page* busy = page(id))
            busy->cancelWork();
    });
    connect(&context.view, &View::rangeChanged, this, [this] {
        if (!m_going && !m_current.isEmpty())
            m_history.amend(location());
        Q_EMIT moved();
    });
    addShortcuts();
    qApp->installEventFilter(this); // the mouse's own back and forward buttons, wherever it is
    showStart();
}

MainWindow::~MainWindow() { qApp->removeEventFilter(this); }

void MainWindow::addShortcuts() {
    const auto on = [this](const QKeySequence& keys, auto order) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, order);
    };
    for (int i = 0; i < 9; ++i)
        on(QKeySequence(static_cast<int>(Qt::CTRL) | (Qt::Key_1 + i)), [this, i] {
            if (static_cast<std::size_t>(i) < m_slots.size())
                Q_EMIT m_rail->chosen(m_slots[static_cast<std::size_t>(i)].entry.id);
        });
    const auto refresh = [this] {
        if (Page* front = currentPage())
            front->refresh();
    };
    on(Qt::CTRL | Qt::Key_K, [this] { m_top->search()->begin(); });
    on(Qt::ALT | Qt::Key_Left, [this] { step(m_history.back()); });
    on(Qt::ALT | Qt::Key_Right, [this] { step(m_history.forward()); });
    on(Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { copyAddress(); });
    on(Qt::CTRL | Qt::Key_Q, [this] { close(); });
    on(Qt::Key_F5, refresh);
    on(Qt::Key_Slash, [this] {
        if (Page* front = currentPage())
            front->focusFilter();
    });
    addCommand(tr("Refresh now (F5)"), refresh);
    addCommand(tr("Copy the address of this place (Ctrl+Shift+C)"), [this] { copyAddress(); });
    addCommand(tr("Back (Alt+Left)"), [this] { step(m_history.back()); });
    addCommand(tr("Forward (Alt+Right)"), [this] { step(m_history.forward()); });
    addCommand(tr("Theme: dark"), [this] { m_context.theme.setChoice(ThemeChoice::Dark); });
    addCommand(tr("Theme: light"), [this] { m_context.theme.setChoice(ThemeChoice::Light); });
    addCommand(tr("Theme: as the system"), [this] { m_context.theme.setChoice(ThemeChoice::System); });
    addCommand(tr("Show times in UTC"), [this] { m_context.view.setZone(base::Zone::Utc); });
    addCommand(tr("Show times in the local zone"), [this] { m_context.view.setZone(base::Zone::Local); });
    addCommand(tr("Connect to a cluster…"), [this] { Q_EMIT connectionsRequested(); });
}

void MainWindow::addCommand(const QString& text, std::function<void()> run) {
    m_commands.emplace_back(text, std::move(run));
}

void MainWindow::setPages(std::vector<PageEntry> entries) {
    for (const Slot& slot : m_slots) {
        m_status->setWork(slot.entry.id, std::nullopt);
        delete slot.page; // at once: what it shows goes away next
        delete slot.face;
    }
    m_slots.clear();
    m_history = {};
    m_current.clear();
    m_rail->clear();
    for (PageEntry& entry : entries) {
        m_rail->add(entry.id, entry.title);
        m_slots.push_back(Slot{std::move(entry), nullptr, nullptr, {}});
    }
    if (m_slots.empty())
        showStart();
    else if (m_painted)
        QTimer::singleShot(0, this, &MainWindow::makeNext);
    showStatus();
    showTitle();
}

void MainWindow::showStart() {
    m_start->show(Face::Kind::Empty, tr("No cluster yet"),
                  tr("Connect to a Kafka cluster to see its lag, stock, audit log and access."),
                  tr("Connect to a cluster…"));
    m_stack->setCurrentWidget(m_start);
}

void MainWindow::showFailure(const base::Error& error) {
    m_start->showError(error, tr("Look at the connection…"));
    m_stack->setCurrentWidget(m_start);
    Q_EMIT failed(error);
}

void MainWindow::setClusters(const ClusterChoice& choice) {
    m_cluster = choice.current;
    m_top->setClusters(choice);
    showTitle();
}

void MainWindow::setConnection(const std::optional<kafka::ConnectionState>& state) {
    m_top->setConnection(state);
}

void MainWindow::setLocked(bool locked) { m_top->setLocked(locked); }

MainWindow::Slot* MainWindow::find(const QString& id) {
    for (Slot& slot : m_slots)
        if (slot.entry.id == id)
            return &slot;
    return nullptr;
}

Page* MainWindow::page(const QString& id) const {
    for (const Slot& slot : m_slots)
        if (slot.entry.id == id)
            return slot.page;
    return nullptr;
}

Page* MainWindow::currentPage() const { return page(m_current); }

base::Location MainWindow::location() const {
    base::Location place;
    if (const Page* front = currentPage())
        place = front->location();
    else if (const Slot* slot = const_cast<MainWindow*>(this)->find(m_current))
        place = slot->wanted;
    place.page = base::toStd(m_current);
    place.range = m_context.view.range();
    return place;
}

void MainWindow::go(const base::Location& place) {
    if (!find(base::toQString(place.page))) {
        m_status->confirm(m_slots.empty() ? tr("No cluster is connected")
                                          : tr("There is no page %1").arg(base::toQString(place.page)));
        return;
    }
    showPlace(place);
    m_history.visit(location());
    Q_EMIT moved();
}

void MainWindow::showPlace(const base::Location& place) {
    Slot* slot = find(base::toQString(place.page));
    if (!slot)
        return;
    m_going = true;
    if (place.range)
        m_context.view.setRange(*place.range);
    m_current = slot->entry.id;
    slot->wanted = place;
    m_rail->setCurrent(m_current);
    if (slot->page)
        slot->page->open(place);
    else
        make(*slot);
    m_stack->setCurrentWidget(slot->page ? static_cast<QWidget*>(slot->page) : slot->face);
    m_going = false;
    showStatus();
    showTitle();
    if (slot->page && slot->page->isReady())
        Q_EMIT currentReady();
}

void MainWindow::make(Slot& slot) {
    if (slot.page)
        return;
    base::Result<Page*> made = slot.entry.make(m_stack);
    if (!made) {
        if (!slot.face) {
            slot.face = new Face(m_stack);
            m_stack->addWidget(slot.face);
            connect(slot.face, &Face::actionTriggered, this,
                    [this, id = slot.entry.id] { pageMayExist(id); });
        }
        // Nobody's fault yet: what it needs is on its way.
        if (made.error().kind == base::ErrorKind::Cancelled)
            slot.face->show(Face::Kind::Loading, base::toQString(made.error().what));
        else
            slot.face->showError(made.error(), tr("Try again"));
        return;
    }
    slot.page = *made;
    m_stack->addWidget(slot.page);
    connectPage(slot.page);
    if (!slot.wanted.page.empty())
        slot.page->open(slot.wanted);
}

void MainWindow::makeNext() {
    for (Slot& slot : m_slots) {
        if (slot.page || slot.face)
            continue;
        make(slot);
        QTimer::singleShot(0, this, &MainWindow::makeNext); // one a turn, so that none is noticed
        return;
    }
}

void MainWindow::pageMayExist(const QString& id) {
    Slot* slot = find(id);
    if (!slot || slot->page || !slot->face)
        return; // made later, or there already
    make(*slot);
    if (!slot->page)
        return;
    if (m_current == id) {
        m_stack->setCurrentWidget(slot->page);
        showStatus();
        if (slot->page->isReady())
            Q_EMIT currentReady();
    }
    delete slot->face;
    slot->face = nullptr;
}

void MainWindow::connectPage(Page* made) {
    connect(made, &Page::locationRequested, this, &MainWindow::go);
    connect(made, &Page::locationChanged, this, [this, made] {
        if (m_going || made != currentPage())
            return;
        const base::Location place = location();
        const std::optional<base::Location> before = m_history.current();
        // Walking over rows is no step; another tab is.
        if (before && before->page == place.page && before->tab == place.tab)
            m_history.amend(place);
        else
            m_history.visit(place);
        Q_EMIT moved();
    });
    connect(made, &Page::statusChanged, this, [this, made] {
        m_status->setWork(made->id(), made->status().work);
        if (made == currentPage())
            showStatus();
    });
    connect(made, &Page::badgeChanged, this, [this, made](int count, base::Severity severity) {
        m_rail->setBadge(made->id(), count, severity);
    });
    connect(made, &Page::readyChanged, this, [this, made] {
        if (made == currentPage() && made->isReady())
            Q_EMIT currentReady();
    });
}

void MainWindow::showStatus() {
    const Page* front = currentPage();
    PageStatus status = front ? front->status() : PageStatus{};
    if (!status.command.isEmpty() && !status.command.contains(QLatin1String(" --cluster")))
        status.command += m_commandOptions;
    m_status->setStatus(status);
}

void MainWindow::setCommandOptions(const QString& options) {
    m_commandOptions = options.isEmpty() ? QString() : QLatin1Char(' ') + options;
    showStatus();
}

void MainWindow::showTitle() {
    QStringList parts;
    for (const Slot& slot : m_slots)
        if (slot.entry.id == m_current)
            parts << slot.entry.title;
    if (!m_cluster.isEmpty())
        parts << m_cluster;
    parts << QStringLiteral("Streamscape");
    setWindowTitle(parts.join(QStringLiteral(" – ")));
}

void MainWindow::step(const std::optional<base::Location>& place) {
    if (!place)
        return;
    showPlace(*place);
    Q_EMIT moved();
}

void MainWindow::copyAddress() {
    const QString address = base::toUrl(location());
    QGuiApplication::clipboard()->setText(address);
    m_status->confirm(tr("Copied: %1").arg(address));
}

std::vector<SearchEntry> MainWindow::searchEntries() const {
    std::vector<SearchEntry> entries;
    for (const Slot& slot : m_slots) {
        base::Location place;
        place.page = base::toStd(slot.entry.id);
        entries.push_back({{slot.entry.title, tr("page"), place}, {}});
    }
    for (const auto& [text, run] : m_commands)
        entries.push_back({{text, tr("command"), {}}, run});
    for (const Slot& slot : m_slots)
        if (slot.page)
            for (Finding& finding : slot.page->findings())
                entries.push_back({std::move(finding), {}});
    return entries;
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType() &&
        static_cast<QWidget*>(watched)->window() == this) {
        const Qt::MouseButton button = static_cast<QMouseEvent*>(event)->button();
        if (button == Qt::BackButton || button == Qt::ForwardButton) {
            step(button == Qt::BackButton ? m_history.back() : m_history.forward());
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    if (m_painted)
        return;
    m_painted = true;
    // The children paint in the same turn, after us.
    QTimer::singleShot(0, this, [this] {
        Q_EMIT painted();
        makeNext();
    });
}

void MainWindow::keepOpen(const QString& reason) {
    m_keptOpenFor = reason;
    sayWhyOpen();
    if (reason.isEmpty() && m_closeAsked)
        close();
}

void MainWindow::sayWhyOpen() {
    const bool waits = m_closeAsked && !m_keptOpenFor.isEmpty();
    m_status->setNotice(
        QStringLiteral("closing"),
        waits ? Notice{tr("Closes once this is done: %1").arg(m_keptOpenFor), base::Severity::Warn, {}}
              : Notice{});
}

void MainWindow::closeEvent(QCloseEvent* event) {
    m_closeAsked = true;
    m_context.memory.setValue(geometryKey, saveGeometry());
    if (!m_keptOpenFor.isEmpty()) {
        sayWhyOpen();
        return event->ignore();
    }
    QMainWindow::closeEvent(event);
    Q_EMIT closed();
}

} // namespace streamscape::widgets
