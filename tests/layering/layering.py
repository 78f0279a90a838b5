# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the #include lines and fails on an arrow that HACKING.md does not draw. Debian's include paths let wrong ones compile."""
import re
import sys
import tempfile
from pathlib import Path

FEATURES = ("lag", "inventory", "audit", "access")
# Folder -> folders it may include beside itself.
ARROWS = {
    "models/base": set(),
    "models/kafka": {"models/base"},
    "models/kafkard": {"models/base", "models/kafka"},
    "models/http": {"models/base"},
    "models/store": {"models/base"},
    "models/samples": {"models/base", "models/store"},
    "models/settings": {"models/base", "models/kafka"},
    "models/journal": {"models/base"},
    "models/offsets": {"models/base", "models/kafka", "models/journal"},
    **{f"models/{f}": {"models/base", "models/kafka", "models/store", "models/http"} for f in FEATURES},
    "models/lag": {"models/base", "models/kafka", "models/store", "models/http", "models/samples"},
    "widgets/common": {"models/base"},
    **{f"widgets/{f}": {"models/base", "models/kafka", f"models/{f}", "widgets/common"} for f in FEATURES},
    "widgets/offsets": {"models/base", "models/kafka", "models/journal", "models/offsets", "widgets/common"},
    "widgets/shell": {"models/base", "models/kafka", "models/settings", "widgets/common"},
    # The parts of app that others link; the rest of app wires all there is.
    "app/alert_rules_file": {"models/base", "models/lag", "models/settings"},
    "app/connection_check": {"models/base", "models/kafka", "models/kafkard", "models/http"},
    "app/desktop_notifier": {"models/base"},
    "app/ctl": {"app/alert_rules_file", "app/connection_check", "models/base", "models/http", "models/kafka",
                "models/kafkard", "models/store", "models/samples", "models/settings", "models/journal", "models/offsets",
                *(f"models/{f}" for f in FEATURES)},
}
# Library header pattern -> the only folders that may see it.
LIBRARIES = [
    (re.compile(r"^(librdkafka/|rdkafka)"), {"models/kafkard"}),
    (re.compile(r"^(SQLiteCpp/|sqlite3)"), {"models/store"}),
    (re.compile(r"^(qt6keychain/|qtkeychain/|keychain\.h)"), {"models/settings"}),
    (re.compile(r"^simdjson"), {"models/inventory"}),
    (re.compile(r"^yaml-cpp/"), {"models/access"}),
    (re.compile(r"^CLI/"), {"app"}),
]
# Qt module -> the only folders that may see it. A header's module is the folder of Qt's that it lies in.
QT_MODULES = {
    "QtCore": {"models", "widgets", "app"},
    "QtNetwork": {"models/http"},
    "QtDBus": {"app/desktop_notifier"},
    **{module: {"widgets", "app"} for module in ("QtGui", "QtWidgets", "QtCharts", "QtSvg")},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def folder_of(path):
    """The folder, or the part of app, that a file belongs to."""
    parts = Path(path).parts
    if parts[0] == "app":
        part = f"app/{Path(parts[1]).stem}" if len(parts) > 1 else ""
        return part if part in ARROWS else "app"
    return "/".join(parts[:2]) if parts[0] in ("models", "widgets") else parts[0]


def qt_modules(target, qt):
    """The modules that have this header; none for what is not Qt's."""
    if match := re.match(r"(Qt[A-Z0-9]\w*)/", target):
        return {match.group(1)}
    if "/" in target or not target.startswith(("Q", "q")):
        return set()
    return {header.parent.name for header in qt.glob(f"Qt*/{target}")}


def may_see(here, allowed):
    return here in allowed or here.split("/")[0] in allowed


def complaints(path, text, qt):
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
            modules = qt_modules(target, qt)
            wrong = [pattern for pattern, allowed in LIBRARIES
                     if pattern.match(target) and not may_see(here, allowed)]
            if wrong or (modules and not any(may_see(here, QT_MODULES.get(module, ())) for module in modules)):
                found.append(f"{path}:{number}: {here} may not include <{target}>")
    return found


def strays(root):
    """What lies in models/ and widgets/ where no arrow is drawn: nothing would be checked of what it includes."""
    found = []
    for top in ("models", "widgets"):
        for entry in sorted((root / top).glob("*")):
            name = f"{top}/{entry.name}"
            if entry.is_dir() and name not in ARROWS and any(sources(entry)):
                found.append(f"{name}: no arrow draws this folder; add it to ARROWS in tests/layering/layering.py "
                             "(a feature: its name to FEATURES) and to the picture in HACKING.md")
            if entry.suffix in (".h", ".cpp"):
                found.append(f"{name}: code belongs into a folder of {top}, so that its arrows are known")
    return found


def sources(folder):
    return (path for path in sorted(folder.rglob("*")) if path.suffix in (".h", ".cpp"))


def read_tree(root, qt):
    """What is wrong in a checkout, and how many files were read."""
    found, count = strays(root), 0
    for top in ("app", "models", "widgets", "tests"):
        for path in sources(root / top):
            count += 1
            found += complaints(path.relative_to(root), path.read_text(encoding="utf-8", errors="replace"), qt)
    return found, count


def self_test_of_trees(qt):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)

        def write(path, text):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")

        write("models/base/text.h", "#include <string>\n")
        write("widgets/lag/page.cpp", '#include "models/lag/lag.h"\n')
        write("models/notes/README.md", "no code, no arrow\n")
        assert read_tree(root, qt) == ([], 2)
        write("models/base/text.cpp", '#include "models/kafka/cluster.h"\n')
        write("models/schema/schema.cpp", '#include "models/lag/lag.h"\n')
        write("widgets/case/parts/page.cpp", "")
        write("widgets/loose.h", "")
        found, count = read_tree(root, qt)
        assert count == 6 and len(found) == 4, found
        assert any(line.startswith("widgets/loose.h: ") for line in found), "code beside the folders"
        assert any(line.startswith("models/base/text.cpp:1: ") for line in found), "a wrong arrow in a tree"
        for folder in ("models/schema", "widgets/case"):
            assert any(line.startswith(folder + ": ") and "tests/layering/layering.py" in line for line in found), \
                "an unlisted folder must not pass, and the message says where to list it"


