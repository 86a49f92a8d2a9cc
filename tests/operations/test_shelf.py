"""Each morning a backup is made, read again, and kept as long as the rule says; what fails is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from grants.accounts.services import ensure_person
from grants.db import db, now
from grants.operations import backup, queries, services
from grants.operations.shelf import Shelf
from grants.privacy.services import LIST

pytestmark = pytest.mark.one_database


@pytest.fixture
def shelf(app, monkeypatch, tmp_path):
    """Give this instance a folder for its backups."""
    settings = replace(app.extensions["settings"], backup_folder=str(tmp_path / "backups"))
    monkeypatch.setitem(app.extensions, "settings", settings)
    return Shelf(tmp_path / "backups")


def aged(shelf, each, days):
    """Let a backup be some days older."""
    shelf.note(replace(each, made_at=each.made_at - timedelta(days=days)))


@pytest.mark.usefixtures("context")
def test_a_morning_makes_a_backup_reads_it_again_and_leaves_nothing_else(shelf):
    ensure_person("ana@example.org")
    db.session.commit()
    services.back_up()
    (made,) = shelf.kept()
    assert made.sound
    assert made.rows == 1
    assert backup.verify(shelf.folder / made.name)
    assert shelf.under_way() is None
    assert {path.name for path in shelf.folder.iterdir()} == {made.name, f"{made.name}.json", LIST}


@pytest.mark.usefixtures("context")
def test_what_is_too_old_leaves_and_what_is_damaged_is_said_and_stays(shelf):
    services.back_up()
    first = shelf.kept()[0]
    (shelf.folder / "by-hand.tar.gz").write_text("somebody else's")
    for age in range(1, 40):
        twin = replace(first, name=f"sauvegarde-{age:03d}.tar.gz", made_at=first.made_at - timedelta(days=age))
        (shelf.folder / twin.name).write_bytes((shelf.folder / first.name).read_bytes())
        shelf.note(twin)
    (shelf.folder / "sauvegarde-039.tar.gz").write_bytes(b"rotten")
    shelf.check()
    shelf.rotate()
    left = shelf.kept()
    assert len(left) < 20
    assert [each.name for each in left if not each.sound] == ["sauvegarde-039.tar.gz"]
    assert (shelf.folder / "by-hand.tar.gz").exists()
    assert not queries.backups_finding().fine


@pytest.mark.usefixtures("context")
def test_a_backup_that_fails_leaves_no_half_and_is_told(shelf, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("grants.operations.archive.os.fsync", full)
    services.back_up()
    assert shelf.kept() == []
    assert [path.name for path in shelf.folder.iterdir()] == ["last-failure.txt"]
    assert "No space left" in queries.backups_finding().words
    assert not queries.backups_finding().fine
    monkeypatch.undo()


@pytest.mark.usefixtures("context")
def test_after_two_missed_days_the_administrators_are_told_once(shelf, outbox):
    ensure_person("chef@example.org").role = "admin"
    ensure_person("agent@example.org").role = "staff"
    db.session.commit()
    services.back_up()
    assert services.warn_of_missing_backups() == 0
    aged(shelf, shelf.kept()[0], 3)
    assert services.warn_of_missing_backups() == 1
    assert services.warn_of_missing_backups() == 0
    db.session.commit()
    assert [mail.recipient for mail in outbox.all()] == ["chef@example.org"]
    assert "/gestion/sauvegardes" in outbox.all()[0].text
    assert now() - queries.waited_since() > timedelta(days=2)


def test_an_administrator_makes_one_from_the_page_and_staff_only_look(shelf, signed_in, post_form):
    admin, staff = signed_in("chef@example.org", "admin"), signed_in("agent@example.org", "staff")
    page = "/gestion/sauvegardes"
    assert "Sauvegarder maintenant" not in staff.get(page).text
    assert signed_in("ana@example.org").get(page).status_code == 403
    answer = post_form(admin, page, {}, follow_redirects=True)
    assert "intacte" in answer.text
    (made,) = shelf.kept()
    assert post_form(admin, page, {}, action=f"{page}/{made.name}").status_code == 404  # unsealed: never handed out
    shelf.note(replace(made, sealed=True))
    taken = post_form(admin, page, {}, action=f"{page}/{made.name}")
    assert taken.status_code == 200
    assert taken.data == (shelf.folder / made.name).read_bytes()
