"""How a page of the desk acts: once, whole or not at all, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash
from flask_babel import gettext as _

from grants.budget.forms import worded
from grants.budget.queries import CREDITS, Seen, last_line, moved_since
from grants.budget.services import Note
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import leads_to_call

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grants.budget.forms import OnceForm, SeenForm
    from grants.budget.queries import Moved
    from grants.calls.models import Call

UNPROCESSABLE = 422


@leads_to_call("budget")
def _call_behind(places: Mapping[str, Any]) -> int | None:
    """Return the call that people apply to in the year of an address."""
    call = call_of_year(places["year"]) if "year" in places else None
    return None if call is None or call.imported else call.id


def call_or_404(year: int) -> Call:
    """Return the year's call that people apply to, or end with a page not found."""
    call = call_of_year(year)
    if call is None or call.imported:
        abort(404)
    return call


def note_of(form: SeenForm, call: Call, columns: tuple[str, ...] = CREDITS, file: int | None = None) -> Note:
    """Return what goes with the act of a form: reason and number if it asks for them, key, what its reader saw.

    `file`: the id of the application, when only its own sums were before the eyes.
    """
    line = form.seen_line
    return Note(
        reason=form["reason"].data or "" if "reason" in form else "",
        act=form["act"].data or "" if "act" in form else "",
        once=form.once.data or "",
        seen=None if line is None else Seen(call.id, line, columns, file),
    )


def look_again(form: SeenForm, call: Call, columns: tuple[str, ...] = CREDITS, file: int | None = None) -> list[Moved]:
    """Return what moved since the form's page was shown, and have the form carry what is shown now."""
    line = form.seen_line
    form.seen.data = str(last_line(call))
    return [] if line is None else moved_since(Seen(call.id, line, columns, file))


def acted(act: Callable[[], Any], done: str | Callable[[Any], str], form: OnceForm | None = None) -> bool:
    """Do it, commit and say so (`done`, or what it makes of the result); tell apart what was done before.

    False when a rule was in the way: nothing is done, and the rule stands at the head of the form or of the next page.
    """
    try:
        result = act()
    except RuleError as error:
        db.session.rollback()
        if form is None:
            flash(worded(error), "error")
        else:
            form.add_error(error)
        return False
    db.session.commit()
    if result is None or result is False:
        flash(_("C’était déjà fait\u00a0: ce formulaire n’agit qu’une fois."), "warning")
    else:
        flash(done(result) if callable(done) else done, "success")
    return True
