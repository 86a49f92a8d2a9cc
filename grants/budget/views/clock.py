"""The last days to pay, for a calendar, and the words of payments that pages share."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from grants.budget.forms.words.obstacles import MARKS, OBSTACLES, PASSINGS, RETURNS, WAITS, clock_words, pressing_words
from grants.budget.forms.words.sums import euros
from grants.budget.queries.payables import payables
from grants.budget.views import bp
from grants.budget.views.acting import call_or_404
from grants.db import now
from grants.domain.bank import masked
from grants.domain.countdown import SOON_DAYS, URGENT_DAYS
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.budget.queries.payables import Payable

bp.add_app_template_global(clock_words)
bp.add_app_template_global(pressing_words)
bp.add_app_template_global(masked, "masked_iban")


@bp.context_processor
def words() -> dict[str, object]:
    """Give the pages of the desk what obstacles, parts, sums and year ends are called."""
    return {
        "obstacles": OBSTACLES,
        "wait_words": WAITS,
        "mark_words": MARKS,
        "passing_words": PASSINGS,
        "return_words": RETURNS,
    }


@bp.get("/gestion/budget/<int(max=9999):year>/paiements.ics")
@open_to(STAFF, BUDGET)
def payment_days(year: int) -> ResponseReturnValue:
    """Give the last days to pay what was notified and is not paid, as a calendar."""
    by_day: dict[date, list[Payable]] = defaultdict(list)
    for row in payables(call_or_404(year)):
        if row.clock.limit and row.owed > 0:
            by_day[row.clock.limit].append(row)
    headers = {"Content-Disposition": f'attachment; filename="paiements-{year}.ics"'}
    return Response(_calendar(year, by_day), content_type="text/calendar; charset=utf-8", headers=headers)


def _calendar(year: int, by_day: dict[date, list[Payable]]) -> bytes:
    """Write one whole day an event, with what is to be paid by then."""
    import icalendar  # noqa: PLC0415 - slow to import, needed here alone

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Envie de faire//paiements//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Paiements %(year)s", year=year))
    page = url_for("budget.payments", year=year, _external=True)
    for day, rows in sorted(by_day.items()):
        left = euros(sum(row.owed for row in rows))
        event = icalendar.Event()
        event.add("uid", f"{year}-{day}-paiements@{page.split('/')[2]}")
        event.add("dtstamp", now())
        event.add(
            "summary", ngettext("Payer un dossier : %(sum)s", "Payer %(num)s dossiers : %(sum)s", len(rows), sum=left)
        )
        event.add("description", ", ".join(row.number for row in rows))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("url", page)
        for days in (SOON_DAYS, URGENT_DAYS):
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event["summary"])
            alarm.add("trigger", timedelta(days=-days))
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
