"""A feed is read from the open Internet alone, however the address is spelled, and not too often."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from grants.domain.errors import RuleError
from grants.domain.feeds.reach import checked_address, is_near, is_public, pause

pytestmark = pytest.mark.one_database

WITHIN = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - one more spelling of this machine
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.0.8",
    "198.18.0.1",
    "203.0.113.9",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::10.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "::127.0.0.1",
    "2001:db8::1",
]


@pytest.mark.parametrize("machine", WITHIN)
def test_no_machine_behind_the_server_is_public(machine):
    assert not is_public(machine)


@pytest.mark.parametrize("machine", ["93.184.216.34", "2a01:e0a::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_machines_of_the_internet_are(machine):
    assert is_public(machine)
    assert not is_near(machine)


def test_a_trial_reaches_its_own_machines_and_never_the_metadata_of_a_cloud():
    assert [is_near(each) for each in ("127.0.0.1", "192.168.1.1", "::1")] == [True] * 3
    assert [is_near(each) for each in ("169.254.169.254", "fe80::1", "224.0.0.1")] == [False] * 3


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("poitiers.example", "https://poitiers.example/"),
        (" http://Poitiers.example/donnees/?x=1#y ", "http://poitiers.example/donnees/?x=1"),
        ("https://évian.example", "https://xn--vian-9oa.example/"),
        ("https://[2a01:e0a::1]:8080/a", "https://[2a01:e0a::1]:8080/a"),
    ],
)
def test_an_address_is_made_whole(typed, address):
    assert checked_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "ftp://a.example", "file:///etc/passwd", "javascript:alert(1)", "gopher://a.example", "http://",
     "http://a:b@c.example", "http://a.example:22/", "http://a.example:99999/", "http://[::1", "http://a b/",
     "http://" + "a" * 2000, "http://a..b.example", "é" * 400],
)  # fmt: skip
def test_what_is_no_web_address_is_said(typed):
    with pytest.raises(RuleError):
        checked_address(typed)


def test_waits_double_up_to_a_month_and_obey_who_asks_for_longer():
    chance = Random(1)  # noqa: S311 - for variety
    days = [pause(failures, 0, chance) / timedelta(days=1) for failures in (0, 1, 2, 3, 9)]
    assert days == sorted(days)
    assert 0.8 < days[0] < 1 < days[1] < 2 < days[4] <= 30
    assert pause(0, 5 * 86_400, chance) == timedelta(days=5)
    assert pause(0, 10**9, chance) == timedelta(days=30)
