"""The town's side: it helps to complete, orients elsewhere with a reason, withdraws on request; nothing else exists."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from grants.applications.models import Application
from grants.db import db
from tests.applications.conftest import ESSENTIALS
from tests.conftest import csrf_token
from tests.sheets.reading import lines

pytestmark = pytest.mark.one_database

STAFF = "agent@ville.example"


@pytest.fixture
def desk(writer, signed_in):
    """Return somebody of the town before a complete file."""
    writer.fill().send()
    return signed_in(STAFF, "staff")


def press(desk, writer, what, **data):
    page = desk.get(f"/gestion{writer.home}")
    assert page.status_code == 200
    return desk.post(f"/gestion{writer.home}/{what}", data={"csrf_token": csrf_token(page.text), **data})


def test_the_desk_lists_every_file_with_its_state(desk, writer, signed_in):
    other = type(writer)(signed_in("bob@example.org")).start().fill(ESSENTIALS)
    page = desk.get("/gestion/")
    assert "2026-0001" in page.text
    assert "Pas encore envoyé" in page.text
    other.send()
    chosen = desk.get("/gestion/?etat=to_complete")
    assert "2026-0002" in chosen.text
    assert "2026-0001" not in chosen.text
    assert desk.get("/gestion/?annee=1999").status_code == 404
    assert desk.get("/gestion/?etat=nimportequoi").status_code == 200


def test_the_files_leave_as_chosen_with_their_siret_as_text(app, desk, writer, signed_in):
    other = type(writer)(signed_in("bob@example.org")).start().fill(ESSENTIALS)
    with app.app_context():
        file = db.session.scalars(select(Application).where(Application.number == "2026-0001")).one()
        file.answers = {**file.answers, "siret": "001 234 560 00012"}
        db.session.commit()
    rows = lines(desk.get("/gestion/dossiers.xlsx?annee=2026").data)
    assert [row["Numéro"] for row in rows] == ["2026-0001", ""]
    assert rows[0]["SIRET"] == "00123456000012"
    assert rows[0]["Demandé"] > 0 == len(rows[1]["Demandé"])
    other.send()
    chosen = lines(desk.get("/gestion/dossiers.ods?annee=2026&etat=to_complete").data)
    assert [row["Numéro"] for row in chosen] == ["2026-0002"]
    assert desk.get("/gestion/dossiers.csv?annee=1999").status_code == 404


def test_a_completion_is_asked_with_words_and_fields_then_sent_back(desk, writer, stored, outbox):
    assert press(desk, writer, "completer", words="", fields=["when"]).status_code == 422
    answer = press(desk, writer, "completer", words="Précisez la date, s’il vous plaît.", fields=["when", "nowhere"])
    assert answer.status_code == 302
    assert stored(writer).state == "to_complete"
    mail = outbox.last_to("ana@example.org")
    assert "Précisez la date" in mail.text
    assert "- Quand" in mail.text
    page = writer.client.get(f"{writer.home}/envie")
    assert "Précisez la date" in page.text
    assert "La ville vous demande de compléter cette réponse." in page.text
    writer.write("envie", {"when": "Le 3 mai"})
    writer.send()
    file = stored(writer)
    assert (file.state, file.number, file.project.when_text) == ("receivable", "2026-0001", "Le 3 mai")


def test_a_project_out_of_scope_goes_elsewhere_with_its_reason(desk, writer, stored, outbox):
    public = stored(writer).project.slug
    assert press(desk, writer, "reorienter", words="C’est un investissement.", where="").status_code == 422
    assert press(desk, writer, "reorienter", words=" ", where="Le service culture").status_code == 422
    assert stored(writer).state == "receivable"
    answer = press(desk, writer, "reorienter", words="C’est un investissement.", where="Le fonds d’équipement")
    assert answer.status_code == 302
    file = stored(writer)
    assert (file.state, file.project.public_since) == ("redirected", None)
    mail = outbox.last_to("ana@example.org").text
    assert "C’est un investissement." in mail
    assert "Le fonds d’équipement" in mail
    assert "Le fonds d’équipement" in writer.client.get(writer.home).text
    assert writer.client.get(f"/projets/{public}").status_code == 404


def test_a_file_is_withdrawn_only_with_the_applicant_s_words(desk, writer, stored, outbox):
    assert press(desk, writer, "retirer", words="").status_code == 422
    assert press(desk, writer, "retirer", words="Demandé par Mme Le Goff au téléphone le 3.").status_code == 302
    assert stored(writer).state == "withdrawn"
    assert "retiré" in outbox.last_to("ana@example.org").subject


def test_the_applicant_withdraws_alone_and_abandons_a_draft(writer, stored, outbox):
    draft = type(writer)(writer.client).start()
    page = draft.client.get(f"{draft.home}/retirer")
    draft.client.post(f"{draft.home}/retirer", data={"csrf_token": csrf_token(page.text)})
    assert stored(draft).state == "withdrawn"
    assert "Vous avez abandonné ce brouillon" in draft.client.get(draft.home, follow_redirects=True).text
    writer.fill().send()
    before = len(outbox.all())
    page = writer.client.get(f"{writer.home}/retirer")
    data = {"csrf_token": csrf_token(page.text)}
    assert writer.client.post(f"{writer.home}/retirer", data=data).status_code == 200
    assert stored(writer).state == "receivable"
    writer.client.post(f"{writer.home}/retirer", data=data | {"words": "Nous n’avons plus le temps."})
    assert stored(writer).state == "withdrawn"
    assert len(outbox.all()) == before + 1


def test_a_move_that_came_too_late_changes_nothing(desk, writer, stored):
    page = desk.get(f"/gestion{writer.home}")
    data = {"csrf_token": csrf_token(page.text), "words": "Deux fois.", "where": "Ailleurs"}
    assert desk.post(f"/gestion{writer.home}/reorienter", data=data).status_code == 302
    assert desk.post(f"/gestion{writer.home}/retirer", data=data).status_code == 409
    assert [event.kind for event in stored(writer).events][-1] == "redirected"


def test_words_of_any_kind_are_kept_and_too_long_ones_come_back(desk, writer, stored):
    answer = press(desk, writer, "completer", words="x" * 5001)
    assert answer.status_code == 422
    assert "x" * 5001 in answer.text
    press(desk, writer, "completer", words="Merci 🌻\0 ברוכים\u202e <b>")
    words = stored(writer).events[-1].words
    assert words == "Merci 🌻 ברוכים <b>"
    assert "Merci 🌻 ברוכים &lt;b&gt;" in writer.client.get(writer.home).text


@pytest.mark.parametrize("who", ["stranger", "applicant", "nobody"])
def test_only_the_town_opens_the_desk(app, writer, signed_in, who):
    writer.fill().send()
    clients = {"stranger": signed_in("eve@example.org"), "applicant": writer.client, "nobody": app.test_client()}
    client = clients[who]
    for path in ("/gestion/", f"/gestion{writer.home}"):
        assert client.get(path).status_code in {302, 403}
    page = client.get("/connexion")
    token = csrf_token(page.text) if 'csrf_token"' in page.text else "x"
    for what in ("completer", "reorienter", "retirer"):
        data = {"csrf_token": token, "words": "Non", "where": "Là"}
        assert client.post(f"/gestion{writer.home}/{what}", data=data).status_code in {400, 401, 403}
