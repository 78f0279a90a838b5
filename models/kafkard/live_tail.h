// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/closing.h"
#include "models/base/tether.h"
#include "models/kafkard/tail_reader.h"

namespace streamscape::kafkard {

/// A stream as its receiver sees it: passes on what its reader's thread reads, until it is destroyed. The
/// reader is then left to closing, or waited for where there is none.
class LiveTail final : public kafka::Tail {
    Q_OBJECT

public:
    LiveTail(HandlePtr handle, const kafka::ConnectionSpec& spec, std::vector<kafka::TailStart> starts,
             kafka::TailOptions options, base::Closing* closing);
    ~LiveTail() override;

    void taken() override { m_reader->taken(); }

protected:
    /// Reading begins with the first listener: a batch that nobody heard would be lost records.
    void connectNotify(const QMetaMethod& signal) override;

private:
    base::Closing* const m_closing;
    const std::shared_ptr<base::Tether<LiveTail>> m_tether = std::make_shared<base::Tether<LiveTail>>(this);
    std::unique_ptr<TailReader> m_reader;
};

} // namespace streamscape::kafkard
