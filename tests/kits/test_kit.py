"""A call leaves one town as an open kit and opens in another, beside what is there; hostile kits make nothing."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from grants.accounts.services import ensure_person
from grants.audit import AuditEntry
from grants.calls.models import Call, KeptScheme
from grants.calls.schemes import FOLDER, described, scheme_of, schemes
from grants.db import db
from grants.domain.calendar import usual_dates
from grants.domain.errors import RuleError
from grants.domain.kit import CONTROLS, Kit, read_kit, written
from grants.domain.kit_archive import LARGEST_KIT, pack, unpack
from grants.kits.queries import kit_of
from grants.kits.services import open_kit
from grants.mail.house import editable
from grants.mail.queries import text_in_force
from grants.plenary.models import Plenary, Room, Table
from grants.plenary.queries import plenary_of
from grants.territories.queries import territory
from tests.town import make_call

FORM = (FOLDER / "envie-de-faire.toml").read_text(encoding="utf-8")
OTHER_FORM = FORM.replace('name = "', 'name = "Autre ', 1)
SUBJECT, TEXT = "Votre lien", "Bonjour,\n\n{{ link }}\n\nÀ bientôt."


@pytest.fixture
def kit(db_session):
    """Return the kit of a call with its evening."""
    call = make_call(2026, introduction='Des "mots" \\ et des retours\nà la ligne.')
    plenary = Plenary(call=call, held_on=call.plenary_on, starts_at=time(18), ends_at=time(21), rounds=2)
    db_session.add(plenary)
    db_session.flush()
    return kit_of(call)


def archive(**texts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():
            file.writestr(name.replace("__", "/").replace("_toml", ".toml"), text)
    return made.getvalue()


def test_a_kit_says_again_what_the_call_says(kit):
    assert unpack(pack(kit)) == kit
    assert pack(kit) == pack(kit)
    told = written(kit)
    assert 'opens_on = "N-06-01"' in told
    assert 'report_by = "N+2-06-30"' in told
    assert "place =" not in told


def test_a_kit_opens_a_call_beside_the_others_and_changes_none(kit, db_session):
    before = db_session.scalars(select(Call)).one()
    dates, number = before.dates, before.id
    author = ensure_person("agent@example.org")
    opened = open_kit(unpack(pack(kit)), 2028, "port-leon", author, with_letters=False)
    assert (opened.call.year, opened.call.scheme, opened.evening) == (2028, "envie-de-faire", True)
    assert opened.call.opens_on == date(2028, 6, 1)
    assert opened.call.title == "Appel à envie de faire 2028"
    evening = plenary_of(opened.call)
    assert (evening.starts_at, evening.rounds, evening.place) == (time(18), 2, "")
    assert db_session.get(Call, number).dates == dates
    assert "kit_opened" in db_session.scalars(select(AuditEntry.act)).all()
    with pytest.raises(RuleError, match="call_exists"):
        open_kit(kit, 2028, "port-leon", author, with_letters=False)


@pytest.fixture
def laid(kit, db_session):
    """Return the kit of a call whose evening has a place, rooms and tables."""
    plenary = db_session.scalars(select(Plenary).where(Plenary.starts_at == kit.evening.starts_at)).one()
    plenary.place, plenary.access = "Maison des associations", "Clé chez Anne, 06 12 34 56 78, anne@example.org"
    hall = Room(position=1, name="Grande salle", note="Au fond")
    plenary.rooms = [hall, Room(position=2, name="Mezzanine")]
    plenary.named_tables = [
        Table(number=7, fewest=3, most=5, accessible=True, room=hall),
        Table(number=9, fewest=4, most=8),
    ]
    db_session.flush()
    return kit_of(plenary.call)


def test_the_place_the_rooms_and_the_themes_travel_without_anybody(laid, db_session):
    told = written(laid)
    assert "06 12" not in told
    assert "anne@" not in told
    assert unpack(pack(laid)) == laid
    opened = open_kit(unpack(pack(laid)), 2028, "port-leon", ensure_person("agent@example.org"), with_letters=False)
    evening = plenary_of(opened.call)
    assert evening.place == "Maison des associations"
    assert [(room.name, room.note) for room in evening.rooms] == [("Grande salle", "Au fond"), ("Mezzanine", "")]
    tables = [(t.number, t.fewest, t.most, t.accessible, t.room and t.room.name) for t in evening.named_tables]
    assert tables == [(7, 3, 5, True, "Grande salle"), (9, 4, 8, False, None)]
    assert laid.themes == territory("port-leon").themes
    assert len(db_session.scalars(select(Room)).all()) == 4


def test_rooms_of_one_name_or_tables_of_one_number_open_nothing(laid, db_session):
    author = ensure_person("agent@example.org")
    for changes in ({"rooms": (("Salle", ""), ("salle", ""))}, {"laid": laid.evening.laid[:1] * 2}):
        twice = replace(laid, evening=replace(laid.evening, **changes))
        with pytest.raises(RuleError, match=r"room_twice|table_twice"), db_session.begin_nested():
            open_kit(twice, 2028, "port-leon", author, with_letters=False)
    assert db_session.scalar(select(func.count()).select_from(Call)) == 1


def test_a_kit_of_the_first_format_still_opens(kit):
    lines = written(replace(kit, themes=())).replace("format = 2", "format = 1")
    older = read_kit(f'{lines}\n[[themes]]\nkey = "mer"\nname = "Mer"\n', FORM, {})
    assert [(theme.key, theme.name_en, theme.words) for theme in older.themes] == [("mer", "Mer", ())]
    author = ensure_person("agent@example.org")
    assert open_kit(older, 2028, "port-leon", author, with_letters=False).evening


def test_other_questions_are_kept_under_a_key_and_a_mark_of_their_own(kit, db_session):
    other = read_kit(written(kit), OTHER_FORM, {})
    first = open_kit(other, 2026, "port-leon", None, with_letters=False).call
    second = open_kit(other, 2027, "port-leon", None, with_letters=False).call
    assert first.scheme == second.scheme
    assert first.scheme.startswith("kit-")
    assert scheme_of(first).name.fr.startswith("Autre ")
    marks = [each.mark for each in schemes()]
    assert len(marks) == len(set(marks))
    assert described(first.scheme).mark not in {"", "C"}
    assert db_session.scalar(select(func.count()).select_from(KeptScheme)) == 1
    assert kit_of(first).form == OTHER_FORM


def test_a_call_of_a_kit_is_shown_like_any_other(client, kit):
    call = open_kit(read_kit(written(kit), OTHER_FORM, {}), 2026, "port-leon", None, with_letters=False).call
    key = call.scheme
    db.session.commit()
    assert client.get(f"/appels/2026/{key}").status_code == 200
    assert client.get("/appels/").status_code == 200


def test_letters_are_proofread_and_never_replace_the_towns_own(kit):
    letters = {
        ("sign_in", "fr"): (SUBJECT, "{{ ''.__class__.__mro__ }}"),
        ("application_received", "fr"): (SUBJECT, "{% for a in range(10**9) %}x{% endfor %}"),
        ("nothing_of_ours", "fr"): (SUBJECT, TEXT),
    }
    given_kit = read_kit(written(kit), FORM, letters)
    opened = open_kit(given_kit, 2030, "port-leon", None, with_letters=True)
    assert opened.letters == ()
    assert {template for template, _, _ in opened.left} == {"sign_in", "application_received", "nothing_of_ours"}
    assert text_in_force("sign_in", "fr") is None


def test_a_letter_the_house_can_read_comes_along(kit, db_session):
    words = editable("digest", "fr")
    given_kit = read_kit(written(kit), FORM, {("digest", "fr"): words})
    assert open_kit(given_kit, 2030, "port-leon", None, with_letters=True).letters == (("digest", "fr"),)
    assert kit_of(db_session.scalars(select(Call).where(Call.year == 2030)).one()).letters == {("digest", "fr"): words}
    assert unpack(pack(given_kit)).letters == given_kit.letters
    again = open_kit(given_kit, 2031, "port-leon", None, with_letters=True)
    assert again.left == (("digest", "fr", "letter_ours"),)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "kit_no_archive"),
        (b"%PDF-1.7", "kit_no_archive"),
        (b"x" * (LARGEST_KIT + 1), "kit_too_large"),
        (archive(kit_toml="format = 1"), "kit_no_text"),
        (archive(kit_toml="format = 3", form_toml=FORM), "kit_newer"),
        (archive(kit_toml="format = [1]", form_toml=FORM), "kit_newer"),
        (archive(kit_toml="format = 1\nrm = 2", form_toml=FORM), "kit_unknown"),
        (archive(kit_toml="x" * 100 + "[" * 5000, form_toml=FORM), "kit_unreadable"),
        (archive(kit_toml="a=" + "[" * 5000, form_toml=FORM), "kit_unreadable"),
        (archive(**{"..__..__etc__passwd": "root", "kit_toml": "", "form_toml": ""}), "kit_foreign"),
        (archive(**{"letters__a.php": "x", "kit_toml": "", "form_toml": ""}), "kit_foreign"),
        (archive(kit_toml="a" * 5_000_000, form_toml=FORM), "kit_too_large"),
    ],
)
@pytest.mark.one_database
def test_a_hostile_kit_is_told_and_nothing_of_it_is_taken(content, code):
    with pytest.raises(RuleError) as caught:
        unpack(content)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cap_cents = 230000", "cap_cents = -1"),
        ("cap_cents = 230000", 'cap_cents = "beaucoup"'),
        ("cap_cents = 230000", "cap_cents = true"),
        ('opens_on = "N-06-01"', 'opens_on = "N-02-31"'),
        ('opens_on = "N-06-01"', "opens_on = 2026-06-01"),
        ('starts_at = "18:00"', 'starts_at = "tard"'),
        ("rounds = 2", "rounds = 5000"),
        ("year = 2026", "year = 1"),
        ("rounds = 2", "rounds = 2\nplace = 3"),
        ("rounds = 2", 'rounds = 2\nrooms = "toutes"'),
        ("rounds = 2", 'rounds = 2\nrooms = [{ name = "" }]'),
        ("rounds = 2", "rounds = 2\nlaid = [{ number = 1, fewest = 9, most = 2 }]"),
        ("rounds = 2", "rounds = 2\nlaid = [{ number = 1, fewest = 2, most = 1000000000 }]"),
        ("rounds = 2", 'rounds = 2\nlaid = [{ number = 1, fewest = 2, most = 4, accessible = "oui" }]'),
        ('colour = "#', 'colour = "red;}#'),
        ("words = [", "words = 3 # ["),
    ],
)
def test_an_odd_value_is_named(kit, old, new):
    told = written(kit)
    assert old in told
    with pytest.raises(RuleError, match="kit_odd"):
        read_kit(told.replace(old, new), FORM, {})


@pytest.mark.parametrize(
    "form", ["", "name = 1", FORM.replace('name = "', 'surprise = 1\nname = "', 1), "a = " + "[" * 3000]
)
def test_questions_that_cannot_hold_open_nothing(kit, db_session, form):
    with pytest.raises(RuleError, match="form_unreadable"):
        open_kit(read_kit(written(kit), form, {}), 2029, "port-leon", None, with_letters=False)
    assert db_session.scalar(select(func.count()).select_from(KeptScheme)) == 0


@given(words=st.text(max_size=200))
@pytest.mark.one_database
def test_any_words_come_through(words):
    sent = Kit("Ville", "2026-11-27", 2026, "Appel", words, 1, False, usual_dates(2026), FORM)  # noqa: FBT003
    kept = CONTROLS.sub("", words.encode("utf-8", "ignore").decode()).strip()
    assert unpack(pack(replace(sent, introduction=words.encode("utf-8", "ignore").decode()))).introduction == kept


def test_the_desk_gives_shows_then_opens(app, signed_in, post_form):
    with app.app_context():
        make_call(2026)
        db.session.commit()
    clerk = signed_in("agent@example.org", "staff")
    given_file = clerk.get("/gestion/kits/2026.zip")
    assert given_file.mimetype == "application/zip"
    data = {"file": (io.BytesIO(given_file.data), "kit.zip")}
    page = post_form(clerk, "/gestion/kits/", data, content_type="multipart/form-data").text
    assert "du 1er juin 2027 au 15 septembre 2027" in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Call)) == 1
    kit = b64encode(given_file.data).decode()
    answer = post_form(clerk, "/gestion/kits/", {"kit": kit, "year": "2027"}, action="/gestion/kits/ouvrir")
    assert answer.status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Call.year).order_by(Call.year)).all() == [2026, 2027]
    odd = post_form(clerk, "/gestion/kits/", {"kit": kit, "year": "deux"}, action="/gestion/kits/ouvrir")
    assert (odd.status_code, "Écrivez une année" in odd.text) == (422, True)
    broken = post_form(clerk, "/gestion/kits/", {"kit": "?", "year": "2027"}, action="/gestion/kits/ouvrir")
    assert broken.status_code == 422


def test_the_commands_give_and_take(app, tmp_path):
    with app.app_context():
        make_call(2026)
        db.session.commit()
    run = app.test_cli_runner().invoke
    path = str(tmp_path / "kit.zip")
    assert run(args=["calls", "export", "2026", path]).exit_code == 0
    assert run(args=["calls", "import", path]).exit_code == 1
    assert run(args=["calls", "import", path, "--year", "2027", "--dry-run"]).exit_code == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Call)) == 1
    assert run(args=["calls", "import", path, "--year", "2027"]).exit_code == 0
    assert run(args=["calls", "export", "1999", path]).exit_code == 1
    assert run(args=["calls", "import", str(tmp_path / "absent.zip")]).exit_code == 1
