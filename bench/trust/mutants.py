"""Do the tests test? Each rule is broken in a thousand small ways, and its own tests must see it.

    python -m bench.trust.mutants [ROOM …] [--coverage] [--children N] [--json FILE]

One sign, one number, one word, one entry of a table or one line of a rule is changed at a time, in memory (see
`breaking.py`), and the pure tests of its room are run in a child process; what no test sees is printed. The tables of
constants and the properties are broken too: they hold most of what the rules say. Examples are drawn from a fixed seed.
Status 1 when a room is under 95 %. With --coverage, instead, every line and branch of those files by those same tests.

Controls: the rules as they are must pass, and a broken rule that no test is called to see must be reported as unseen.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.trust.breaking import Change, changes

if TYPE_CHECKING:
    from collections.abc import Callable

GOAL = 0.95
ALL: tuple[str, ...] = ()
PERSON = (
    "Person.is_staff",
    "Person.is_admin",
    "Person.works_here",
    "Person.reads_accounts",
    "Person.calls_of",
    "Person.looks_after",
    "is_over",
)


@dataclass(frozen=True)
class Room:
    """Rules, by file (and by name, where a file holds other things too), and the tests that speak of them."""

    rules: dict[str, tuple[str, ...]]
    tests: tuple[str, ...]


ROOMS = {
    "ledger": Room(
        {"grants/domain/ledger.py": ALL, "grants/domain/chain.py": ALL},
        ("tests/domain/test_ledger.py",),
    ),
    "awards": Room(
        {f"grants/domain/{name}.py": ALL for name in ("awards", "sharing", "levels", "flow")},
        ("tests/domain/test_sharing.py", "tests/domain/test_awards.py"),
    ),
    "seating": Room(
        {f"grants/domain/seating/{name}.py": ALL for name in ("conditions", "feasible", "wishes")},
        ("tests/domain/test_seating_rules.py", "tests/domain/test_seating.py"),
    ),
    "rights": Room(
        {"grants/security/rights.py": ALL, "grants/accounts/models.py": PERSON}, ("tests/security/test_rights.py",)
    ),
    "words": Room(
        {
            "grants/projects/text.py": ALL,
            "grants/domain/plain_text.py": ALL,
            "grants/domain/contacts.py": ALL,
            "grants/domain/scdl.py": ("one_line", "harmless", "LIVE_FORMULA", "AFTER_A_MARK"),
            "grants/domain/feeds/entries.py": ("words", "web_address"),
            "grants/years/archive/words.py": ALL,
            "grants/privacy/taking.py": ("_safe",),
            "grants/budget/books/verify.py": ("cell", "LIVE"),
            "grants/accounts/views/sign_in.py": ("safe_next",),
        },
        ("tests/projects/test_text.py", "tests/domain/test_clean_words.py", "tests/security/test_words_that_leave.py"),
    ),
}

NOT_ZERO = "a line of nothing is refused before: below one cent is below zero"
NO_CHANGE = "a change of nothing never goes past a neighbour"
LEDGER = "grants/domain/ledger.py"
EQUIVALENT: dict[tuple[str, str], str] = {
    (LEDGER, "if cents <= 0 and kind not in EITHER_WAY:"): NOT_ZERO,
    (LEDGER, "if cents < 1 and kind not in EITHER_WAY:"): NOT_ZERO,
    (LEDGER, "backwards = (cents <= 0) != (kind is Kind.REVERSAL)"): NOT_ZERO,
    (
        LEDGER,
        "raise RuleError((ABOVE if change >= 0 else BELOW)[column], asked=abs(change), allowed=allowed)",
    ): NO_CHANGE,
    (LEDGER, "if change >= 0:"): NO_CHANGE,
}
"""(file, what a line becomes): why nobody could ever tell the difference."""

QUIET = ("-x", "-q", "--noconftest", "-p", "no:cacheprovider", "-p", "bench.trust.drawing")
NO_TEST = ("-k", "nobody_looks_at_this")
SEEN = {1, 2}
"""How pytest ends when a test fails, or cannot even be read."""
LONGEST, LONGEST_ROOM, MOST_MEMORY = 20, 3 * 3600, 1 << 30
"""Seconds of work after which a rule is held to turn round for ever, or a room is left; and bytes for either."""
OWN_LIBRARIES = ("numpy", "hypothesis", "flask", "sqlalchemy", "nh3", "markdown_it", "markupsafe")


class Loop:
    """Instead of running the tests once: for each change, in a child of the process that has read them all."""

    def __init__(self, found: list[Change], children: int, kept: Path) -> None:
        """Take the changes, how many to try at a time, and the file in which to note what was seen."""
        self.found, self.children, self.kept = found, children, kept

    def pytest_runtestloop(self, session: Any) -> bool:  # noqa: ANN401 - pytest is read by the child alone
        """Break, look, note what was seen."""
        seen = _by_turns(self.children, [lambda change=change: self._look(session, change) for change in self.found])
        self.kept.write_text(json.dumps(seen), encoding="utf-8")
        return True

    @staticmethod
    def _look(session: Any, change: Change) -> int:  # noqa: ANN401 - as above
        """Run the tests until one sees the change."""
        if not change.swap():
            return 0
        for item in session.items:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if session.testsfailed:
                return 1
        return 0


def _child(work: Callable[[], int], seconds: int = LONGEST) -> int:
    """Do something in a child process, silently, within so many seconds of work; return its number."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        status = 1
        try:
            hush = os.open(os.devnull, os.O_WRONLY)
            os.dup2(hush, 1)
            os.dup2(hush, 2)
            status = work()
        finally:
            os._exit(status)
    return child


