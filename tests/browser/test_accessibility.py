"""No page holds a barrier that axe can find, in both lights, on a wide screen and on the narrowest phone.

The suite opens each page in one of the two; `bench/accessibility.py` in both, and writes down what it walked.

axe.min.js is axe-core 4.14.1, MPL-2.0 (axe.LICENSE.txt), a tool of these tests that is never served.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sqlalchemy import select

from grants.applications.models import Application
from grants.db import db
from grants.projects.models import Project
from tests.browser.phone import cookies_of
from tests.files.test_files import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser, BrowserContext, Page

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SEEN = ["color-contrast", "target-size"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
YEAR = 2026

LIGHTS = [(1280, "light", RULES), (320, "dark", SEEN)]
EVERYBODY = [
    "/",
    "/projets/",
    "/projets/?theme=culture",
    "/recherche?q=zzz",
    "/carte",
    "/appels/",
    f"/appels/{YEAR}",
    f"/budget/{YEAR}",
    f"/budget/{YEAR}/partage",
    f"/budget/{YEAR}/robustesse",
    f"/pleniere/{YEAR}",
    f"/pleniere/{YEAR}/compte-rendu",
    f"/pleniere/{YEAR}/livret",
    "/donnees/",
    "/connexion",
    "/aide",
    f"/appels/{YEAR}/questions",
    f"/en/appels/{YEAR}/proposer",
    "/ateliers",
    "/aide/lieux",
    "/accessibilite",
    "/mentions-legales",
    "/plan-du-site",
    "/projets/?besoin=room&tri=titre",
    "/communs",
    "/annees/",
    f"/annees/{YEAR}",
    "/annees/associations",
    "/reseau",
    "/suivre",
    "/charte",
    "/confidentialite",
    "/donnees/dictionnaire",
    "/donnees/embarquer",
    "/inconnue",
    "/en/",
]
DESK = [
    "/mon-espace",
    "/gestion/",
    "/gestion/paroles/",
    "/gestion/paroles/main/1",
    "/gestion/voisins/",
    "/gestion/voisins/1",
    "/gestion/donnees/importer",
    "/gestion/kits/",
    "/gestion/appels/",
    "/gestion/appels/nouveau",
    "/courriels",
    "/gestion/courriels",
    "/gestion/courriels/application_received/fr",
    "/gestion/courriels/envois",
    f"/gestion/budget/{YEAR}",
    f"/gestion/budget/{YEAR}/conseil",
    f"/gestion/budget/{YEAR}/attente",
    f"/gestion/budget/{YEAR}/elus",
    f"/gestion/budget/{YEAR}/vote",
    f"/gestion/budget/{YEAR}/vote?actes=chacun",
    f"/gestion/budget/{YEAR}/notifications",
    "/gestion/elus",
    "/gestion/elus/1",
    f"/gestion/budget/{YEAR}/journal",
    f"/gestion/budget/{YEAR}/paiements",
    f"/gestion/budget/{YEAR}/echeancier",
    f"/gestion/budget/{YEAR}/reversements",
    f"/gestion/budget/{YEAR}/cloture",
    f"/gestion/budget/{YEAR}/cumuls",
    f"/gestion/budget/{YEAR}/actes",
    f"/gestion/budget/{YEAR}/a-venir",
    f"/gestion/budget/{YEAR}/annees-passees",
    f"/gestion/budget/{YEAR}/epreuves?paquet=3&tirage=2",
    f"/gestion/budget/{YEAR}/epreuves?credits=x",
    f"/gestion/budget/{YEAR}/epreuves/projecteur?paquet=3&tirage=2",
    f"/gestion/budget/{YEAR}/credits",
    f"/gestion/budget/{YEAR}/scenarios",
    f"/gestion/budget/{YEAR}/scenarios/nouveau",
    f"/gestion/budget/{YEAR}/enveloppes",
    f"/gestion/budget/{YEAR}/enveloppes/nouvelle",
    f"/gestion/budget/{YEAR}/enveloppes/1",
    f"/gestion/budget/{YEAR}/enveloppes/1/retrait",
    f"/gestion/pleniere/{YEAR}",
    f"/gestion/pleniere/{YEAR}/salles",
    f"/gestion/pleniere/{YEAR}/deroule",
    f"/gestion/pleniere/{YEAR}/personnes",
    f"/gestion/pleniere/{YEAR}/programmes",
    f"/gestion/pleniere/{YEAR}/programmes/comparer",
    f"/gestion/pleniere/{YEAR}/programme/1",
    f"/gestion/pleniere/{YEAR}/programme/1/deplacer?coup=1-1-x2",
    f"/gestion/pleniere/{YEAR}/demandes",
    f"/gestion/pleniere/{YEAR}/impressions",
    f"/gestion/pleniere/{YEAR}/affinites?place=much",
    f"/gestion/pleniere/{YEAR}/suites/billet",
    f"/gestion/pleniere/{YEAR}/compte-rendu",
]
SCREENS = ["association", "envie", "budget", "ensemble"]


@dataclass
class Walk:
    """What was opened and tried: `bench/accessibility.py` writes it down for the declaration."""

    pages: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    axe: str = ""
    browser: str = ""
    whole: bool = False


WALKED = Walk()


def note(page: Page, found: dict[str, Any]) -> None:
    """Write down a page as its address of the demonstration, whose identifiers are drawn anew each time."""
    address = re.sub(r"^https?://[^/]+", "", page.url)
    WALKED.pages.add(re.sub(r"(?<=dossiers/)[^/?]+", "…", address))
    tried = [*found["violations"], *found["passes"], *found["inapplicable"]]
    WALKED.rules |= {rule["id"] for rule in tried}
    WALKED.tags |= {tag for rule in tried for tag in rule["tags"]}
    WALKED.axe = f"axe-core {found['testEngine']['version']}"
    WALKED.browser = f"Chromium {page.context.browser.version.split('.')[0]}" if page.context.browser else ""


def barriers(page: Page, rules: list[str] = RULES) -> list[str]:
    """Return what axe finds by these tags or rules, one line each: the rule, and the first element concerned."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    note(page, found)
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]


