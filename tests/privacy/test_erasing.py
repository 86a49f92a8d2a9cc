"""Somebody erased is found nowhere: planted in every column, then looked for in every byte."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select, text

from grants.audit import verify_audit
from grants.budget.queries import verify_ledger
from grants.db import Base, db, is_postgresql
from grants.domain.errors import RuleError
from grants.privacy import services
from grants.privacy.held import held
from grants.privacy.models import Erasure
from grants.projects.services import index_all
from grants.settings import current_settings
from tests.journeys.addresses import build
from tests.privacy.planting import ADDRESS, NAME, NEEDLES, plant

FIGURES = ("/donnees/subventions.csv", "/donnees/subventions-etat.csv")


@pytest.fixture
def planted(app, monkeypatch):
    """Return where somebody is planted in a town where something stands behind every address."""
    town = build(app, monkeypatch)
    with app.app_context():
        done = plant(town.writer)
        db.session.commit()
        index_all()
        db.session.commit()
        yield done


def held_of_them() -> set[str]:
    """Return where one of the needles stands, in any row of any table, the index's own included, or in the file."""
    found = {
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
        if any(needle in repr(tuple(row)).lower() for needle in NEEDLES)
    }
    if is_postgresql():
        index = db.session.execute(text("SELECT CAST(document AS text) FROM search_project")).scalars()
        return found | ({"search_project"} if any("quetzal" in each for each in index) else set())
    db.session.rollback()
    for path in current_settings().var.glob("grants.sqlite3*"):
        raw = path.read_bytes().lower()
        found |= {path.name for needle in NEEDLES if needle.encode() in raw}
    return found


def left_by_a_declaration_without(tables, monkeypatch) -> set[str]:
    """Erase them by a declaration that forgot tables, say where they still stand, and undo it: the control."""
    left = {name: each for name, each in held().items() if name not in tables}
    with monkeypatch.context() as patch:
        for module in ("replacing", "erasing", "answers"):
            patch.setattr(f"grants.privacy.services.{module}.held", lambda: left)
        services.erase(ADDRESS, "command")
        found = held_of_them()
    db.session.rollback()
    return found


def cells_of(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def test_somebody_erased_is_found_nowhere(app, planted, monkeypatch):
    assert len(planted.columns) > 110
    assert planted.empty == set(), "a table nobody could be planted in proves nothing"
    assert len(held_of_them()) > 50
    assert {"carrier_request", "claim"} <= left_by_a_declaration_without({"carrier_request", "claim"}, monkeypatch)
    client = app.test_client()
    before = {address: client.get(address).text for address in FIGURES}
    erased = services.erase(ADDRESS, "command")
    db.session.commit()
    services.tidy_files(current_settings().var, erased)
    assert services.tidy_disk()
    assert held_of_them() == set()
    assert erased.lines == ()
    verify_ledger()
    verify_audit()
    for address, told in before.items():
        cells = zip(cells_of(told), cells_of(client.get(address).text), strict=True)
        changed = [(old, new) for old, new in cells if old != new]
        assert [pair for pair in changed if "écrit par" not in pair[0]] == [], "only the name went"


@pytest.mark.usefixtures("planted")
def test_a_backup_s_people_are_erased_again_and_the_staff_never(app):
    services.erase(ADDRESS, "command")
    services.write_list(current_settings().var)
    db.session.execute(Erasure.__table__.delete())
    asked = Base.metadata.tables["carrier_request"]
    db.session.execute(asked.update().values(email=ADDRESS, name=NAME))
    db.session.commit()
    assert services.erase_again(current_settings().var).done == 1
    db.session.commit()
    assert "carrier_request" not in held_of_them()
    (current_settings().var / "erasures.txt").unlink()
    person = Base.metadata.tables["person"]
    db.session.execute(person.update().values(role="staff"))
    with pytest.raises(RuleError, match="still_staff"):
        services.erase(db.session.scalar(select(person.c.email).limit(1)), "command")
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["privacy", "erase", "personne@example.org", "--yes"])
    assert result.exit_code == 0, result.output
