# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the #include lines and fails on an arrow that HACKING.md does not draw. Debian's include paths let wrong ones compile."""
import re
import sys
from pathlib import Path

FEATURES = ("lag", "inventory", "audit", "access")
# Folder -> folders it may include beside itself.
ARROWS = {
    "models/base": set(),
    "models/kafka": {"models/base"},
    "models/kafkard": {"models/base", "models/kafka"},
    "models/http": {"models/base"},
    "models/store": {"models/base"},
    "models/settings": {"models/base", "models/kafka"},
    **{f"models/{f}": {"models/base", "models/kafka", "models/store", "models/http"} for f in FEATURES},
    "widgets/common": {"models/base"},
    **{f"widgets/{f}": {"models/base", "models/kafka", f"models/{f}", "widgets/common"} for f in FEATURES},
    "widgets/shell": {"models/base", "models/kafka", "models/settings", "widgets/common"},
}
# Library header pattern -> the only folders that may see it.
LIBRARIES = [
    (re.compile(r"^(librdkafka/|rdkafka)"), {"models/kafkard"}),
    (re.compile(r"^(SQLiteCpp/|sqlite3)"), {"models/store"}),
    (re.compile(r"^(QtNetwork/|QTcp|QSsl|QNetwork|QHostInfo|QHostAddress|QAbstractSocket)"), {"models/http"}),
    (re.compile(r"^(qt6keychain/|qtkeychain/|keychain\.h)"), {"models/settings"}),
    (re.compile(r"^(QtWidgets/|QtCharts/|QWidget$|QApplication$|QTableView$|QLabel$|QPainter$|QColor$|QFont$|QIcon$)"),
     {"widgets", "app", "tests"}),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def folder_of(path):
    parts = Path(path).parts
    return "/".join(parts[:2]) if parts[0] in ("models", "widgets") else parts[0]


def complaints(path, text):
    here = folder_of(path)
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quoted, target = match.group(1) == '"', match.group(2)
        if quoted and target.endswith(".moc"):
            continue
        if quoted:
            if "/" not in target:
                found.append(f"{path}:{number}: write the include from the root: {target}")
                continue
            there = folder_of(target)
            if here in ARROWS and there != here and there not in ARROWS[here]:
                found.append(f"{path}:{number}: {here} may not include {there} ({target})")
        elif here != "tests":
            for pattern, allowed in LIBRARIES:
                if pattern.match(target) and here not in allowed and here.split("/")[0] not in allowed:
                    found.append(f"{path}:{number}: {here} may not include <{target}>")
    return found


def self_test():
    assert complaints("models/lag/x.cpp", '#include "models/kafka/cluster.h"\n') == []
    assert complaints("models/lag/x.cpp", '#include "models/audit/event.h"\n'), "features must not see one another"
    assert complaints("models/lag/x.cpp", "#include <librdkafka/rdkafka.h>\n"), "only kafkard sees librdkafka"
    assert complaints("widgets/lag/x.cpp", '#include "widgets/shell/window.h"\n'), "a page must not see the shell"
    assert complaints("models/lag/x.cpp", "#include <QWidget>\n"), "models must not see widgets"
    assert complaints("models/base/x.h", '#include "error.h"\n'), "includes are written from the root"
    print("every wrong arrow was noticed")


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    root = Path(sys.argv[1])
    found, count = [], 0
    for top in ("app", "models", "widgets", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                count += 1
                found += complaints(path.relative_to(root), path.read_text(encoding="utf-8", errors="replace"))
    print("\n".join(found) if found else f"{count} files keep to the arrows")
    sys.exit(1 if found else 0)


main()
