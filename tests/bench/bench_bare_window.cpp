// SPDX-License-Identifier: GPL-3.0-or-later
// The floor for start-up on this machine: an empty Qt window, from main to its first paint.
#include <QApplication>
#include <QPaintEvent>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <iostream>

namespace {

class Bare final : public QWidget {
public:
    explicit Bare(std::chrono::steady_clock::time_point started)
        : m_started(started) {}

protected:
    void paintEvent(QPaintEvent* event) override {
        QWidget::paintEvent(event);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - m_started;
        std::cerr << "first usable paint after " << took.count() << " ms\n";
        QTimer::singleShot(0, qApp, &QApplication::quit);
    }

private:
    std::chrono::steady_clock::time_point m_started;
};

} // namespace

int main(int argc, char** argv) {
    const auto started = std::chrono::steady_clock::now();
    QApplication application(argc, argv);
    Bare window(started);
    window.resize(1600, 1000);
    window.show();
    return QApplication::exec();
}
