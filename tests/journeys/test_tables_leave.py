"""Every table a clerk sees leaves as ODS, XLSX and CSV, as it is on screen."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from grants.demo.services import CLERK
from grants.sheets import ENDINGS
from tests.journeys.addresses import MET, build, right, rules

pytestmark = pytest.mark.one_database

STAYS = {
    "applications.desk_file": "the file itself leaves, as a PDF, as the State's form and as text",
    "budget.reverse": "one line of the ledger, which leaves whole from its own page",
    "incoming.shown": "ten lines of the file that was just given; what a trial found leaves",
    "mails.text": "the words one may write in a mail: a help beside the form",
}
"""Pages of the desk whose table does not leave, and why."""
LEAVE = {
    "accounts.desk_associations", "applications.desk", "budget.desk", "budget.ledger", "mails.outbox",
    "plenary.affinities", "plenary.compare", "plenary.people", "plenary.programmes", "plenary.version", "reports.desk",
}  # fmt: skip
"""Pages the town of the test fills: without them the walk would prove little."""
NOT_PAGES = {"plenary.print_out", "plenary.booklet", "workshops.sheet", "applications.blank"}


class Tables(HTMLParser):
    """Counts the tables of a page and notes the ways out; what repeats a picture is not counted."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = 0
        self.endings: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.inside: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "details":
            self.inside.append("same" in given.get("class", "").split())
        self.tables += tag == "table" and not any(self.inside)
        ending = urlsplit(given.get("href", "")).path.rpartition(".")[2]
        if tag == "a" and ending in ENDINGS:
            self.endings[ending] += 1
            self.addresses.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.inside.pop()


def read(page: str) -> Tables:
    found = Tables()
    found.feed(page)
    return found


def test_every_table_of_the_desk_leaves(app, monkeypatch, signed_in):
    town = build(app, monkeypatch)
    clerk = signed_in(CLERK, "staff")
    kept, gone, files = {}, {}, set()
    for rule in rules(app, "/gestion/"):
        if "GET" not in rule.methods or rule.endpoint in NOT_PAGES or "ending" in rule.arguments:
            continue
        for year in (town.values["year"], MET):
            address = right(rule, town.words(rule, **({"year": year} if "year" in rule.arguments else {})))
            answer = clerk.get(f"{address}?annee={year}")
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            page = read(answer.text)
            if not page.tables:
                continue
            whole = all(page.endings[ending] for ending in ENDINGS)
            (gone if whole else kept)[rule.endpoint] = rule.rule
            files |= set(page.addresses)
    assert set(kept) == set(STAYS)
    assert set(gone) >= LEAVE
    assert {address: status for address in sorted(files) if (status := clerk.get(address).status_code) != 200} == {}


def test_a_table_that_stays_would_be_seen():
    page = read('<table></table><details class="same"><table></table></details><a href="/x.ods?a=1">ODS</a>')
    assert (page.tables, dict(page.endings)) == (1, {"ods": 1})
