// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/split.h"

#include <QSplitter>

namespace streamscape::widgets {

QWidget* makeSplit(Memory& memory, const QString& key, std::initializer_list<SplitPart> parts,
                   QWidget* parent) {
    auto* split = new QSplitter(Qt::Horizontal, parent);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(12);
    QList<int> sizes;
    for (const SplitPart& part : parts) {
        split->addWidget(part.widget);
        split->setStretchFactor(split->count() - 1, part.stretch);
        sizes << part.pixels;
    }
    if (!split->restoreState(memory.value(key).toByteArray()))
        split->setSizes(sizes);
    QObject::connect(split, &QSplitter::splitterMoved, split,
                     [split, &memory, key] { memory.setValue(key, split->saveState()); });
    return split;
}

} // namespace streamscape::widgets
