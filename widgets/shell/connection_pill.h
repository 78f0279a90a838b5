// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "widgets/common/context.h"

#include <QAbstractButton>

namespace streamscape::widgets {

/// What the connection is like, in the top bar: ● connected · 3 brokers · 4 ms.
class ConnectionPill final : public QAbstractButton {
    Q_OBJECT

public:
    explicit ConnectionPill(const PageContext& context, QWidget* parent = nullptr);

    void setState(const kafka::ConnectionState& state);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void say(const QString& word, base::Shape shape, base::Severity severity);
    void refresh();

    PageContext m_context;
    kafka::ConnectionState m_state;
    base::Shape m_shape = base::Shape::None;
    base::Severity m_severity = base::Severity::None;
};

} // namespace streamscape::widgets
