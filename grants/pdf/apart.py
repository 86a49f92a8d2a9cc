"""Pages laid out by a child process with little memory and little time: what people wrote cannot stop the press.

The child is a fork of this process, made while the press is held, so that no other thread is inside the engine. It
reads HTML and pictures on a pipe and answers fragments. It has no network to use: the engine's fetcher serves our own
files alone. A page that takes too long, or too much memory, costs the child its life; the next page has a new one.
"""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from grants.pdf.fragments import Fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    Painter = Callable[[str, Mapping[str, bytes]], Fragment]

PAGES_EACH = 64
"""Pages after which a child leaves: the engine keeps some two megabytes for each."""


class LayoutTooHeavyError(RuntimeError):
    """A page took more time or more memory than it may; `always` when it would again, on a machine at rest too."""

    def __init__(self, message: str, *, always: bool) -> None:
        """Say what was given up."""
        super().__init__(message)
        self.always = always


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may take: seconds of work, and bytes of memory besides what this process has already.

    Seconds are those of the processor: a busy machine makes nobody's page too heavy. Each page that is too heavy leaves
    half as many for the next one, down to `least`, until `Apart.rest`. `waiting` is the most that one waits for a page,
    whatever it does.
    """

    seconds: int = 5
    memory: int = 512 * 2**20
    least: int = 2
    waiting: float = 60.0


class Apart:
    """A child that lays pages out, one after the other."""

    def __init__(self, paint: Painter, limits: Limits) -> None:
        """Note how a page is laid out; the child is born with the first page."""
        self._paint = paint
        self._limits = limits
        self._patience = limits.seconds
        self._child: tuple[ForkProcess, Connection] | None = None
        self._pages = 0

    def lay_out(self, html: str, images: Mapping[str, bytes]) -> Fragment:
        """Return a page laid out by the child. The caller holds the press. Raises LayoutTooHeavyError."""
        if self._pages >= PAGES_EACH:
            self.close()
        process, pipe = self._child or self._born()
        self._pages += 1
        with suppress(EOFError, OSError):
            pipe.send((html, dict(images), self._patience))
            if pipe.poll(self._limits.waiting):
                return Fragment.from_bytes(pipe.recv_bytes())
        self.close()
        self._patience = max(self._limits.least, self._patience // 2)
        message = f"a page of {len(html)} characters was given up"
        raise LayoutTooHeavyError(message, always=process.exitcode != -signal.SIGKILL)

    def rest(self) -> None:
        """Give the next page all the time there is: it is of another kind than those that were too heavy."""
        self._patience = self._limits.seconds

    def close(self) -> None:
        """Send the child away."""
        if self._child is not None:
            process, pipe = self._child
            self._child = None
            process.kill()
            process.join()
            pipe.close()

    def _born(self) -> tuple[ForkProcess, Connection]:
        """Fork a child."""
        fork = get_context("fork")
        ours, theirs = fork.Pipe()
        process = fork.Process(target=_work, args=(theirs, ours, self._paint, self._limits), daemon=True)
        process.start()
        theirs.close()
        self._child, self._pages = (process, ours), 0
        return self._child


def _work(pipe: Connection, parents: Connection, paint: Painter, limits: Limits) -> None:
    """Lay out what is asked for until nobody asks any more, or until a limit is met."""
    parents.close()
    os.closerange(3, pipe.fileno())  # no connection and no database of the parent stays open here
    os.closerange(pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    try:
        hold_memory(limits.memory)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        while True:
            html, images, seconds = pipe.recv()
            most = ceil(process_time()) + seconds
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))  # beyond, the system ends it
            pipe.send_bytes(paint(html, images).to_bytes())
    finally:
        os._exit(0)  # the parent reads the silence; its threads are not here to be waited for


def hold_memory(more: int) -> None:
    """Let this process have that many bytes more than it has now, where the system can tell what it has."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
