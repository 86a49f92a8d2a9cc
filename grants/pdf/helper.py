"""A second pair of hands: another process lays out the pages at the end while this one lays out those at the front.

Pages travel through the press's folder: the helper leaves each where its words say, and stops at the first page it
finds already kept, where the two meet. Another process, since layout holds Python's lock: a town whose booklet is
being made for the first time still answers its visitors.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grants.pdf.apart import hold_memory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOUSE = Path(__file__).resolve().parents[2]
WORTH_IT = 24
"""Pages from which a second process is worth the half second it takes to start."""
MOST_MEMORY = 768 * 2**20
"""Bytes of a helper: a page that needs more ends it, and is laid out within limits by the process that asked."""

Sheet = tuple[str, str, "Mapping[str, bytes]"]
"""A page to come: the signature it will be kept under, its HTML, its pictures."""


@contextmanager
def helped(stylesheets: Sequence[str], folder: Path | None, sheets: Sequence[Sheet]) -> Iterator[None]:
    """Have the last of these pages laid out by another process meanwhile, if there are many and a core is free."""
    if folder is None or len(sheets) < WORTH_IT or (os.cpu_count() or 1) < 2:  # noqa: PLR2004
        yield
        return
    command = [sys.executable, "-c", f"from {__name__} import main; main()"]
    with subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE) as hands:  # noqa: S603 — our own module
        try:
            _ask(hands, (tuple(stylesheets), str(folder), [(s, h, dict(i)) for s, h, i in sheets]))
            yield
        finally:
            hands.kill()
            hands.wait()
            for draft in folder.glob(f"*.{hands.pid}.draft"):
                draft.unlink(missing_ok=True)


def _ask(hands: subprocess.Popen[bytes], work: tuple[Any, ...]) -> None:
    """Give the work to the other process; if it is gone already, this one does everything."""
    if hands.stdin:
        with suppress(BrokenPipeError):
            hands.stdin.write(marshal.dumps(work))
        with suppress(BrokenPipeError):
            hands.stdin.close()


def main() -> None:
    """Lay out the pages asked for on standard input, from the last one backwards."""
    from grants.pdf.press import Press  # noqa: PLC0415 — the press knows this module

    hold_memory(MOST_MEMORY)
    stylesheets, folder, sheets = marshal.loads(sys.stdin.buffer.read())  # noqa: S302 — what our parent wrote
    press = Press(stylesheets, Path(folder))
    for signature, html, images in reversed(sheets):
        if press.has(signature):
            return
        press.leave(html, images)
