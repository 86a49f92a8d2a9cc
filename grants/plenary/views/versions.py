"""Versions of a programme beside one another: what each gives, and what changes from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, request
from flask_babel import gettext as _

from grants.plenary import programme_words, version_words, wording
from grants.plenary.forms import PublishForm
from grants.plenary.queries import programme_of, programmes_of, published_programme
from grants.plenary.queries.changes import changes_between
from grants.plenary.queries.compared import MOST_COMPARED, compared
from grants.plenary.views import bp
from grants.plenary.views.programmes import HOME, VERSION
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import INTEGER, Column, Table, sent
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary, Programme
    from grants.plenary.queries.changes import Changes
    from grants.plenary.queries.compared import Compared
    from grants.sheets import Cell

LONGEST_NUMBER = 9


@bp.get(f"{HOME}/programmes/comparer")
@open_to(STAFF, EVENING)
def compare(year: int) -> ResponseReturnValue:
    """Show versions side by side: those asked, or else the newest ones."""
    plenary = asked_plenary(year)
    found = _asked_versions(plenary)
    return render_template(
        "plenary/programmes/compare.html",
        call=plenary.call,
        plenary=plenary,
        all=programmes_of(plenary),
        found=found,
        lines=list(version_words.compared_lines(found)),
        publish=PublishForm(formdata=None),
        words=wording,
        say=programme_words,
        town=territory(plenary.call.territory),
    )


@bp.get(f"{HOME}/programmes/comparer.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def compare_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the same side by side."""
    found = _asked_versions(asked_plenary(year))
    heads = (Column(_("Ce qui compte")), *(Column(_("Version %(number)s", number=each.made.version)) for each in found))
    rows = ((label, *values) for label, values in version_words.compared_lines(found))
    return sent(Table(_("Les programmes côte à côte"), heads, rows), ending, f"pleniere-{year}-comparaison")


def _asked_versions(plenary: Plenary) -> list[Compared]:
    """Return the versions of the address; the newest ones when it names none."""
    asked = [number for text in request.args.getlist("version")[:100] for number in _number(text)]
    return compared(plenary, asked or [made.version for made in programmes_of(plenary)[:MOST_COMPARED]])


@bp.get(f"{VERSION}/changements")
@open_to(STAFF, EVENING)
def changes(year: int, number: int) -> ResponseReturnValue:
    """Say in words what changes, from the published version or from another one, to this one."""
    plenary = asked_plenary(year)
    made = programme_of(plenary, number) or abort(404)
    before = _before(plenary, made)
    return render_template(
        "plenary/programmes/changes.html",
        call=plenary.call,
        made=made,
        before=before,
        others=[each for each in programmes_of(plenary) if each.version != number],
        changes=changes_between(before, made) if before else None,
        say=version_words,
    )


@bp.get(f"{VERSION}/changements.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def changes_sheet(year: int, number: int, ending: str) -> ResponseReturnValue:
    """Give what changes, one line for each seat or presentation."""
    plenary = asked_plenary(year)
    made = programme_of(plenary, number) or abort(404)
    before = _before(plenary, made) or abort(404)
    columns = (Column(_("Qui")), Column(_("Tour"), INTEGER), Column(_("Avant")), Column(_("Après")))
    title = _("De la version %(one)s à la version %(other)s", one=before.version, other=number)
    rows = _changed(changes_between(before, made))
    return sent(Table(title, columns, rows), ending, f"pleniere-{year}-changements-{number}")


def _changed(found: Changes) -> Iterator[tuple[Cell, ...]]:
    for seat in found.seats:
        name = seat.guest.participant.name or seat.guest.who
        yield (name, seat.round, version_words.table_place(seat.before), version_words.table_place(seat.after))
    for passage in found.passages:
        before, after = (version_words.passage_place(where) for where in (passage.before, passage.after))
        yield (passage.title, None, before, after)


def _before(plenary: Plenary, made: Programme) -> Programme | None:
    """Return the version to start from: the one asked, else the one it was made from, the published one, the last."""
    asked = next(iter(_number(request.args.get("depuis", ""))), None)
    if asked is not None and asked != made.version and (found := programme_of(plenary, asked)) is not None:
        return found
    older = [each for each in programmes_of(plenary) if each.version < made.version]
    origin = next((each for each in older if each.version == made.based_on), None)
    shown = published_programme(plenary)
    return origin or (shown if shown is not made else None) or next(iter(older), None)


def _number(text: str) -> list[int]:
    """Read a number of version; nothing when there is none."""
    known = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return [int(text)] if known else []
