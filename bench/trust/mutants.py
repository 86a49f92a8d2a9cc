"""Do the tests test? Each rule is broken in a thousand small ways, and its own tests must see it.

    python -m bench.trust.mutants [ROOM …] [--children N] [--json FILE]

`mutmut`, in a place of its own, changes one sign, one number or one word of a rule at a time and runs the tests of that
room; what no test sees is printed. Control: with no test at all nothing is seen, which `mutmut` checks by itself before
it begins (a forced failure must fail). Status 1 when a room is under 95 %.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.trust.dependencies import place

GOAL = 0.95
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "*.mo")
ROOMS = {
    "ledger": (["grants/domain/ledger.py", "grants/domain/chain.py"], ["tests/domain/test_ledger.py", "tests/audit"]),
    "awards": (
        ["grants/domain/awards.py", "grants/domain/sharing.py"],
        ["tests/domain/test_awards.py", "tests/domain/test_sharing.py"],
    ),
    "seating": (
        ["grants/domain/seating/conditions.py", "grants/domain/seating/feasible.py", "grants/domain/seating/wishes.py"],
        ["tests/domain/test_seating.py"],
    ),
    "rights": (["grants/security/rights.py"], ["tests/house/test_access.py"]),
    "words": (["grants/projects/text.py", "grants/domain/plain_text.py"], ["tests/projects/test_text.py"]),
}
EXAMPLES = "25"
"""Drawn by each property for each change: what hides from so few would take a day to look for."""
KILLED = {"killed", "timeout", "segfault"}


def run(folder: Path, *words: object) -> str:
    """Run a program in a folder and return what it says."""
    asked = [str(each) for each in words]
    environ = os.environ | {"GRANTS_TEST_EXAMPLES": EXAMPLES}
    return subprocess.run(asked, cwd=folder, env=environ, capture_output=True, text=True, check=False).stdout  # noqa: S603 - ours


def tool(folder: Path) -> Path:
    """Put mutmut in a place of its own, from which the libraries of this one are seen."""
    programs = place(folder, "mutmut>=3.8,<4")
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "here.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs / "mutmut"


def broken(house: Path, mutmut: Path, room: str, children: int) -> dict[str, object]:
    """Break a room in every way; return how many were seen, and what was not."""
    shutil.rmtree(house / "mutants", ignore_errors=True)
    rules, tests = ROOMS[room]
    lines = {
        "paths_to_mutate": rules,
        "tests_dir": tests,
        "also_copy": ["grants", "templates", "migrations", "config", "tests", "deploy", "wsgi.py", "pyproject.toml"],
    }
    told = "".join(f"{name}=\n" + "".join(f"    {each}\n" for each in values) for name, values in lines.items())
    (house / "setup.cfg").write_text(f"[mutmut]\n{told}", encoding="utf-8")
    run(house, mutmut, "run", "--max-children", children)
    states = dict(re.findall(r"^\s+(\S+): (.+)$", run(house, mutmut, "results", "--all", "true"), re.MULTILINE))
    counted = Counter(states.values())
    seen = sum(counted[state] for state in KILLED)
    left = [name for name, state in states.items() if state not in KILLED]
    changes = {name: _change(run(house, mutmut, "show", name)) for name in left}
    return {"mutants": len(states), "seen": seen, "part": seen / max(1, len(states)), "unseen": changes}


def _change(shown: str) -> list[str]:
    """Return the lines that differ."""
    return [line for line in shown.splitlines() if re.match(r"[-+](?![-+])", line)]


def main() -> int:
    """Break the rooms asked for, print what was not seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", default=list(ROOMS))
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        mutmut = tool(Path(folder, "tool"))
        house = Path(folder, "house")
        shutil.copytree(ROOT, house, ignore=LEFT_OUT)
        for room in options.rooms:
            figures[room] = broken(house, mutmut, room, options.children)
            print(f"{room:10} {figures[room]['seen']} of {figures[room]['mutants']} seen, {figures[room]['part']:.1%}")
            for name, lines in figures[room]["unseen"].items():
                print(f"   {name}", *lines, sep="\n      ")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0 if all(each["mutants"] and each["part"] >= GOAL for each in figures.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
