// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_faces.h"

#include "widgets/common/face.h"
#include "widgets/lag/lag_strip.h"

#include <algorithm>

namespace streamscape::widgets {

using base::toQString;

void showFace(FaceStack& face, const LagWatch& watch, const PageContext& context) {
    const std::optional<base::Error>& error = watch.error();
    const lag::Snapshots& shown = watch.shown();
    const bool past = watch.mode() == LagWatch::Mode::Past;
    const auto clock = [&](base::Time at) {
        return base::clockTime(at, context.clock(), context.view.zone());
    };
    face.setStale({});
    if (past && !watch.isAsking() && error && error->kind == base::ErrorKind::NotFound)
        return face.showFace(Face::Kind::Empty,
                             QObject::tr("Nothing is kept of %1").arg(clock(*watch.moment())),
                             toQString(base::describe(*error)), QObject::tr("Back to now"));
    if (shown.empty() && error)
        return face.showError(*error, past ? QObject::tr("Back to now") : QObject::tr("Try again"));
    if (shown.empty())
        return face.showFace(Face::Kind::Loading,
                             past ? QObject::tr("Reading what was kept of %1…").arg(clock(*watch.moment()))
                                  : QObject::tr("Reading groups and offsets…"));
    if (error)
        face.setStale(QObject::tr("As of %1: the newest look failed. %2")
                          .arg(clock(*watch.asOf()), toQString(base::describe(*error))));
    if (std::any_of(shown.begin(), shown.end(), [](const auto& one) { return !one->groups.empty(); }))
        return face.showContent();
    if (std::any_of(shown.begin(), shown.end(),
                    [](const auto& one) { return one->visibility == lag::Visibility::Some; }))
        return face.showFace(
            Face::Kind::Denied, QObject::tr("This connection may not list all groups"),
            QObject::tr("None of the groups it may describe exists. DESCRIBE on the cluster, or on "
                        "the groups, shows them."),
            QObject::tr("Try again"));
    face.showFace(Face::Kind::Empty, QObject::tr("There are no consumer groups on this cluster"),
                  QObject::tr("A group appears here when its first member joins or commits."),
                  QObject::tr("Look again"));
}

void sayMoment(LagStrip& strip, const LagWatch& watch, const PageContext& context) {
    const auto clock = [&](base::Time at) {
        return base::clockTime(at, context.clock(), context.view.zone()) +
               (context.view.zone() == base::Zone::Utc ? QObject::tr(" UTC") : QString());
    };
    switch (watch.mode()) {
    case LagWatch::Mode::Live:
        strip.say({});
        break;
    case LagWatch::Mode::Paused:
        strip.say(QObject::tr("Paused at %1. What is new is read and not shown.").arg(clock(*watch.asOf())),
                  QObject::tr("Resume"));
        break;
    case LagWatch::Mode::Past:
        strip.say(
            watch.isAsking()
                ? QObject::tr("Reading what was kept of %1…").arg(clock(*watch.moment()))
                : QObject::tr(
                      "As it was at %1, from the history kept here. Hosts, assignments and group types are "
                      "not kept.")
                      .arg(clock(watch.asOf().value_or(*watch.moment()))),
            QObject::tr("Back to now"));
        break;
    }
}

} // namespace streamscape::widgets
