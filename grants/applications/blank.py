"""The blank form, to fill by hand: two A4 pages made from the same description as the form on screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flask import current_app

from grants import pdf
from grants.applications.forms import KINDS, choices, here, question
from grants.applications.forms.commitment import COMMITMENTS
from grants.domain.file import BUDGET_LINES, WISH_LINES, Kind
from grants.domain.money import format_euros
from grants.domain.scheme import Scheme
from grants.domain.territory import Territory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.domain.file import Field
    from grants.domain.scheme import Group

SHEETS = ("print-fonts.css", "blank.css")
PAGES = 2
PAGE_MM: Final = 275.0
"""Usable height of a page of blank.css, in millimetres."""

LEVELS: Final = ((True, 6.0), (False, 6.0), (False, 5.4), (False, 4.8))
"""From roomy to tight: whether hints are printed, and the height of a line to write on, in millimetres."""

BOXES: Final[Mapping[Kind, tuple[int, ...]]] = {
    Kind.SIRET: (3, 3, 3, 5),
    Kind.RNA: (9,),
    Kind.IBAN: (4, 4, 4, 4, 4, 4, 3),
    Kind.PHONE: (2, 2, 2, 2, 2),
    Kind.DATE: (2, 2, 4),
    Kind.NUMBER: (4,),
    Kind.EUROS: (5,),
}
"""Boxes for signs, in the groups people write them in."""

TICKED: Final = {
    Kind.TICK,
    Kind.YES_NO,
    Kind.CHOICE,
    Kind.CHOICES,
    Kind.PLACE,
    Kind.PLACES,
    Kind.THEMES,
    Kind.LICENCE,
    Kind.AIDS,
}
SHORT_LINE: Final = 100
THIRDS: Final = {Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Blank:
    """What a blank form depends on, and nothing else: it is printed once for each."""

    scheme: Scheme
    town: Territory
    title: str
    closes_on: date
    cap_cents: int


@dataclass(frozen=True, slots=True)
class Item:
    """A question on paper: boxes for signs, boxes to tick, or lines to write on (`lines`)."""

    label: str
    hint: str
    required: bool
    width: str
    boxes: tuple[int, ...] = ()
    before: str = ""
    after: str = ""
    ticks: tuple[str, ...] = ()
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A group on paper; `block` is what it shows, `budget` and `wishes` where two sides stand together."""

    legend: str
    hint: str
    block: str
    items: tuple[Item, ...]
    sides: tuple[tuple[str, int], ...] = ()


@lru_cache(maxsize=16)
def blank_form(blank: Blank, language: str) -> bytes:
    """Print the form on exactly two pages, the room left going to the lines one writes on; raises PdfUnavailable."""
    return pdf.render(_fitted(blank, language), stylesheets=SHEETS, lang=language, title=blank.title)


def _fitted(blank: Blank, language: str) -> str:
    """Find the roomiest form that holds on two pages."""
    html, free, pitch = "", 0.0, 0.0
    for hints, pitch in LEVELS:
        html = _write(blank, language, 0, hints=hints, pitch=pitch)
        free = _free_mm(html)
        if free >= 0:
            break
    fewest, most = 0, int(free / pitch) if free > 0 else 0
    while fewest < most:
        spare = (fewest + most + 1) // 2
        roomy = _write(blank, language, spare, hints=hints, pitch=pitch)
        if _free_mm(roomy) >= 0:
            html, fewest = roomy, spare
        else:
            most = spare - 1
    return html


def _free_mm(html: str) -> float:
    """Return the room left on the second page, in millimetres; negative when there is a third."""
    measured = pdf.measure(html, ("debut",), stylesheets=SHEETS)
    return (PAGES - (measured.pages - 1 + measured.fill)) * PAGE_MM


def _write(blank: Blank, language: str, spare: int, *, hints: bool, pitch: float) -> str:
    """Write the form in HTML, `spare` more lines being shared among the long answers."""
    lines = _shared(blank.scheme, spare)
    cap = format_euros(blank.cap_cents, language)
    groups = [(screen, group) for screen in blank.scheme.screens for group in screen.groups]
    screens = [
        (here(screen.title), [_part(blank, group, lines, cap) for owner, group in groups if owner is screen])
        for screen in blank.scheme.screens
    ]
    return current_app.jinja_env.get_template("applications/blank.html").render(
        language=language,
        blank=blank,
        town=blank.town,
        screens=[(title, _together(parts)) for title, parts in screens],
        kinds=[str(words) for words in KINDS.values()],
        commitments=[str(each.plain) for each in COMMITMENTS],
        hints=hints,
        pitch=f"{pitch * 10:.0f}",
    )


def _shared(scheme: Scheme, spare: int) -> dict[str, int]:
    """Share lines among the long answers in proportion to their limits; each has one at least."""
    long = {field.key: field.limit or SHORT_LINE for field in scheme.fields if field.kind is Kind.TEXT}
    total, before, given = sum(long.values()) or 1, 0, {}
    for key, limit in long.items():
        given[key] = 1 + spare * (before + limit) // total - spare * before // total
        before += limit
    return given


def _part(blank: Blank, group: Group, lines: Mapping[str, int], cap: str) -> Part:
    """Set out one group."""
    items = tuple(_item(blank, field, lines.get(field.key, 1)) for field in group.asked)
    most = {"charges": BUDGET_LINES, "products": BUDGET_LINES, "needs": WISH_LINES, "offers": WISH_LINES}
    block = {"charges": "budget", "products": "budget", "needs": "wishes", "offers": "wishes"}.get(
        group.block, group.block
    )
    sides = ((here(group.legend, cap), most[group.block]),) if group.block in most else ()
    return Part("" if sides else here(group.legend, cap), "" if sides else here(group.hint, cap), block, items, sides)


def _together(parts: list[Part]) -> list[Part]:
    """Set the two sides of the budget, or needs and offers, side by side."""
    found: list[Part] = []
    for part in parts:
        if part.sides and found and found[-1].block == part.block and not found[-1].items:
            found[-1] = Part("", "", part.block, part.items, found[-1].sides + part.sides)
        else:
            found.append(part)
    return found


def _item(blank: Blank, field: Field, lines: int) -> Item:
    """Set out one question."""
    words = question(blank.scheme, field.key)
    ticks: tuple[str, ...] = ()
    if field.kind in TICKED and field.kind is not Kind.TICK:
        ticks = tuple(words for _key, words in choices(field, blank.scheme, blank.town))
    return Item(
        label=str(words.label),
        hint=str(words.hint),
        required=field.required,
        width=_width(field),
        boxes=BOXES.get(field.kind, ()),
        before="W" if field.kind is Kind.RNA else "",
        after="€" if field.kind is Kind.EUROS else "",
        ticks=("",) if field.kind is Kind.TICK else ticks,
        lines=lines if field.kind is Kind.TEXT else 1,
    )


def _width(field: Field) -> str:
    """Return how much of the page's width a question takes: `third`, `half` or `whole`."""
    if field.kind in THIRDS:
        return "third"
    if field.kind in {Kind.SIRET, Kind.RNA, Kind.PHONE, Kind.EMAIL, Kind.EUROS, Kind.DATE}:
        return "half"
    return "half" if field.kind is Kind.LINE and field.limit <= SHORT_LINE else "whole"
