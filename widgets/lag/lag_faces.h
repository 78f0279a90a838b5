// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/lag/lag_watch.h"

namespace streamscape::widgets {

class FaceStack;
class LagStrip;

/// What stands in place of the page's content, or over it: loading, nothing there, nothing kept, denied,
/// failed, stale.
void showFace(FaceStack& face, const LagWatch& watch, const PageContext& context);
/// Of what moment the page is, where that is not now.
void sayMoment(LagStrip& strip, const LagWatch& watch, const PageContext& context);

} // namespace streamscape::widgets
