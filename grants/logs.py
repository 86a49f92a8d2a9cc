"""The one door to the log: one JSON object a line, with a request id, and nothing of anybody.

A line of a request tells the rule of the address, never the address: addresses hold tokens and what was searched. An
error tells its kind and where it happened, never its message: messages quote what was typed. Of libraries only the
constant words are kept, not what they fill in.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from flask import current_app, g, has_request_context, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask, Response

    from grants.settings import Settings

HEADER: Final = "X-Request-Id"
WELL_FORMED: Final = re.compile("[0-9a-f-]{16,36}")
"""What a proxy may name a request: hexadecimal, as nginx's $request_id or a UUID; no name fits in it."""
METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
ADDRESS: Final = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
SECRET: Final = re.compile(r"[\w-]{20,}")
OURS: Final = "grants"
LOG: Final = logging.getLogger(OURS)
FACTS: Final = "facts"
ENCODED: Final = json.JSONEncoder(ensure_ascii=False).encode
SHORTEST_SECRET: Final = 20
WATCHERS: Final = "watchers"


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the facts as they are."""
        return ENCODED(self.facts(record))

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        """Tell a record without what it might quote."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _words(record),
            **getattr(record, FACTS, {}),
        }
        if "route" not in line and has_request_context():
            line.setdefault("request_id", g.get("request_id", ""))
            line["route"] = _route()
        if record.exc_info and record.exc_info[1] is not None:
            line["errors"] = [_told(error) for error in _chain(record.exc_info[1])]
        return line


class PlainLines(JsonLines):
    """The same facts, for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the facts side by side, errors below them."""
        line = self.facts(record)
        errors = line.pop("errors", [])
        words = [" ".join(str(value) for value in line.values() if value != "")]
        return "\n".join(words + [f"  {each['error']}\n    " + "\n    ".join(each["where"]) for each in errors])


FORMATS: Final[dict[str, type[logging.Formatter]]] = {"json": JsonLines, "plain": PlainLines}


class Lines(logging.StreamHandler[Any]):
    """Our one handler, on standard error."""


def init_logs(app: Flask, settings: Settings) -> None:
    """Write this application's log as the settings want it, name each request, and tell each in one line."""
    handler = Lines(sys.stderr)
    handler.setFormatter(FORMATS[settings.log]())
    for name in ("", "gunicorn.error"):
        logger = logging.getLogger(name)
        kept = [each for each in logger.handlers if not isinstance(each, Lines) and name == ""]
        logger.handlers = [*kept, handler]
    LOG.setLevel(logging.INFO)
    app.log_exception = _log_exception  # type: ignore[method-assign, assignment]
    believed = settings.proxies > 0

    @app.before_request
    def name_request() -> None:
        given = request.headers.get(HEADER, "") if believed else ""
        g.request_id = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(16)
        g.began = perf_counter()

    @app.after_request
    def tell_request(response: Response) -> Response:
        began = g.get("began")
        facts = {
            "request_id": g.get("request_id", ""),
            "method": request.method if request.method in METHODS else "OTHER",
            "route": _route(),
            "status": response.status_code,
            "ms": round((perf_counter() - began) * 1000, 1) if began else 0,
            "who": g.get("who", "nobody"),
        }
        LOG.info("request", extra={FACTS: facts})
        _tell_watchers("request", facts)
        if facts["request_id"]:
            response.headers[HEADER] = facts["request_id"]
        return response


def tell_job(name: str, began: float, *, done: bool) -> None:
    """Tell in one line what a piece of work of the queue did; its arguments are nobody's business."""
    facts = {"job": name, "ms": round((perf_counter() - began) * 1000, 1), "status": "done" if done else "failed"}
    LOG.log(logging.INFO if done else logging.ERROR, "job", exc_info=not done, extra={FACTS: facts})
    _tell_watchers("job", facts)


def watch(app: Flask, watcher: Callable[[str, dict[str, Any]], None]) -> None:
    """Have each line's facts given to a watcher as well: `request` or `job`, and what the line says."""
    app.extensions.setdefault(WATCHERS, []).append(watcher)


def _tell_watchers(kind: str, facts: dict[str, Any]) -> None:
    for watcher in current_app.extensions.get(WATCHERS, ()):
        watcher(kind, facts)


def _log_exception(error: Any) -> None:  # noqa: ANN401 - Flask gives sys.exc_info()
    """Tell a page that crashed, without its address."""
    LOG.error("a page crashed", exc_info=error)


def _route() -> str:
    return str(request.url_rule.rule) if request.url_rule else "none"


def _words(record: logging.LogRecord) -> str:
    """Return our own words filled in, a library's bare; addresses and secrets masked in both."""
    ours = record.name.partition(".")[0] == OURS
    said = record.getMessage() if ours else str(record.msg)
    return said if len(said) < SHORTEST_SECRET and "@" not in said else SECRET.sub("…", ADDRESS.sub("…@…", said))


def _chain(error: BaseException) -> list[BaseException]:
    """Return an error and those it came from."""
    found = [error]
    while (before := found[-1].__cause__ or found[-1].__context__) is not None and before not in found:
        found.append(before)
    return found


def _told(error: BaseException) -> dict[str, Any]:
    """Tell the kind of an error, the database's code if it has one, and the lines it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "where": [f"{Path(each.filename).name}:{each.lineno} {each.name}: {each.line}" for each in frames],
    }
    if code := getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None):
        told["code"] = str(code)
    return told