def too_wide(page: Page) -> int:
    """Return by how many pixels the page scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def lights(page: Page) -> list[tuple[int, str, list[str]]]:
    """Return both widths and lights for the whole walk, else one, drawn from the address and always the same."""
    return LIGHTS if WALKED.whole else [LIGHTS[crc32(page.url.partition("//")[2].partition("/")[2].encode()) % 2]]


def faults(page: Page) -> list[str]:
    """Return what bars the way on the page as it is; narrow and dark, only what another width and light can change."""
    found = []
    for width, light, rules in lights(page):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        found += [f"{light} {width}: {line}" for line in barriers(page, rules)]
        if too_wide(page) > 0:
            found.append(f"{light} {width}: scrolls sideways by {too_wide(page)} px")
    return found


def visit(context: BrowserContext, server: str, addresses: list[str]) -> dict[str, list[str]]:
    """Open every address and return those that hold barriers."""
    page = context.new_page()
    barred = {}
    for address in addresses:
        answer = page.goto(server + address)
        assert answer is not None
        assert answer.status in {200, 404, 422}, f"{address} answered {answer.status}"
        if found := faults(page):
            barred[address] = found
    page.close()
    return barred


def test_axe_does_find_a_barrier(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/connexion")
    page.evaluate("document.querySelector('main label').remove()")
    assert any(line.startswith("label:") for line in barriers(page))
    page.close()


def test_an_empty_town_holds_no_barrier(browser: Browser, server: str) -> None:
    context = browser.new_context()
    assert visit(context, server, ["/", "/projets/", "/carte", "/appels/"]) == {}
    context.close()


def test_pages_for_everybody_hold_no_barrier(browser: Browser, server: str, town: Flask) -> None:
    with town.app_context():
        slug = db.session.scalars(select(Project.slug).order_by(Project.id)).first()
    context = browser.new_context()
    ours = [f"/projets/{slug}{page}" for page in ("", "/versions", "/versions/1", "/imprimer", "/ecrire", "/corriger")]
    assert visit(context, server, [*EVERYBODY, *ours, f"/pleniere/{YEAR}/moi/{slug}"]) == {}
    context.close()


def test_pages_of_the_desk_hold_no_barrier(clerk: BrowserContext, server: str, town: Flask) -> None:
    with town.app_context():
        file = db.session.scalars(select(Application.public_id).order_by(Application.id)).first()
    assert visit(clerk, server, [*DESK, f"/gestion/dossiers/{file}", f"/dossiers/{file}/lieux"]) == {}


def test_the_form_holds_no_barrier_even_with_errors(clerk: BrowserContext, server: str) -> None:
    page = clerk.new_page()
    page.goto(f"{server}/appels/{YEAR}/proposer")
    page.click("main form button")
    place = page.url.removeprefix(server).removesuffix("/association")
    page.fill("#siret", "123")
    page.click("main form button:has-text('Enregistrer et continuer')")
    screens = [f"{place}/{screen}" for screen in SCREENS]
    checked = [f"{address}?verifier=1" for address in screens]
    assert visit(clerk, server, [*screens, *checked, f"{place}/relire", "/mon-espace"]) == {}
    page.close()


def test_a_voted_file_and_its_report_hold_no_barrier_even_with_errors(
    browser: Browser, server: str, town: Flask, signed_in: Callable[[str], FlaskClient]
) -> None:
    with town.app_context():
        file = db.session.scalars(
            select(Application).where(Application.state == "paid").order_by(Application.id)
        ).first()
        assert file is not None
        place, email, association = f"/dossiers/{file.public_id}", file.person.email, file.association_id
    context = browser.new_context()
    context.add_cookies(cookies_of(server, signed_in(email)))
    page = context.new_page()
    page.goto(f"{server}{place}/bilan")
    page.set_input_files("#photographs", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    page.click("main form button[value=photos]")
    page.goto(f"{server}{place}/bilan/relire")
    page.click("main form button:has-text('Envoyer le bilan')")
    found = {page.url.removeprefix(server): faults(page)}
    for address, emptied in ((f"{place}/contact", "#contact_name"), (f"{place}/personnes", "#email")):
        page.goto(server + address)
        page.fill(emptied, "")
        page.click("main form button[type=submit] >> nth=-1")
        found[address] = faults(page)
    page.close()
    steps = [place, f"{place}/bilan?corriger=1", f"{place}/envois", f"/mon-espace/associations/{association}"]
    assert {address: lines for address, lines in found.items() if lines} == {}
    assert visit(context, server, [*steps, "/mon-espace", "/en/courriels"]) == {}
    context.close()


def test_a_keyboard_reaches_the_content_first(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/connexion")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()
