"""Whatever people write, no page, file, feed or calendar given to everybody can hurt its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from grants.calls.models import Call
from grants.db import db
from grants.security import EVERYONE, audience_of
from grants.voices.models import Voice
from grants.voices.services import Came, Said, hand_for, write
from tests.harmless import faults, in_calendar, in_csv, in_html, in_json, in_xml
from tests.journeys.addresses import rules
from tests.samples.payloads import BROKEN_OUT, FORMULAS, LINES, MARK, MARKUP, PAYLOADS, SIGNS
from tests.town import make_association, make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.one_database

SAMPLE = PAYLOADS[::7]
"""One in seven: seven has no divisor in common with the number of payloads, so that every family is met."""
ALIVE = [words for words in (*MARKUP, *BROKEN_OUT[:5]) if "<scr<" not in words]
"""Those that run as they are; the one left out waits for a filter that takes tags away once."""
DRAWN = {"application/pdf", "image/png", "image/svg+xml", "image/jpeg"}


def publish_hostile(payloads: tuple[str, ...]) -> list[str]:
    """Publish one project a payload, written in each of its fields and in what is said of it; return their slugs."""
    call = db.session.scalars(select(Call)).first() or make_call()
    slugs = []
    for number, words in enumerate(payloads):
        association = make_association(f"{words} {number}")
        project = make_project(
            call,
            f"{words[:120]} {number}",
            association,
            hook=words,
            what=words,
            for_whom=words,
            where_text=words,
            when_text=words,
            in_kind=words,
            commons=words,
            carried_group=words[:80],
            neighbourhoods=("bellevue",),
            themes=("environnement",),
            needs=(("room", words),),
            offers=(("skill", words),),
            more=({"key": "source", "label": {"fr": "Source", "en": "Source"}, "text": {"fr": words}, "link": ""},),
        )
        hand = hand_for(f"hostile-{number}", "")
        hand.trusted = True
        said = Said(kind="comment", words=words, name=words[:80])
        write(project, hand, said, Came(once=f"hostile-{number}", seconds=60.0, address=f"hostile-{number}"))
        news = Voice(once=f"news-{number}", kind="news", project_id=project.id, hand_id=hand.id, name=words[:80])
        news.title, news.words, news.state = words[:120], words, "shown"
        db.session.add(news)
        slugs.append(project.slug)
    db.session.commit()
    return slugs


def public_addresses(app: Flask, slugs: list[str]) -> Iterator[list[str]]:
    """Give the addresses everybody may open, page by page: those with no place to fill, and those of each project."""
    for rule in rules(app):
        if "GET" not in (rule.methods or ()) or audience_of(app.view_functions[rule.endpoint]) is not EVERYONE:
            continue
        if not rule.arguments:
            yield [rule.rule]
        elif rule.arguments == {"slug"}:
            yield [rule.rule.replace("<slug>", slug) for slug in slugs]


def found_in(client: FlaskClient, addresses: list[str]) -> Iterator[str]:
    """Give what would hurt at the addresses of one page; what is drawn is not read, and drawn once."""
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.mimetype in DRAWN:
            return
        if answer.status_code == 200:
            yield from (f"{address}: {fault}" for fault in faults(answer.mimetype, answer.get_data()))


def test_what_people_write_hurts_no_reader_of_any_public_answer(application, client):
    with application.app_context():
        slugs = publish_hostile(SAMPLE)
    pages = list(public_addresses(application, slugs))
    pages.append([f"/recherche?q={MARK}", f"/projets/?page=2&q={MARK}", f"/en/recherche?q={MARK}"])
    assert [fault for addresses in pages for fault in found_in(client, addresses)] == []


@pytest.mark.parametrize("words", ALIVE)
def test_the_same_words_left_as_they_are_would_be_seen(words):
    assert list(in_html(f"<p title=\"{words}\" class='{words}'>{words}</p>")) != []


def test_live_cells_foreign_lines_and_foreign_tags_would_be_seen():
    assert [
        words for words in FORMULAS[:7] if not list(in_csv(f'a;b\r\n"{words.replace(chr(34), chr(34) * 2)}";x\r\n'))
    ] == []
    assert list(in_calendar(f"BEGIN:VEVENT\r\nSUMMARY:x\r\nATTACH:http://evil.example/{MARK}\r\nEND:VEVENT\r\n"))
    assert list(in_xml(f'<feed><content type="html">&lt;img src=x onerror={MARK}()&gt;</content></feed>'))
    assert list(in_json(f'{{"x": {{"{MARK}": 1}}}}'))


def test_there_are_enough_of_them():
    assert len(PAYLOADS) >= 300
    assert {len(family) > 8 for family in (MARKUP, BROKEN_OUT, FORMULAS, LINES, SIGNS)} == {True}
