"""Pages for everybody before and while writing: how to write to be read, what the republican commitment says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from grants.applications.forms.advice import TOPICS, advice_for
from grants.applications.forms.commitment import PREAMBLE, SOURCE, commitments, paragraphs
from grants.applications.views.blueprint import bp
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp.add_app_template_global(advice_for)
bp.add_app_template_global(commitments)


@bp.get("/aide/ecrire")
@open_to(EVERYONE)
def writing() -> ResponseReturnValue:
    """Gather the advice on writing."""
    return render_template("applications/writing.html", topics=TOPICS)


@bp.get("/contrat-engagement-republicain")
@open_to(EVERYONE)
def commitment() -> ResponseReturnValue:
    """Show the seven commitments in full, to read and to print."""
    return render_template("applications/commitment.html", preamble=paragraphs(PREAMBLE), source=SOURCE)
