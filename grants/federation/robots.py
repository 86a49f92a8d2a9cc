"""What a server asks of robots (RFC 9309), read once a day for each server."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 500_000
"""Characters of a file that are read, as the standard asks for."""
DAY_SECONDS: Final = 86_400.0
MOST_SERVERS: Final = 500
FIRST_MISSING, FIRST_BROKEN = 400, 500
OK: Final = 200


class Robots:
    """The rules of the last servers read, in this process."""

    def __init__(self) -> None:
        """Know none yet."""
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, RobotFileParser]] = OrderedDict()

    def get(self, server: str) -> RobotFileParser | None:
        """Return rules read less than a day ago."""
        with self._lock:
            at, rules = self._known.get(server, (0.0, None))
        return rules if rules is not None and time.monotonic() - at < DAY_SECONDS else None

    def put(self, server: str, rules: RobotFileParser) -> None:
        """Keep rules; the oldest leave when there are too many."""
        with self._lock:
            self._known[server] = (time.monotonic(), rules)
            while len(self._known) > MOST_SERVERS:
                self._known.popitem(last=False)


ROBOTS: Final = Robots()


def may_read(address: str, agent: str, robots: Robots, ask: Callable[[str], tuple[int, str]]) -> bool:
    """Tell whether a server lets us read an address; `ask` reads its robots.txt as (status, text).

    No file: everything may be read. A file that cannot be had now: nothing may, and it is asked for again next time.
    """
    parts = urlsplit(address)
    server = f"{parts.scheme}://{parts.netloc}"
    rules = robots.get(server)
    if rules is None:
        status, text = ask(f"{server}/robots.txt")
        if status >= FIRST_BROKEN:
            return False
        rules = RobotFileParser()
        rules.parse(text[:LONGEST].splitlines() if status == OK else [])
        robots.put(server, rules)
    try:
        return rules.can_fetch(agent.partition("/")[0], address)
    except (ValueError, RecursionError) as error:
        raise RuleError("robots") from error
