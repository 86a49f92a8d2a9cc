"""The log of acts in words, for the staff: who did what, when, on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _

from grants.budget.forms.words.acts import act_named, act_told
from grants.budget.queries import authors
from grants.privacy import queries
from grants.privacy.subject_words import actor_told, subject_told
from grants.privacy.views.blueprint import bp
from grants.security import STAFF, open_to
from grants.sheets import INTEGER, MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LARGEST = 999_999_999


@bp.get("/gestion/journal")
@open_to(STAFF)
def journal() -> ResponseReturnValue:
    """Show a part of the log, as it is looked for."""
    sought = _sought()
    entries, following = queries.part_of_journal(sought)
    return render_template(
        "privacy/journal.html",
        entries=entries,
        following=following,
        sought=sought,
        words=_filters(),
        acts=[(code, act_named(code)) for code in queries.acts_done()],
        authors=authors({each.actor for each in entries} | {each.subject for each in entries}),
        act_named=act_named,
        act_told=act_told,
        actor_told=actor_told,
        subject_told=subject_told,
    )


@bp.get("/gestion/journal.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def journal_sheet(ending: str) -> ResponseReturnValue:
    """Give every line looked for, newest first."""
    entries = list(queries.whole_journal(_sought()))
    names = authors({each.actor for each in entries} | {each.subject for each in entries})
    words = map(Column, (_("Qui"), _("Acte"), _("Sur quoi"), _("Détail")))
    columns = (Column(_("Ligne"), INTEGER), Column(_("Quand"), MOMENT), *words)
    rows = (
        (
            each.id,
            each.at,
            names.get(each.actor, actor_told(each.actor)),
            act_named(each.act),
            names.get(each.subject, subject_told(each.subject)),
            "\n".join(act_told(each.details)),
        )
        for each in entries
    )
    return sent(Table(_("Journal des actes"), columns, rows), ending, "journal")


def _sought() -> queries.Sought:
    """Read what is looked for; what makes no sense asks nothing."""
    asked = request.args
    return queries.Sought(asked.get("acte", ""), asked.get("personne", "").strip(), _whole("annee"), _whole("avant"))


def _whole(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST else None


def _filters() -> dict[str, str]:
    """Return the filters of the address, as links carry them on."""
    return {name: value for name in ("acte", "personne", "annee") if (value := request.args.get(name, ""))}
