"""No page holds a barrier that axe can find, in both lights, on a wide screen and on the narrowest phone.

axe.min.js is axe-core 4.14.1, MPL-2.0 (axe.LICENSE.txt), a tool of these tests that is never served.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

EMPTY_TOWN = ["/connexion", "/inconnue"]


def barriers(page: Page) -> list[str]:
    """Return what axe finds, one line each: the rule, and the first element concerned."""
    page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]


def too_wide(page: Page) -> int:
    """Return by how many pixels the page scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def visit(browser: Browser, server: str, addresses: list[str], width: int, light: str) -> dict[str, list[str]]:
    """Open every address and return those that hold barriers, or that do not fit."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=light)  # type: ignore[arg-type]
    page = context.new_page()
    faults: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(server + address)
        found = barriers(page)
        if too_wide(page) > 0:
            found.append(f"scrolls sideways by {too_wide(page)} px at {width} px")
        if found:
            faults[address] = found
    context.close()
    return faults


def test_axe_does_find_a_barrier(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/connexion")
    page.evaluate("document.querySelector('main label').remove()")
    assert any(line.startswith("label:") for line in barriers(page))
    page.close()


@pytest.mark.parametrize(("width", "light"), [(1280, "light"), (320, "dark")])
def test_pages_of_an_empty_town_hold_no_barrier(browser: Browser, server: str, width: int, light: str) -> None:
    assert visit(browser, server, EMPTY_TOWN, width, light) == {}
