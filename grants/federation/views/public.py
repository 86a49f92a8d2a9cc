"""The network for everybody: whom we are linked with, and their projects as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template

from grants.federation import queries
from grants.federation.tables import cousin_record, cousins_table, neighbours_table
from grants.federation.views.blueprint import bp
from grants.opendata.files import as_json, home_town
from grants.security import EVERYONE, open_to
from grants.sheets import sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/reseau")
@open_to(EVERYONE)
def network() -> ResponseReturnValue:
    """Show the territories we are linked with, and what we offer to others."""
    return render_template("federation/network.html", linked=queries.linked(), town=home_town())


@bp.get("/reseau/territoires.<any(ods, xlsx, csv):ending>")
@open_to(EVERYONE)
def network_sheet(ending: str) -> ResponseReturnValue:
    """Give the list of territories as a spreadsheet reads it."""
    return sent(neighbours_table(queries.linked()), ending, "reseau")


@bp.get("/reseau/projets.<any(ods, xlsx, csv):ending>")
@open_to(EVERYONE)
def cousins_sheet(ending: str) -> ResponseReturnValue:
    """Give every project of elsewhere as a spreadsheet reads it."""
    return sent(cousins_table(queries.every_cousin()), ending, "projets-ailleurs")


@bp.get("/reseau/projets.json")
@open_to(EVERYONE)
def cousins_json() -> ResponseReturnValue:
    """Give every project of elsewhere with its source and its licence."""
    found = [cousin_record(each) for each in queries.every_cousin()]
    response = Response(as_json({"elsewhere": found}), content_type="application/json; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
