"""What follows the evening of the demonstration: who goes on with whom, how it lives, minutes and opinions."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.applications.queries import local_day
from grants.db import db, now
from grants.domain.calendar import add_months
from grants.domain.following import times_open
from grants.domain.questions import QUESTIONS
from grants.plenary.models import Participant, Seat
from grants.plenary.queries import plenary_of, published_programme
from grants.plenary.queries.encounters import told_to
from grants.plenary.services.encounters import Slip, choose, say_what, tell_news, type_slip
from grants.plenary.services.minutes import Addition, add_minutes, write_minutes
from grants.plenary.services.opinions import give_opinion

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call
    from grants.plenary.models import Encounter, Plenary, Programme

FILE = Path(__file__).with_name("after.toml")
MOST_EACH = 2
"""Encounters of one person."""
BOTH, ON_PAPER, ANSWERING = 0.75, 0.25, 0.6
"""How often the other wants it too, how often a slip is typed in, how many answer a questionnaire."""
CONTACTS = ("02 98 00 00 01", "02 98 00 00 02")
STATES = {1: ("going", "going", "later", "done"), 6: ("done", "done", "going", "stopped")}


@lru_cache
def _written() -> dict[str, Any]:
    """Return what is written in the file beside this one."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def follow(call: Call, clerk: Person, seed: int) -> None:
    """Have people go on after the evening, if it is over."""
    plenary = plenary_of(call)
    programme = published_programme(plenary) if plenary else None
    if plenary is None or programme is None or plenary.held_on >= local_day(call, now()):
        return
    chance = Random(seed)  # noqa: S311 - for variety, not for secrets
    for one, other, words in _pairs(programme):
        encounter = _go_on(one, other, words, clerk, chance)
        if encounter is not None:
            _live(plenary, encounter, (one, other), chance)
    _write_minutes(plenary, clerk)
    _answer(plenary, chance)


def _pairs(programme: Programme) -> list[tuple[Participant, Participant, str]]:
    """Return the pairs of a table who had most to say to one another, each person in two at most."""
    seats = db.session.scalars(select(Seat).where(Seat.programme_id == programme.id))
    worth = {
        frozenset((seat.participant_id, met["who"])): (met["value"], met["reasons"])
        for seat in sorted(seats, key=lambda each: (each.participant_id, each.round))
        for met in seat.meets.get("people", ())
        if seat.participant_id < met["who"] and met["reasons"]
    }
    chosen = select(Participant).where(Participant.plenary_id == programme.plenary_id)
    people = {each.id: each for each in db.session.scalars(chosen.where(Participant.project_id > 0))}
    had: dict[int, int] = {}
    found = []
    for pair, (_value, reasons) in sorted(worth.items(), key=lambda each: (-each[1][0], sorted(each[0]))):
        if all(number in people and had.get(number, 0) < MOST_EACH for number in pair):
            had |= {number: had.get(number, 0) + 1 for number in pair}
            one, other = (people[number] for number in sorted(pair))
            found.append((one, other, _words(_telling(reasons))))
    return found[: max(1, len(people) // 2)]


def _telling(reasons: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the reason of which most can be said."""
    order = list(_written()["wishes"])
    return min(reasons, key=lambda each: order.index(each["kind"]) if each["kind"] in order else len(order))


def _words(reason: dict[str, Any]) -> str:
    """Say what two people want to do, from the reason that brought them together."""
    wishes = _written()["wishes"]
    given = {
        name: ", ".join(value) if isinstance(value, list) else str(value) for name, value in reason["params"].items()
    }
    params = {name: value.strip(" .") for name, value in given.items()}
    return (
        str(wishes.get(reason["kind"], wishes["other"]))
        .replace(" :", "\u00a0:")
        .replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
        % params
    )


def _go_on(one: Participant, other: Participant, words: str, clerk: Person, chance: Random) -> Encounter | None:
    """Have one of the two want to go on, most often both; return the encounter that both want."""
    if chance.random() < ON_PAPER:
        return type_slip(Slip(one, other, words, *CONTACTS), clerk)
    choose(one, {other.id}, (), "")
    if chance.random() > BOTH:
        return None
    choose(other, {one.id}, (), "")
    encounter = next(told.encounter for told in told_to(one) if told.other.id == other.id)
    say_what(encounter, one, words)
    return encounter


def _live(plenary: Plenary, encounter: Encounter, both: tuple[Participant, Participant], chance: Random) -> None:
    """Date the encounter of the evening, and tell how it lives at each time that has come."""
    encounter.at = encounter.agreed_at = _evening(plenary.held_on)
    today = local_day(plenary.call, now())
    for months in times_open(plenary.held_on, today):
        state = chance.choice(STATES[months])
        words = chance.choice(_written()["news"][state]) if chance.random() < BOTH else ""
        news = tell_news(encounter, chance.choice(both), months, (state, words), today)
        news.at = min(_evening(add_months(plenary.held_on, months)), now())
    db.session.flush()


def _write_minutes(plenary: Plenary, clerk: Person) -> None:
    """Write the minutes, then have people add to them."""
    said = _written()["minutes"]
    key = f"demo-{plenary.id}"
    entries = [
        write_minutes(plenary, Addition(words, "", f"{key}-t{n}"), clerk) for n, words in enumerate(said["town"])
    ]
    entries += [
        add_minutes(plenary, Addition(words, author, f"{key}-a{n}"), key)
        for n, (words, author) in enumerate(said["added"])
    ]
    for entry in entries:
        entry.words = entry.words.replace(" :", "\u00a0:").replace(" ;", "\u00a0;")
        entry.at = _evening(plenary.held_on)


def _answer(plenary: Plenary, chance: Random) -> None:
    """Have more than half of the people answer the questionnaires whose time has come."""
    moments = ["evening", *(["half_year"] if times_open(plenary.held_on, local_day(plenary.call, now()))[1:] else [])]
    people = db.session.scalars(
        select(Participant).where(Participant.plenary_id == plenary.id).order_by(Participant.id)
    )
    for each in people.all():
        for moment in moments:
            if chance.random() < ANSWERING:
                give_opinion(each, moment, _answers(moment, chance))


def _answers(moment: str, chance: Random) -> dict[str, list[str]]:
    """Answer every question, the first answers of each more often; one person in six writes something."""
    answers = {}
    for question in QUESTIONS[moment]:
        if question.choices:
            number = chance.randint(1, 3) if question.several else 1
            answers[question.key] = [
                question.choices[int(len(question.choices) * chance.random() ** 2)] for _ in range(number)
            ]
        elif chance.random() < 1 / 6:
            answers[question.key] = [chance.choice(_written()["opinions"][moment])]
    return answers


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(17), UTC)
