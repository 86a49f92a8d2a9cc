"""One project on one page, whatever its length: tighten first, then cut at a paragraph and send the reader online."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from grants.plenary.prints.height import PAGE, height_mm
from grants.plenary.prints.text import MOST_TEXT, cut, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.pdf import Fragment
    from grants.plenary.prints.content import Project, Sitting, Wish

SLACK = 3.0
"""Millimetres by which counting may be too severe."""

RULED = 18.0
"""Millimetres from which what is left is ruled, to write on."""

GAP = 4.0
"""Least room between the text and the foot of the page, in points."""


MOST_WISHES = 4
"""Lines of needs, and of offers, in the form."""

LEAST = 0.2
"""Share of the text below which dates go and one wish of each kind stays."""

TWO_LINES = 112
"""Characters of reasons that stand in two lines beside a table's number."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a project is made to fit.

    ample: every encounter has its own line; close, compact: tables told in fewer and fewer lines; wrap: text flows
    under the boxes; tight: smaller type; share: of its text that is kept; wish: characters of a need or offer;
    reasons: per table.
    """

    ample: bool = False
    close: bool = False
    compact: bool = False
    wrap: bool = False
    tight: bool = False
    share: float = 1.0
    wish: int = 240
    reasons: int = 2

    @property
    def lines(self) -> tuple[int, int]:
        """Lines of names and lines of reasons at each table, as the style sheet limits them."""
        return (1, 2) if self.compact else (1, 3) if self.close else (2, 3)

    @property
    def kind(self) -> str:
        """The classes of the page."""
        names = ("ample", self.ample), ("close", self.close), ("compact", self.compact), ("tight", self.tight)
        return " ".join(["project", *(name for name, on in names if on)])


_SMALL = Fit(compact=True, wrap=True, tight=True, wish=160)
LADDER = (
    Fit(ample=True),
    Fit(),
    Fit(close=True),
    Fit(compact=True),
    Fit(compact=True, wrap=True),
    _SMALL,
    *(replace(_SMALL, share=share, wish=110, reasons=1) for share in (0.85, 0.7, 0.55, 0.4, 0.3, 0.2)),
    *(replace(_SMALL, share=share, wish=60, reasons=1) for share in (0.1, 0.05, 0.0)),
)
"""From the most generous to what always fits."""


def fits(fragment: Fragment) -> bool:
    """Tell whether the text of a project's page ends above its foot."""
    if len(fragment.pages) > 1:
        return False
    ends, foot = fragment.anchors["fin"], fragment.anchors["bande"]
    return ends[2] >= foot[2] + GAP


def room(context: Mapping[str, Any], fit: Fit) -> float:
    """Return the millimetres left on the page when it is made to fit that way, by counting letters.

    Below -SLACK the page cannot fit; otherwise the layout has the last word.
    """
    return PAGE - height_mm(context, lines=fit.lines, wrap=fit.wrap, tight=fit.tight)


def project_context(project: Project, fit: Fit, hours: Mapping[int, Any], longest: int = MOST_TEXT) -> dict[str, Any]:
    """Return what the page of a project shows when it is made to fit that way.

    hours: when each round starts. longest: characters of text beyond which the rest is online.
    """
    most = int(min(longest, sum(map(len, project.paragraphs))) * fit.share)
    paragraphs, more = cut(project.paragraphs, most)
    steps = project.steps if fit.share >= LEAST else ()
    shown = replace(project, needs=_wishes(project.needs, fit), offers=_wishes(project.offers, fit), steps=steps)
    extra = [_("première fois")] if project.first_time else []
    money = [_("aide de %(amount)s", amount=project.amount)] if project.amount else []
    return {
        "project": shown,
        "paragraphs": paragraphs,
        "cut": more,
        "boxes": bool(project.needs or project.offers),
        "wrap": fit.wrap,
        "facts": [fact.rstrip(" .") for fact in (project.quarter, project.audience) if fact] + money + extra,
        "seats": [_seat(sitting, fit, hours) for sitting in project.sittings],
    }


def _wishes(wishes: Sequence[Wish], fit: Fit) -> list[Wish]:
    most = MOST_WISHES if fit.share >= LEAST else 1
    return [replace(wish, sentence=shortened(wish.sentence, fit.wish)) for wish in wishes[:most]]


def _seat(sitting: Sitting, fit: Fit, hours: Mapping[int, Any]) -> dict[str, Any]:
    """Say with whom and why: names of all, and the strongest reasons."""
    said = [encounter.why for encounter in sitting.meets if encounter.why][: fit.reasons]
    reasons = said if sum(map(len, said)) <= TWO_LINES else said[:1]
    return {
        "round": sitting.round,
        "table": sitting.table,
        "person": sitting.person,
        "starts": hours.get(sitting.round),
        "meets": sitting.meets if fit.ample else (),
        "names": "" if fit.ample else ", ".join(encounter.who for encounter in sitting.meets),
        "why": "" if fit.ample else " ".join(reasons),
    }
