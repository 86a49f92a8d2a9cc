"""Reads about reports: the report of a file, whom its people met, what everybody sees of it, who has not reported."""

from grants.reports.queries.desk import (
    ReportRow,
    Tally,
    calls_with_reports_due,
    files_without_report,
    rows_of,
    tally_of,
)
from grants.reports.queries.gifts import Given, given
from grants.reports.queries.meetings import Known, first_answers, people_met
from grants.reports.queries.reports import (
    Grant,
    Picture,
    PublicReport,
    asides_of,
    fields_of,
    grant_of,
    photograph_named,
    photographs_as_images,
    pictures_of,
    public_photograph,
    public_report,
    report_of,
    story_of,
    titles_of,
    versions_of,
)

__all__ = [
    "Given",
    "Grant",
    "Known",
    "Picture",
    "PublicReport",
    "ReportRow",
    "Tally",
    "asides_of",
    "calls_with_reports_due",
    "fields_of",
    "files_without_report",
    "first_answers",
    "given",
    "grant_of",
    "people_met",
    "photograph_named",
    "photographs_as_images",
    "pictures_of",
    "public_photograph",
    "public_report",
    "report_of",
    "rows_of",
    "story_of",
    "tally_of",
    "titles_of",
    "versions_of",
]