def _by_turns(children: int, works: list[Callable[[], int]]) -> list[bool]:
    """Do each work in a child of its own, so many at a time; return which saw their change."""
    seen: list[bool] = []
    under_way: list[int] = []
    for work in works:
        if len(under_way) == children:
            seen.append(_ended(under_way.pop(0)))
        under_way.append(_child(work))
    return [*seen, *map(_ended, under_way)]


def _ended(child: int) -> bool:
    """Wait for a child; return whether it saw the change, or died of it."""
    _, how = os.waitpid(child, 0)
    return os.WIFSIGNALED(how) or os.WEXITSTATUS(how) in SEEN


def looked(room: Room, change: Change | None, *more: str, loop: Loop | None = None) -> int:
    """Run the tests of a room, the change in the place of the rule; return how pytest ended."""
    import pytest  # noqa: PLC0415 - already read by the parent

    os.chdir(ROOT)
    if change:
        change.install()
    return int(pytest.main([*QUIET, *more, *room.tests], plugins=[loop] if loop else []))


def broken(room: Room, children: int) -> dict[str, Any]:
    """Break a room in every way; return how many were seen, and what was not."""
    if _ended(_child(lambda: looked(room, None))):
        sys.exit("The tests fail on the rules as they are.")
    found = [
        change
        for path, names in room.rules.items()
        for change in changes(ROOT, path, names)
        if (path, change.after) not in EQUIVALENT
    ]
    if _ended(_child(lambda: looked(room, found[0], *NO_TEST))):
        sys.exit("A change was seen that no test looked at.")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "seen.json")
        _ended(_child(lambda: looked(room, None, loop=Loop(found, children, kept)), LONGEST_ROOM))
        seen = json.loads(kept.read_text(encoding="utf-8"))
    left = [change for change, was_seen in zip(found, seen, strict=True) if not was_seen]
    seen = _by_turns(children, [lambda change=change: looked(room, change) for change in left])
    left = [change for change, was_seen in zip(left, seen, strict=True) if not was_seen]
    parts = {"changes": len(found), "seen": len(found) - len(left)}
    return {**parts, "part": parts["seen"] / parts["changes"], "unseen": [change.told() for change in left]}


def covered(room: Room) -> dict[str, Any]:
    """Run the tests of a room and return, by rule, the lines and branches they never took."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "kept")
        environ = os.environ | {"COVERAGE_FILE": str(kept), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        asked = [sys.executable, "-m", "coverage"]
        files = ",".join(room.rules)
        for words in (
            ["run", "--rcfile=", "--branch", f"--include={files}", "-m", "pytest", *QUIET, *room.tests],
            ["json", "--rcfile=", "-q", "-o", f"{folder}/told.json"],
        ):
            subprocess.run([*asked, *words], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        told = json.loads(Path(folder, "told.json").read_text(encoding="utf-8"))["files"]
    missed, whole, taken = [], 0, 0
    for path, names in room.rules.items():
        regions = told[path]["functions"]
        for name in names or regions:
            if name in regions:
                summary = regions[name]["summary"]
                whole += summary["num_statements"] + summary["num_branches"]
                taken += summary["covered_lines"] + summary["covered_branches"]
                left = regions[name]["missing_lines"] + regions[name]["missing_branches"]
                missed += [f"{path} {name}: {each}" for each in left]
    return {"lines_and_branches": whole, "taken": taken, "part": taken / whole, "missed": missed}


def main() -> int:
    """Break, or cover, the rooms asked for; print what was not seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", default=list(ROOMS))
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in OWN_LIBRARIES if not options.coverage else ():
        __import__(name)  # once for all the children
    figures = {}
    for name in options.rooms:
        room = ROOMS[name]
        told = figures[name] = covered(room) if options.coverage else broken(room, options.children)
        all_of, part_of = (each for each in told.values() if isinstance(each, int))
        print(f"{name:10} {part_of} of {all_of}, {told['part']:.1%}", flush=True)
        for each in told["missed" if options.coverage else "unseen"]:
            print(f"   {each}", flush=True)
        if options.json:
            options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    goal = 1 if options.coverage else GOAL
    return 0 if all(each["part"] >= goal for each in figures.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
