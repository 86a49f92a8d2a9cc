"""People and slow clients before a server, each from an address of its own corner of the loopback."""

from __future__ import annotations

import asyncio
import random
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE = 30
FOUND = (200, 302, 303, 304)


@dataclass
class Place:
    """A server as clients reach it, and what they saw there."""

    port: int
    host: str
    context: ssl.SSLContext | None
    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    cut: int = 0
    held: int = 0
    address: str = "127.0.0.1"

    async def connect(self, source: str, room: int = 0) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection from an address; `room`: bytes this side accepts at once."""
        opened = socket.socket()
        if room:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        opened.settimeout(0)
        opened.bind((source, 0))
        await asyncio.get_running_loop().sock_connect(opened, (self.address, self.port))
        name = self.host if self.context else None
        return await asyncio.open_connection(
            sock=opened, ssl=self.context, server_hostname=name, limit=max(room, 2**16)
        )


class Browser:
    """One connection kept open, with its marks of what it has already."""

    def __init__(self, place: Place, source: str, cookie: str = "") -> None:
        """Begin without a connection."""
        self.place, self.source, self.cookie = place, source, cookie
        self.pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.marks: dict[str, str] = {}

    async def ask(self, name: str, address: str, form: dict[str, str] | None = None) -> int:
        """Ask, note how long it took and whether it went wrong; a connection the server closed is opened again."""
        started, status = time.perf_counter(), 0
        for again in (True, False):
            try:
                status = await asyncio.wait_for(self._ask(address, form), PATIENCE)
                break
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                fresh, self.pair = self.pair is None, None
                if fresh or not again:
                    self.place.faults.append(f"{name}: {type(error).__name__}")
                    break
        self.place.times.setdefault(name, []).append(1000 * (time.perf_counter() - started))
        if status and status not in FOUND:
            self.place.faults.append(f"{name}: {status}")
        return status

    async def _ask(self, address: str, form: dict[str, str] | None) -> int:
        if self.pair is None:
            self.pair = await self.place.connect(self.source)
        reader, writer = self.pair
        body = urlencode(form).encode() if form else b""
        head = [f"{'POST' if form else 'GET'} {address} HTTP/1.1", f"Host: {self.place.host}", "Accept-Encoding: gzip"]
        head += [f"Cookie: {self.cookie}"] if self.cookie else []
        head += [f"If-None-Match: {self.marks[address]}"] if address in self.marks else []
        if form:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = [line.partition(": ")[::2] for line in answer.split("\r\n")[1:]]
        fields = {name.lower(): value for name, value in lines}
        await self._body(reader, fields, bare=answer.split(" ", 2)[1] in {"304", "204"})
        if "etag" in fields:
            self.marks[address] = fields["etag"]
        if fields.get("connection") == "close":
            writer.close()
            self.pair = None
        return int(answer.split(" ", 2)[1])

    async def _body(self, reader: asyncio.StreamReader, fields: dict[str, str], *, bare: bool) -> None:
        """Read an answer to its end, whole or in pieces."""
        if fields.get("transfer-encoding") == "chunked":
            while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        elif not bare and (length := int(fields.get("content-length", "0"))):
            await reader.readexactly(length)


async def reads(place: Place, source: str, addresses: list[str], pause: float, until: float) -> None:
    """Be somebody who reads one page after another until the end."""
    browser = Browser(place, source)
    await asyncio.sleep(random.random() * pause)  # noqa: S311 - people, not secrets
    while time.monotonic() < until:
        for address in random.sample(addresses, len(addresses)):
            await browser.ask(f"reads {address.partition('?')[0]}", address)
            await asyncio.sleep(pause * (0.5 + random.random()))  # noqa: S311 - as above
            if time.monotonic() >= until:
                return


async def headers_by_drops(place: Place, source: str) -> None:
    """Send a line of a request every few seconds, and never the last one."""
    _, writer = await place.connect(source)
    writer.write(f"GET / HTTP/1.1\r\nHost: {place.host}\r\n".encode())
    while True:
        await writer.drain()
        await asyncio.sleep(4)
        writer.write(b"X-More: a\r\n")


async def body_by_drops(place: Place, source: str) -> None:
    """Announce a large form, then send a byte now and then."""
    _, writer = await place.connect(source)
    head = f"POST /connexion HTTP/1.1\r\nHost: {place.host}\r\nContent-Length: 1000000\r\n"
    writer.write(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
    while True:
        await writer.drain()
        await asyncio.sleep(4)
        writer.write(b"a")


async def answer_by_drops(place: Place, source: str) -> None:
    """Ask for something large and hardly read it."""
    reader, writer = await place.connect(source, room=4096)
    writer.write(f"GET /donnees/projects.json HTTP/1.1\r\nHost: {place.host}\r\n\r\n".encode())
    await writer.drain()
    while await reader.read(64):  # noqa: ASYNC110 - this waits for nothing, it is slow
        await asyncio.sleep(4)


SLOW = (headers_by_drops, body_by_drops, answer_by_drops)


async def again_and_again(
    way: Callable[[Place, str], Awaitable[None]], place: Place, source: str, until: float
) -> None:
    """Hold a connection in one slow way, and take another as soon as the server cuts it."""
    await asyncio.sleep(random.random() * 3)  # noqa: S311 - they do not come at one instant
    while time.monotonic() < until:
        place.held += 1
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            await asyncio.wait_for(way(place, source), max(0.1, until - time.monotonic()))
        place.held -= 1
        if time.monotonic() < until:
            place.cut += 1
            await asyncio.sleep(0.5)
