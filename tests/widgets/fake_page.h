// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/context.h"

#include <QLabel>

#include <map>

namespace streamscape::test {

/// A page that says where it was sent, and lets a test speak for it.
class FakePage final : public widgets::Page {
public:
    FakePage(QString id, QString title, QWidget* parent)
        : Page(parent)
        , m_id(std::move(id))
        , m_title(std::move(title)) {
        m_place.page = base::toStd(m_id);
        m_text = new QLabel(m_title, this);
    }

    QString id() const override { return m_id; }
    QString title() const override { return m_title; }
    void open(const base::Location& location) override {
        m_place = location;
        m_place.range.reset();
        ++opened;
    }
    base::Location location() const override { return m_place; }
    bool isReady() const override { return ready; }
    bool isSettled() const override { return settled; }
    widgets::PageStatus status() const override { return pageStatus; }
    std::vector<widgets::Finding> findings() const override { return found; }
    void refresh() override { ++refreshed; }
    void cancelWork() override { ++cancelled; }
    void focusFilter() override { ++filterFocused; }

    /// As if the user had moved on the page.
    void moveTo(const std::string& tab, std::map<std::string, std::string> query) {
        m_place.tab = tab;
        m_place.query = std::move(query);
        Q_EMIT locationChanged();
    }

    bool ready = true;
    bool settled = true;
    int opened = 0;
    int refreshed = 0;
    int cancelled = 0;
    int filterFocused = 0;
    widgets::PageStatus pageStatus;
    std::vector<widgets::Finding> found;

private:
    QString m_id;
    QString m_title;
    base::Location m_place;
    QLabel* m_text;
};

/// Remembers for as long as the test lasts.
class ShortMemory final : public widgets::Memory {
public:
    QVariant value(const QString& key) const override {
        const auto it = m_values.find(key);
        return it == m_values.end() ? QVariant() : it->second;
    }
    void setValue(const QString& key, const QVariant& value) override { m_values[key] = value; }

private:
    std::map<QString, QVariant> m_values;
};

} // namespace streamscape::test
