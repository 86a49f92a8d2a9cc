"""Reading the report again, sending it, and the page of a report that was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications.queries import local_day
from grants.applications.views.blueprint import seen
from grants.calls.schemes import scheme_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import Weight, parse
from grants.domain.report import check_report
from grants.reports import services
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS, RULES, say
from grants.reports.queries import fields_of, grant_of, pictures_of, report_of, story_of, titles_of, versions_of
from grants.reports.views.blueprint import begun, bp, reported
from grants.reports.views.papers import printed
from grants.security import FILES, MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.domain.file import Answers
    from grants.reports.models import Report


@bp.get("/dossiers/<public_id>/bilan/relire")
@open_to(MEMBERS)
def review(public_id: str) -> ResponseReturnValue:
    """Show what will be public exactly as it will be, what will not, and what is still missing."""
    application = reported(public_id)
    report = report_of(application)
    if report is None:
        return redirect(url_for("reports.screen", public_id=public_id))
    if report.closed_at is not None:
        return redirect(url_for("reports.sent", public_id=public_id))
    return _review(application, report)


@bp.post("/dossiers/<public_id>/bilan/envoyer")
@open_to(MEMBERS)
def send(public_id: str) -> ResponseReturnValue:
    """Send the report: once, whatever is pressed, with its acknowledgement at once."""
    application = reported(public_id)
    report, version = begun(application), request.form.get("version", 0, type=int)
    try:
        services.check_before_sending(report, version)
        papers = printed(application, report)
        services.send(begun(reported(public_id)), version, g.person, papers)
        db.session.commit()
    except RuleError as error:
        db.session.rollback()
        if error.code != "report_already_sent":
            application = reported(public_id)
            return _review(application, begun(application), error), 422
    flash(_("Merci\u00a0! Votre bilan est bien reçu, et la page du projet le raconte."), "success")
    return redirect(url_for("reports.sent", public_id=public_id))


@bp.get("/dossiers/<public_id>/bilan/envoye")
@open_to(MEMBERS)
def sent(public_id: str) -> ResponseReturnValue:
    """Show a report that was sent, as everybody sees it, and what only the association and the town see."""
    application = seen(public_id)
    report = begun(application)
    versions = versions_of(report)
    answers = versions[0].answers if versions else report.answers
    days = [local_day(application.call, each.at) for each in versions]
    mine = not g.person.looks_after(application.call_id, FILES)
    context = told(application, report, answers) | {"days": days, "mine": mine}
    return render_template("reports/sent.html", **context)


def told(application: Application, report: Report | None, answers: Answers) -> dict[str, Any]:
    """Return what the pages that show a whole report need."""
    story = story_of(application, answers)
    pictures = pictures_of(report, answers) if report else ()
    return {
        "application": application,
        "report": report,
        "call": application.call,
        "file": parse(application.answers),
        "story": story,
        "grant": grant_of(application),
        "pictures": pictures,
        "public_pictures": [picture for picture in pictures if picture.agreed],
        "met": titles_of(story.met),
        "gift_kinds": GIFT_KIND_WORDS,
        "gift_licences": GIFT_LICENCE_WORDS,
    }


def _review(application: Application, report: Report, error: RuleError | None = None) -> str:
    """Render the review, with what stops the sending at its head."""
    found = check_report(report.answers, parse(application.answers), fields_of(report))
    scheme = scheme_of(application.call)
    essential = [(each.field, say(each, scheme)) for each in found if each.weight is Weight.ESSENTIAL]
    if error is not None and error.code != "report_empty":
        essential.append(("", str(RULES[error.code])))
    context = told(application, report, report.answers) | {
        "version": report.version,
        "essential": essential,
        "missing": [(each.field, say(each, scheme)) for each in found if each.weight is not Weight.ESSENTIAL],
        "tried": error is not None,
    }
    return render_template("reports/review.html", **context)
