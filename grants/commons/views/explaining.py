"""The pages that explain, those the law asks for, and whether the site answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import get_locale

from grants.calls import queries as calls
from grants.commons.guide import guide
from grants.commons.privacy import kinds
from grants.commons.questions import questions
from grants.commons.record import record_of_processing
from grants.commons.showing import euros
from grants.commons.sitemap import foot_ways, sections
from grants.commons.tested import CRITERIA, tested
from grants.commons.views import bp
from grants.security import EVERYONE, open_to, same_for_all
from grants.settings import current_settings
from grants.sheets import sent
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


bp.add_app_template_global(foot_ways)


@bp.get("/aide")
@open_to(EVERYONE)
@same_for_all
def help_page() -> ResponseReturnValue:
    """Answer the questions people ask, and say who can help."""
    town = territory(current_settings().territory)
    return render_template("commons/help.html", questions=questions(euros(town.cap_cents)))


@bp.get("/aide/guide")
@open_to(EVERYONE)
@same_for_all
def guide_page() -> ResponseReturnValue:
    """Tell an association the whole way, from the idea to the report."""
    language = "en" if str(get_locale()) == "en" else "fr"
    return render_template("commons/guide.html", text=guide(language, request.script_root, calls.year_on_show()))


@bp.get("/accessibilite")
@open_to(EVERYONE)
@same_for_all
def accessibility() -> ResponseReturnValue:
    """State how accessible the site is, what was tested, and how to complain."""
    return render_template("commons/accessibility.html", tested=tested(), criteria=CRITERIA)


@bp.get("/mentions-legales")
@open_to(EVERYONE)
@same_for_all
def legal() -> ResponseReturnValue:
    """Say who publishes, who hosts, under what licence, and how to contest."""
    return render_template("commons/legal.html")


@bp.get("/confidentialite")
@open_to(EVERYONE)
@same_for_all
def privacy() -> ResponseReturnValue:
    """Say what is kept of people, why, how long, who sees it, and how to have it removed."""
    return render_template("commons/privacy.html", kinds=kinds(current_settings()))


@bp.get("/confidentialite.<any(ods, xlsx, csv):ending>")
@open_to(EVERYONE)
def record(ending: str) -> ResponseReturnValue:
    """Give the record of processing, as the town would keep it."""
    settings = current_settings()
    table = record_of_processing(settings, territory(settings.territory))
    return sent(table, ending, "registre-des-traitements")


@bp.get("/plan-du-site")
@open_to(EVERYONE)
@same_for_all
def site_map() -> ResponseReturnValue:
    """List every page there is."""
    return render_template("commons/sitemap.html", sections=sections(calls.year_on_show()))
