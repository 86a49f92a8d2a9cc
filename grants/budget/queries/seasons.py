"""What earlier years and the season under way tell: files by day, drafts, sums. All in cents."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from grants.applications.models import Application
from grants.budget.models import PastSeason
from grants.budget.queries.figures import envelopes_of
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.fund import Fund, Purse
from grants.domain.pace import Now, Season
from grants.domain.seasons import TypedSeason
from grants.domain.states import KEPT, UNDER_WAY
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY = timedelta(days=1)
STAYS = UNDER_WAY | KEPT
"""A file that was sent and not taken back, nor led elsewhere."""


class Sent(NamedTuple):
    """One file of a season: when it was begun and sent (None: a draft), what it asks, and whether it stays."""

    call_id: int
    begun: datetime
    sent: datetime | None
    cents: int
    priority: bool
    stays: bool


def closing_of(call: Call) -> datetime:
    """Return the last instant to send: the end of the closing day in the town."""
    return datetime.combine(call.closes_on + DAY, time(), ZoneInfo(territory(call.territory).zone))


def filing_days(call: Call) -> int:
    """Return how many days one may send, both ends included."""
    return (call.closes_on - call.opens_on).days + 1


def past_seasons(call: Call) -> list[PastSeason]:
    """Return the years staff typed in for the same call, newest first."""
    mine = (PastSeason.territory == call.territory, PastSeason.scheme == call.scheme)
    return list(db.session.scalars(select(PastSeason).where(*mine).order_by(PastSeason.year.desc())))


def typed_season(row: PastSeason) -> TypedSeason:
    """Return a row as the rules read it."""
    weeks = (row.at_8_weeks, row.at_4_weeks, row.at_2_weeks, row.at_1_week)
    return TypedSeason(row.year, row.files, row.requested_cents, row.priority_files, weeks)


def calls_before(call: Call) -> list[Call]:
    """Return our own earlier calls of the same kind that are closed, newest first."""
    same = (Call.territory == call.territory, Call.scheme == call.scheme, Call.imported.is_(False))
    query = select(Call).where(*same, Call.year < call.year, Call.closes_on < now().date())
    return list(db.session.scalars(query.order_by(Call.year.desc(), Call.id)))


def files_sent(calls: Sequence[Call]) -> dict[int, list[Sent]]:
    """Return the files of these calls, drafts included, by call; one query."""
    chosen = Application.call_id.in_([call.id for call in calls])
    columns = (
        Application.call_id,
        Application.created_at,
        Application.sent_at,
        Application.requested_cents,
        Application.priority_area,
        Application.state,
    )
    found: dict[int, list[Sent]] = defaultdict(list)
    for call, begun, sent, cents, priority, state in db.session.execute(
        select(*columns).where(chosen).order_by(Application.id)
    ):
        found[call].append(Sent(call, begun, sent, cents, priority, stays=state in STAYS))
    return found


def seasons_before(call: Call, days_left: float = 0.0) -> list[Season]:
    """Return the earlier years, newest first: our own, and those typed in of which we hold no file.

    The drafts of our own years are counted as they stood so many days before closing.
    """
    ours = calls_before(call)
    files = files_sent(ours)
    own = [_season(each, files.get(each.id, []), days_left) for each in ours]
    known = {season.year for season in own if season.files}
    typed = [typed_season(row).as_season() for row in past_seasons(call) if row.year < call.year]
    both = [season for season in own if season.files] + [season for season in typed if season.year not in known]
    return sorted(both, key=lambda season: -season.year)


def _season(call: Call, files: Sequence[Sent], days_left: float) -> Season:
    """Return one of our own years, told day by day."""
    closing, length = closing_of(call), filing_days(call)
    sent = [file for file in files if file.stays and file.sent]
    days = [(closing - file.sent) / DAY for file in sent if file.sent]
    instant = closing - days_left * DAY
    drafts = _drafts_at(files, instant)
    return Season(
        year=call.year,
        files=len(sent),
        requested=sum(min(file.cents, call.cap_cents) for file in sent),
        marks=tuple((day, sum(each >= day for each in days)) for day in range(1, length)),
        amounts=tuple(min(file.cents, call.cap_cents) for file in sent),
        drafts=(len(drafts), sum(file.stays for file in drafts)),
        priority=(sum(file.priority for file in sent), len(sent)),
    )


def _drafts_at(files: Iterable[Sent], instant: datetime) -> list[Sent]:
    """Return what was begun and not sent at an instant."""
    return [file for file in files if file.begun <= instant and (file.sent is None or file.sent > instant)]


def standing(call: Call, files: Sequence[Sent], instant: datetime) -> Now:
    """Return where a season stood at an instant."""
    received: dict[bool, list[int]] = {False: [], True: []}
    for file in files:
        if file.stays and file.sent and file.sent <= instant:
            received[file.priority].append(min(file.cents, call.cap_cents))
    left = (closing_of(call) - instant) / DAY
    return Now(left, filing_days(call), received, len(_drafts_at(files, instant)) if left > 0 else 0)


def fund_of(call: Call) -> tuple[Fund, bool]:
    """Return the credits of a call and whether they are open; until then, those the town planned."""
    purses = tuple(Purse(each.key, each.allocated_cents, each.earmark) for each in envelopes_of(call))
    planned = (Purse(each.key, each.amount_cents, each.earmark) for each in territory(call.territory).envelopes)
    return Fund(call.cap_cents, purses or tuple(planned)), bool(purses)
