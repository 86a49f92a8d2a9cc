"""Headers and TLS as a scanner sees them, from outside.

The scoring is that of Mozilla's HTTP Observatory, written down from its documentation
(https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring): 100, less what misses, more what is
better than asked; A+ from 100. What only a list on the network tells (HSTS preloading) gives no point here.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from bench.trust.proxy import HOST, Front
from tests.journeys.test_headers import faults

if TYPE_CHECKING:
    from collections.abc import Iterable

Answer = tuple[int, list[tuple[str, str]], str]
ONCE = 1
SLOW = ("/donnees/tout.zip",)


def over_tls(front: Front, name: str = HOST, *, lowest: ssl.TLSVersion | None = None) -> socket.socket:
    """Open a connection with TLS, the certificate checked; `lowest` is then the only version offered."""
    context = ssl.create_default_context(cafile=str(front.authority))
    if lowest:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.maximum_version = lowest
        context.minimum_version = lowest
    return context.wrap_socket(socket.create_connection(("127.0.0.1", front.secure), 30), server_hostname=name)


def without_tls(front: Front) -> socket.socket:
    """Open a connection as browsers do before they know better."""
    return socket.create_connection(("127.0.0.1", front.plain), 30)


def ask(opened: socket.socket, method: str, address: str, **more: object) -> Answer:
    """Send one request on an open connection; return status, headers, text."""
    connection = http.client.HTTPConnection(HOST)
    connection.sock = opened
    with opened:
        connection.request(method, address, **{"headers": {"Host": HOST}, **more})  # type: ignore[arg-type]
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read().decode("utf-8", "replace")


def raw(opened: socket.socket, words: bytes) -> Answer:
    """Send bytes that no client would; return what comes back."""
    with opened:
        opened.sendall(words)
        answer = http.client.HTTPResponse(opened)
        with suppress(http.client.HTTPException, OSError):
            answer.begin()
            return answer.status, answer.getheaders(), answer.read().decode("utf-8", "replace")
    return 0, [], ""


def odd(front: Front) -> Iterable[tuple[str, Answer]]:
    """Give what goes wrong in each way, at nginx and behind it."""
    yield "/rien", ask(over_tls(front), "GET", "/rien")
    yield "/static/rien.css", ask(over_tls(front), "GET", "/static/rien.css")
    yield "405", ask(over_tls(front), "DELETE", "/")
    yield "csrf", ask(over_tls(front), "POST", "/connexion", body="email=a%40example.org")
    yield "413", ask(over_tls(front), "POST", "/connexion", body=b"a" * 2_200_000)
    for name, words in {
        "no protocol": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "long address": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n",
        "long for gunicorn": b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n",
        "long header": b"GET / HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nX: " + b"a" * 9000 + b"\r\n\r\n",
        "no host": b"GET / HTTP/1.1\r\n\r\n",
        "two lengths": b"POST / HTTP/1.1\r\nHost: "
        + HOST.encode()
        + b"\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    }.items():
        yield name, raw(over_tls(front), words)


def headers_everywhere(front: Front, addresses: list[str], broken: list[str]) -> dict[str, object]:
    """Hold every address and every kind of error to the rules; note what is missing in `broken`."""
    statuses: Counter[int] = Counter()
    assets = ["/static/js/embarquer.js", "/static/css/archive.css"] * 2  # the second time from nginx's own copy
    asked = [(each, ask(over_tls(front), "GET", each)) for each in [*addresses, *assets] if each not in SLOW]
    for address, (status, headers, _) in [*asked, *odd(front)]:
        statuses[status] += 1
        missing = faults(
            address, {name.title().replace("Id", "ID"): value for name, value in headers if name != "Server"}
        )
        missing = [each for each in missing if each != "permissions" or status not in {400, 413, 414, 431}]
        twice = [name for name, times in Counter(name.lower() for name, _ in headers).items() if times > ONCE]
        banner = [value for name, value in headers if name == "Server" and re.search("[0-9]", value)]
        missing += [f"twice {name}" for name in twice if name not in {"set-cookie", "vary"}] + [
            f"banner {each}" for each in banner
        ]
        if missing and status:
            broken.append(f"{address} ({status}): {', '.join(missing)}")
    home = dict(next(answer for address, answer in asked if address == "/connexion")[1])
    points = score(home)
    print(f"headers: {sum(statuses.values())} answers {dict(statuses)}; {len(broken)} broken; points {points}")
    worse = score({**home, "Content-Security-Policy": "default-src * 'unsafe-inline'"})
    if points < A_PLUS or worse >= A_PLUS:
        broken.append(f"points {points}, and {worse} with a worse policy")
    return {"answers": sum(statuses.values()), "statuses": dict(statuses), "points": points, "grade": grade(points)}


A_PLUS = 100


def grade(points: int) -> str:
    """Return the letter of a number of points."""
    steps = (
        (100, "A+"),
        (90, "A"),
        (85, "A-"),
        (80, "B+"),
        (70, "B"),
        (65, "B-"),
        (60, "C+"),
        (50, "C"),
        (0, "D or worse"),
    )
    return next(letter for least, letter in steps if points >= least)


def score(headers: dict[str, str]) -> int:
    """Return the points of a page after the Observatory's table."""
    told = {name.lower(): value for name, value in headers.items()}
    policy = told.get("content-security-policy", "")
    age = re.search(r"max-age=(\d+)", told.get("strict-transport-security", ""))
    cookie = told.get("set-cookie", "")
    points = 100
    if not policy:
        points -= 25
    elif "unsafe" in policy or "*" in policy or "data:" in policy:
        points -= 20
    else:
        points += 10 if "default-src 'none'" in policy else 5
    points += 5 if "frame-ancestors" in policy else -20 if "x-frame-options" not in told else 0
    points += 0 if age and int(age[1]) >= 15_768_000 else -10 if age else -20  # noqa: PLR2004 - six months
    points += 0 if told.get("x-content-type-options") == "nosniff" else -5
    strict = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    points += 5 if told.get("referrer-policy") in strict else 0
    points += 10 if told.get("cross-origin-resource-policy") in {"same-origin", "same-site"} else 0
    whole = cookie.startswith("__Host-") and "Secure" in cookie and "HttpOnly" in cookie and "SameSite" in cookie
    points += (5 if whole else -20) if cookie else 0
    return points - (50 if told.get("access-control-allow-origin") == "*" and cookie else 0)


