# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails on every C++ file that clang-format would change; prints the command that mends it."""
import subprocess
import sys
from pathlib import Path

tool, root = sys.argv[1], Path(sys.argv[2])
files = [str(p) for folder in ("app", "models", "widgets", "tests") for p in sorted((root / folder).rglob("*"))
         if p.suffix in (".cpp", ".h")]
done = subprocess.run([tool, "--dry-run", "--Werror", *files], stderr=subprocess.PIPE, text=True)
if done.returncode:
    bad = sorted({line.split(":")[0] for line in done.stderr.splitlines() if ": error:" in line})
    print("Not formatted; mend with: " + tool + " -i " + " ".join(str(Path(f).relative_to(root)) for f in bad))
    sys.exit(1)
print(f"{len(files)} files are formatted")
