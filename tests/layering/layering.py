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


def read_tree(root):
    """What is wrong in a checkout, and how many files were read."""
    found, count = strays(root), 0
    for top in ("app", "models", "widgets", "tests"):
        for path in sources(root / top):
            count += 1
            found += complaints(path.relative_to(root), path.read_text(encoding="utf-8", errors="replace"))
    return found, count


def self_test_of_trees():
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)

        def write(path, text):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")

        write("models/base/text.h", "#include <string>\n")
        write("widgets/lag/page.cpp", '#include "models/lag/lag.h"\n')
        write("models/notes/README.md", "no code, no arrow\n")
        assert read_tree(root) == ([], 2)
        write("models/base/text.cpp", '#include "models/kafka/cluster.h"\n')
        write("models/schema/schema.cpp", '#include "models/lag/lag.h"\n')
        write("widgets/case/parts/page.cpp", "")
        write("widgets/loose.h", "")
        found, count = read_tree(root)
        assert count == 6 and len(found) == 4, found
        assert any(line.startswith("widgets/loose.h: ") for line in found), "code beside the folders"
        assert any(line.startswith("models/base/text.cpp:1: ") for line in found), "a wrong arrow in a tree"
        for folder in ("models/schema", "widgets/case"):
            assert any(line.startswith(folder + ": ") and "tests/layering/layering.py" in line for line in found), \
                "an unlisted folder must not pass, and the message says where to list it"


def self_test():
    assert complaints("models/lag/x.cpp", '#include "models/kafka/cluster.h"\n') == []
    assert complaints("models/lag/x.cpp", '#include "models/audit/event.h"\n'), "features must not see one another"
    assert complaints("models/samples/x.cpp", '#include "models/kafka/cluster.h"\n'), "samples are numbers to the store"
    assert complaints("models/lag/x.cpp", "#include <librdkafka/rdkafka.h>\n"), "only kafkard sees librdkafka"
    assert complaints("widgets/lag/x.cpp", '#include "widgets/shell/window.h"\n'), "a page must not see the shell"
    assert complaints("models/lag/x.cpp", "#include <QWidget>\n"), "models must not see widgets"
    assert complaints("models/base/x.h", '#include "error.h"\n'), "includes are written from the root"
    self_test_of_trees()
    print("every wrong arrow was noticed")


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    found, count = read_tree(Path(sys.argv[1]))
    print("\n".join(found) if found else f"{count} files keep to the arrows")
    sys.exit(1 if found else 0)


main()
