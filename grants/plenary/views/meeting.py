"""Whom the holder of a personal link wishes to meet, and whom they would rather not sit with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import services
from grants.plenary.forms import OtherForm, words_of
from grants.plenary.models import MeetingWish, Participant, Veto
from grants.plenary.queries.invitations import is_over
from grants.plenary.queries.party import Party, party_of_token
from grants.plenary.queries.reachable import MOST_SHOWN, found_among, others_of
from grants.plenary.queries.vetoes import vetoes_by
from grants.plenary.queries.wishes import wishes_by
from grants.plenary.views import bp
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

LONGEST_SEARCH = 200
LONGEST_PAGE = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """One of the two pages: its endpoint, what it keeps and how."""

    endpoint: str
    template: str
    table: type[MeetingWish | Veto]
    keep: Callable[[Participant, Any], None]


WISHES = Wording("plenary.wishes", "plenary/coming/wishes.html", MeetingWish, services.wish)
APART = Wording("plenary.apart", "plenary/coming/apart.html", Veto, services.keep_apart)


@bp.route("/pleniere/<int(max=9999):year>/venir/<token>/souhaits", methods=["GET", "POST"])
@open_to(EVERYONE)
def wishes(year: int, token: str) -> ResponseReturnValue:
    """Choose whom to meet."""
    party = _party(year, token)
    return _choose(WISHES, party, wishes_by(party.lines))


@bp.route("/pleniere/<int(max=9999):year>/venir/<token>/a-part", methods=["GET", "POST"])
@open_to(EVERYONE)
def apart(year: int, token: str) -> ResponseReturnValue:
    """Say, in confidence, with whom one would rather not sit."""
    party = _party(year, token)
    return _choose(APART, party, vetoes_by(party.holder or abort(404)))


def _party(year: int, token: str) -> Party:
    """Return those for whom the link answers, or answer that it leads nowhere."""
    return party_of_token(year, token) or abort(404)


def _choose(page: Wording, party: Party, said: Sequence[MeetingWish | Veto]) -> ResponseReturnValue:
    """Keep what was chosen or taken back, then show both lists."""
    form, holder = OtherForm(), party.holder or abort(404)
    others = others_of(party)
    if form.validate_on_submit() and not is_over(party.plenary):
        chosen = next((each for each in others if each.key == form.other.data), None)
        try:
            if chosen is not None:
                page.keep(holder, chosen)
            for line in party.lines if form.number else ():
                services.take_back(page.table, line if page is WISHES else holder, form.number)
        except RuleError as error:
            db.session.rollback()
            flash(words_of(error), "error")
        db.session.commit()
        return redirect(url_for(page.endpoint, **_kept(party)))
    found = found_among(others, _search(), said, by_name=page is APART) if page is WISHES or _search() else []
    return _page(page, party, said, found)


def _page(page: Wording, party: Party, said: Sequence[MeetingWish | Veto], found: Sequence[Any]) -> str:
    """Draw one of the two pages, twenty people at a time."""
    pages = max(1, -(-len(found) // MOST_SHOWN))
    number = min(_page_number(), pages)
    return render_template(
        page.template,
        party=party,
        said=said,
        found=found[(number - 1) * MOST_SHOWN : number * MOST_SHOWN],
        count=len(found),
        search=_search(),
        number=number,
        pages=pages,
        endpoint=page.endpoint,
        args=_kept(party),
        over=is_over(party.plenary),
    )


def _kept(party: Party) -> dict[str, Any]:
    """Return what the address of the page keeps: whose it is, and what was looked for."""
    token = party.holder.token if party.holder else ""
    kept = {"year": party.plenary.call.year, "token": token}
    return kept | ({"q": _search()} if _search() else {})


def _search() -> str:
    return request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]


def _page_number() -> int:
    typed = request.args.get("page", "")
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_PAGE else 1
