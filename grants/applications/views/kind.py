"""The desk of help in kind: for each thing of the catalogue, how many are asked, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template

from grants.applications.forms.aids import aid_chosen, aid_name, aid_terms, aid_what
from grants.applications.queries import call_of
from grants.applications.queries.kind import demands_of, free_wishes
from grants.applications.views.blueprint import bp
from grants.domain.catalogue import total_cents
from grants.security import FILES, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

for words in (aid_name, aid_what, aid_terms, aid_chosen):
    bp.add_app_template_global(words)


@bp.get("/gestion/nature/<int(max=9999):year>")
@open_to(STAFF, FILES)
def in_kind(year: int) -> ResponseReturnValue:
    """Show what is asked of the town's catalogue, and the wishes written freely."""
    call = call_of(year) or abort(404)
    asked = demands_of(call)
    context = {"demands": asked, "total": total_cents(asked), "free": free_wishes(call)}
    return render_template("applications/in_kind.html", call=call, **context)