def transport(front: Front, broken: list[str]) -> dict[str, object]:
    """Ask by old and new TLS, by another name, without TLS; note what should not have been answered."""
    versions = {}
    for name, version in (
        ("1.1", ssl.TLSVersion.TLSv1_1),
        ("1.2", ssl.TLSVersion.TLSv1_2),
        ("1.3", ssl.TLSVersion.TLSv1_3),
    ):
        try:
            with over_tls(front, lowest=version) as opened:
                versions[name] = (opened.cipher() or ("",))[0]
        except (OSError, ssl.SSLError):
            versions[name] = ""
    stranger = ""
    with suppress(OSError, ssl.SSLError), over_tls(front, "autre.example") as opened:
        stranger = str(opened.version())
    plain, foreign = (
        raw(without_tls(front), f"GET /aide?a=b HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        for name in (HOST, "autre.example")
    )
    target = dict(plain[1]).get("Location", "")
    wrong = {
        "old TLS": versions["1.1"],
        "no TLS 1.2": not versions["1.2"],
        "no TLS 1.3": not versions["1.3"],
        "a foreign name": stranger,
        "no redirection": (plain[0], target) != (301, f"https://{HOST}/aide?a=b"),
        "a foreign host": foreign[0],
    }
    broken += [name for name, found in wrong.items() if found]
    logged = (front.folder / "grants.log").read_text(encoding="utf-8")
    if "127.0.0.1" in logged or "?" in logged or "a=b" in logged:
        broken.append("the log says who or what")
    print(f"TLS {versions}; other names: {stranger or 'no handshake'}, {foreign[0] or 'no answer'}; plain: {target}")
    return {"versions": versions}