def self_test(qt):
    def wrong(path, *lines):
        return complaints(path, "".join(f"#include {line}\n" for line in lines), qt)

    assert wrong("models/lag/x.cpp", '"models/kafka/cluster.h"') == []
    assert wrong("models/lag/x.cpp", '"models/audit/event.h"'), "features must not see one another"
    assert wrong("models/samples/x.cpp", '"models/kafka/cluster.h"'), "samples are numbers to the store"
    assert wrong("widgets/lag/x.cpp", '"widgets/shell/window.h"'), "a page must not see the shell"
    assert wrong("models/base/x.h", '"error.h"'), "includes are written from the root"
    assert wrong("app/workspace.cpp", '"widgets/lag/lag_page.h"') == [], "app wires all there is"
    assert wrong("app/alert_rules_file.cpp", '"models/lag/alert_rule.h"', '"models/settings/json_file.h"') == []
    assert wrong("app/alert_rules_file.h", '"models/store/store.h"'), "a part of app has arrows of its own"
    assert wrong("app/desktop_notifier.cpp", '"app/workspace.h"'), "a part of app must not see the rest"
    assert wrong("app/ctl/lag.cpp", '"widgets/common/theme.h"'), "streamscapectl has no window"
    for owner, header in (("models/kafkard", "librdkafka/rdkafka.h"), ("models/store", "sqlite3.h"),
                          ("models/settings", "qt6keychain/keychain.h"), ("models/inventory", "simdjson.h"),
                          ("models/access", "yaml-cpp/yaml.h"), ("app/ctl", "CLI/CLI.hpp"),
                          ("models/http", "QSslSocket"), ("models/http", "QtNetwork/QTcpSocket")):
        assert wrong(f"{owner}/x.cpp", f"<{header}>") == [], f"{owner} sees {header}"
        assert wrong("models/lag/x.cpp", f"<{header}>"), f"only {owner} sees {header}"
    assert wrong("app/desktop_notifier.cpp", "<QDBusMessage>") == []
    assert wrong("app/workspace.cpp", "<QDBusMessage>"), "one part of app sees Qt D-Bus"
    for header in ("QWidget", "QPushButton", "QChart", "QPixmap", "QGuiApplication", "qpixmap.h", "QtGui/QColor"):
        assert wrong("widgets/lag/x.cpp", f"<{header}>") == []
        assert wrong("models/lag/x.cpp", f"<{header}>"), f"models must not see {header}"
    for header in ("QObject", "QFuture", "QJsonObject", "QtCore/QFile", "queue"):
        assert wrong("models/lag/x.cpp", f"<{header}>") == [], f"models see {header}"
    assert wrong("widgets/lag/x.cpp", "<QTcpSocket>"), "only http sees Qt Network"
    assert wrong("app/workspace.cpp", "<QTest>"), "a module that nobody was given"
    self_test_of_trees(qt)
    print("every wrong arrow was noticed")


def main():
    self_testing = sys.argv[1] == "--self-test"
    qt = Path(sys.argv[2])
    if not (qt / "QtCore/QObject").exists():
        sys.exit(f"{qt} has no QtCore/QObject: give Qt's include folder, or no header's module is known")
    if self_testing:
        return self_test(qt)
    found, count = read_tree(Path(sys.argv[1]), qt)
    print("\n".join(found) if found else f"{count} files keep to the arrows")
    sys.exit(1 if found else 0)


main()
