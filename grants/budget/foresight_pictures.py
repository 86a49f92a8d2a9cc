"""The curves of what is coming and of a fund's robustness, ready for templates/_macros/plots.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.domain.chart import Curve, plot
from grants.domain.pace import usual_share

if TYPE_CHECKING:
    from grants.budget.queries import Ahead
    from grants.domain.chart import Plot
    from grants.domain.years import Robustness

WEEK_MARKS = (12, 8, 4, 2, 0)
"""Weeks before closing that stand along the foot of the pace."""


def pace_picture(ahead: Ahead, year: int) -> Plot:
    """Draw the files of this year over the weeks among those of earlier years, and where it goes."""
    came = [(-float(week.weeks), float(week.files)) for week in ahead.pace if week.files is not None]
    if ahead.state == "open":
        came.append((-ahead.now.days_left / 7, float(ahead.now.count)))
    known = [(-float(week.weeks), week.earlier) for week in ahead.pace if week.earlier]
    curves = [
        Curve(str(year), came, "now"),
        Curve(_("Année du milieu"), [(x, float(band.central)) for x, band in known]),
    ]
    if ahead.state == "open":
        curves.append(Curve(_("Ce qui est attendu"), _likely(ahead), "likely"))
    band = [(x, float(each.low), float(each.high)) for x, each in known]
    first = ahead.pace[0].weeks
    return plot(curves, band, x_marks=[-weeks for weeks in WEEK_MARKS if weeks <= first])


def _likely(ahead: Ahead) -> list[tuple[float, float]]:
    """Return where the season goes from now, in the shape seasons usually have, to the middle of what is expected."""
    now, final = ahead.now, ahead.expected.files.central
    start = usual_share(now.days_left, now.filing_days)
    days = [now.days_left, *(7.0 * week.weeks for week in ahead.pace if 7 * week.weeks < now.days_left)]
    shares = [(usual_share(each, now.filing_days) - start) / max(1 - start, 1e-9) for each in days]
    return [(-each / 7, now.count + (final - now.count) * share) for each, share in zip(days, shares, strict=True)]


def files_picture(robust: Robustness) -> Plot:
    """Draw in how many years out of a hundred the cap holds, over the number of files."""
    points = [(float(files), held / 10) for files, held in robust.by_files]
    marks = [files for files, _held in robust.by_files[::3]]
    return plot([Curve(_("Le plafond tient"), points, "now")], x_marks=marks)


def credits_picture(robust: Robustness) -> Plot:
    """Draw in how many years out of a hundred the cap holds, over the credits."""
    points = [(float(cents), held / 10) for cents, held in robust.by_credits]
    marks = [cents for cents, _held in robust.by_credits[::10]]
    return plot([Curve(_("Le plafond tient"), points, "now")], x_marks=marks)
