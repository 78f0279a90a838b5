// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/cluster.h" // moc
