"""The desk's lists ask the database as many questions for twelve files as for three."""

from __future__ import annotations

from sqlalchemy import event

from grants.db import db

PAGES = (
    "/gestion/?annee={year}",
    "/gestion/messages",
    "/gestion/bilans?annee={year}",
    "/gestion/associations/",
    "/gestion/nature/{year}",
    "/gestion/ateliers/",
    "/gestion/courriels/envois",
    "/gestion/budget/{year}",
    "/gestion/budget/{year}/a-venir",
    "/gestion/budget/{year}/annees-passees",
    "/gestion/budget/{year}/epreuves?carte=double-choc",
    "/budget/{year}/robustesse",
    "/gestion/budget/{year}/scenarios",
    "/budget/{year}/partage",
    "/gestion/budget/{year}/attente",
    "/gestion/budget/{year}/conseil",
    "/gestion/budget/{year}/elus",
    "/gestion/budget/{year}/notifications",
    "/gestion/budget/{year}/vote",
    "/gestion/elus",
)


def test_lists_ask_as_much_for_twelve_files_as_for_three(app, signed_in):
    staff = signed_in("desk@example.org", "staff")
    questions: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        questions.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    asked = {}
    for year, files in ((2023, 3), (2024, 12)):
        loaded = app.test_cli_runner().invoke(
            args=["demo", "load", "--year", str(year), "--stage", "voted", "--projects", str(files)]
        )
        assert loaded.exit_code == 0, loaded.output
        for page in PAGES:
            questions.clear()
            assert staff.get(page.format(year=year)).status_code == 200, page
            asked.setdefault(page, []).append(len(questions))
    assert {page: few for page, (few, _) in asked.items()} == {page: many for page, (_, many) in asked.items()}
    assert {page: few for page, (few, _) in asked.items() if few > 16} == {}  # one of them: who shares joint awards
