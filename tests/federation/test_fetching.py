"""The door to other towns' servers: whatever they do, it takes little time, little room, and leads nowhere private."""

from __future__ import annotations

import gzip
import socket
from random import Random

import pytest

from grants.domain.errors import RuleError
from grants.domain.feeds.reach import is_near, is_public
from grants.federation.fetching import Limits, Visitor, fetch
from grants.federation.robots import Robots
from tests.federation.hostile import GOOD, bomb, hostile_neighbour

pytestmark = pytest.mark.one_database

SMALL = Limits(size=200_000, seconds=1.0, hops=3)
WIDE = Limits(size=50_000_000, seconds=5.0, hops=3)


@pytest.fixture(scope="module")
def neighbour():
    with hostile_neighbour() as hostile:
        yield hostile


def visitor(limits=SMALL, reach=is_near):
    return Visitor("EnvieDeFaire/1 (+https://port-leon.example/reseau)", reach, limits, Robots())


def said(address, limits=SMALL, reach=is_near):
    with pytest.raises(RuleError) as error:
        fetch(address, visitor(limits, reach))
    return error.value.code


def test_a_good_answer_comes_whole_with_its_marks(neighbour):
    address = neighbour.put("/marks.json", GOOD, ETag='"a"', Last_Modified="Mon, 02 Jun 2025 10:00:00 GMT")
    answer = fetch(address, visitor())
    assert (answer.status, answer.content, answer.etag) == (200, GOOD, '"a"')
    assert fetch(address, visitor(), etag='"a"').status == 304
    assert neighbour.asked[-1][1]["User-Agent"].startswith("EnvieDeFaire/1 (+https://")


def test_a_packed_answer_is_unpacked(neighbour):
    address = neighbour.put("/packed.json", gzip.compress(GOOD), Content_Encoding="gzip")
    assert fetch(address, visitor()).content == GOOD


def test_an_endless_answer_is_left_at_the_limit(neighbour):
    assert said(neighbour.url("/endless")) == "too_large"


def test_two_gigabytes_are_not_even_begun(neighbour):
    assert said(neighbour.put("/big", b"x", Content_Length="2147483648")) == "too_large"


def test_a_small_file_that_unpacks_to_a_large_one_is_left(neighbour):
    address = neighbour.put("/bomb", bomb(3_000_000), Content_Encoding="gzip")
    assert said(address) == "too_large"
    control = fetch(address, visitor(WIDE))
    assert len(control.content) == 3_000_000, "without the limit all of it would be kept"


@pytest.mark.parametrize("path", ["/drip", "/slowhead"])
def test_a_slow_drip_ends_with_the_time(neighbour, path):
    assert said(neighbour.url(path), Limits(200_000, 0.3)) == "too_slow"


def test_half_an_answer_is_none(neighbour):
    assert said(neighbour.url("/cut.json")) == "silent"


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/", "http://2852039166/"]
)
def test_a_redirection_to_a_private_machine_is_not_followed(neighbour, target):
    assert said(neighbour.put("/moved", status=302, Location=target)) == "address_within"


def test_a_redirection_is_followed_a_few_times(neighbour):
    neighbour.put("/there", status=301, Location="/good.json")
    assert fetch(neighbour.url("/there"), visitor()).content == GOOD
    neighbour.put("/round", status=302, Location="/round")
    assert said(neighbour.url("/round")) == "too_many_hops"
    assert said(neighbour.put("/file", status=302, Location="file:///etc/passwd")) == "address_not_web"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]"])
def test_no_spelling_of_this_machine_is_read(neighbour, host):
    port = neighbour.base.rpartition(":")[2]
    before = len(neighbour.asked)
    assert said(f"http://{host}:{port}/good.json", reach=is_public) == "address_within"
    assert len(neighbour.asked) == before, "not one byte was sent"


def test_the_machine_that_was_checked_is_the_one_that_is_called(neighbour, monkeypatch):
    """A name that answers a public address first and a private one next (DNS rebinding) is asked only once."""
    port = int(neighbour.base.rpartition(":")[2])
    answers = iter(["93.184.216.34", "127.0.0.1"])
    called = []

    def resolve(*_args, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 0))]

    def connect(address, **_more):
        called.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("grants.federation.fetching.socket.getaddrinfo", resolve)
    monkeypatch.setattr("grants.federation.fetching.socket.create_connection", connect)
    assert said(f"http://rebind.example:{port}/", reach=is_public) == "silent"
    assert called == ["93.184.216.34"]
    assert next(answers) == "127.0.0.1", "the second answer was never asked for"


def test_one_private_address_among_public_ones_is_enough_to_stay_away(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr("grants.federation.fetching.socket.getaddrinfo", lambda *_args, **_more: found)
    assert said("http://both.example/", reach=is_public) == "address_within"


def test_robots_are_obeyed_and_asked_once(neighbour):
    neighbour.put("/robots.txt", b"User-agent: EnvieDeFaire\nDisallow: /private\n")
    one = visitor()
    before = sum(path == "/robots.txt" for path, _ in neighbour.asked)
    for _ in range(3):
        assert fetch(neighbour.url("/good.json"), one).status == 200
        with pytest.raises(RuleError, match="robots"):
            fetch(neighbour.url("/private/good.json"), one)
    assert sum(path == "/robots.txt" for path, _ in neighbour.asked) == before + 1
    assert "/private/good.json" not in neighbour.paths()
    neighbour.put("/robots.txt", b"", 503)
    assert said(neighbour.url("/good.json")) == "robots"
    del neighbour.answers["/robots.txt"]
    assert fetch(neighbour.url("/good.json"), visitor()).status == 200


def test_a_busy_server_says_when_to_come_back(neighbour):
    assert fetch(neighbour.put("/busy", status=429, Retry_After="120"), visitor()).retry_after == 120
    assert fetch(neighbour.put("/gone", status=410), visitor()).status == 410


def test_noise_on_the_line_breaks_nothing(neighbour):
    chance = Random(4)  # noqa: S311 - for variety
    for _ in range(20):
        body = chance.randbytes(200)
        for packing in ("gzip", "br"):
            address = neighbour.put("/noise", body, Content_Encoding=packing, Content_Type="text/\x01; charset=\xff")
            assert said(address) == "answer_unreadable"
        assert fetch(neighbour.put("/noise", body), visitor()).content == body


def test_nobody_there_is_said():
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    assert said(f"http://127.0.0.1:{port}/") == "silent"
