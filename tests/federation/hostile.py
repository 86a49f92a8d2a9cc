"""A neighbour that does all a neighbour should not, on the loopback."""

from __future__ import annotations

import gzip
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = json.dumps(
    {
        "licence": "Licence Ouverte 2.0",
        "publisher": "Ville de Cournan",
        "projects": [
            {
                "id": 1,
                "title": "Un verger partagé",
                "hook": "Planter des pommiers avec les enfants du quartier",
                "url": "https://cournan.example/projets/verger",
                "association": {"name": "Pomme et compagnie"},
                "year": 2026,
            },
            {"id": 2, "title": "La fanfare du port", "hook": "Jouer dehors", "association": {"name": "Vent debout"}},
        ],
    }
).encode()


class Hostile:
    """What the server answers on each path; `asked` are the requests it had, as (path, headers)."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {"/good.json": (200, {}, GOOD)}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.base = ""

    def url(self, path: str) -> str:
        return f"{self.base}{path}"

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.url(path)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    """Answers as the path says; `hostile` is put on a class of its own for each server."""

    hostile: Hostile
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        self.hostile.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition(".")[0]
        try:
            {"endless": self._endless, "drip": self._drip, "slowhead": self._slow, "cut": self._cut}.get(
                name, self._plain
            )()
        except OSError:
            return

    def _plain(self) -> None:
        status, headers, body = self.hostile.answers.get(self.path, (404, {}, b""))
        etag = headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self._begin(status, **{"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def _endless(self) -> None:
        self._begin()
        while True:
            self.wfile.write(b"x" * 65_536)

    def _drip(self) -> None:
        self._begin()
        self._slowly(b"x")

    def _slow(self) -> None:
        self._slowly(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _slowly(self, piece: bytes) -> None:
        for _ in range(600):
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.05)

    def _cut(self) -> None:
        self._begin(**{"Content-Length": "1000"})
        self.wfile.write(b'{"projects": [')

    def _begin(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True


@contextmanager
def hostile_neighbour() -> Iterator[Hostile]:
    """Serve on a free port until the end of the block."""
    hostile = Hostile()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Of", (Handler,), {"hostile": hostile}))
    server.daemon_threads = True
    hostile.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hostile
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bomb(size: int) -> bytes:
    """Return a few kilobytes that unpack to `size`."""
    return gzip.compress(b" " * size)
