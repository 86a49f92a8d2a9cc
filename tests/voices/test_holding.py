"""Machines are held, honest people are not; the controls prove that the rules do it."""

from __future__ import annotations

from random import Random

import pytest

from grants.domain import holding
from grants.domain.holding import Sent, Why, why_held, without_addresses
from tests.voices import machines

pytestmark = pytest.mark.one_database
TIMES = 500


def dice(seed=7):
    return Random(seed)  # noqa: S311 - for variety, not for secrets


def held_share(seed=7):
    random, recent = dice(seed), []
    return sum(why_held(machines.slow(n, random, recent)) is not None for n in range(TIMES)) / TIMES


def test_every_naive_machine_is_held_and_nearly_every_slow_one():
    random = dice()
    assert all(why_held(machines.naive(n, random)) for n in range(TIMES))
    assert held_share() >= 0.99


def test_without_the_rules_machines_pass(monkeypatch):
    monkeypatch.setattr(holding, "_strange", lambda _sent, _whole: None)
    monkeypatch.setattr(holding, "repeated", lambda _text, _recent: False)
    assert held_share() == 0
    monkeypatch.setattr(holding, "_machine", lambda _sent: None)
    random = dice()
    assert not any(why_held(machines.naive(n, random)) for n in range(TIMES))


def test_no_honest_writer_is_held_for_plain_words():
    assert [sent.texts for sent in machines.people(dice()) if why_held(sent)] == []


def test_a_known_hand_may_give_a_link_and_an_unknown_one_waits():
    words = ["Le plan est sur https://jardin.example/plan"]
    assert why_held(Sent(texts=words, seconds=30)) is Why.LINKS
    assert why_held(Sent(texts=words, seconds=30, known=True)) is None
    assert why_held(Sent(texts=words, seconds=1, known=True)) is Why.TOO_SOON


def test_no_address_is_ever_shown():
    assert without_addresses("Écrivez à lou@mail.example ou @lou", "[…]") == "Écrivez à […] ou @lou"
