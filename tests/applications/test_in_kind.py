"""Help in kind chosen from the town's catalogue: on the form, in the sums, on the pages, on the desk."""

from __future__ import annotations

from sqlalchemy import select

from grants.applications.models import Application
from grants.db import db
from tests.applications.conftest import WHOLE


def whole(**budget):
    """Return a complete file, its means changed."""
    return {**WHOLE, "budget": {**WHOLE["budget"], **budget}}


def test_things_are_chosen_without_script_and_stay_chosen(writer, stored):
    writer.fill({"budget": {"aids": ["", "salle:2", "", "sono:1"]}})
    assert stored(writer).answers["aids"] == ["salle:2", "sono:1"]
    page = writer.client.get(f"{writer.home}/budget").text
    assert '<option value="salle:2" selected>' in page
    assert "Community hall" in writer.client.get(f"/en{writer.home}/budget").text


def test_more_than_the_town_has_gets_a_word_and_is_kept(writer, stored):
    writer.fill({"budget": {"aids": ["scene:5"]}})
    assert stored(writer).answers["aids"] == ["scene:5"]
    page = writer.client.get(f"{writer.home}/budget").text
    assert "Scène mobile\u00a0: la ville en a 2, vous en demandez 5." in page
    assert '<option value="scene:5" selected>' in page


def test_a_wish_from_the_catalogue_is_enough_to_send_and_adds_up_beside_the_money(app, writer, outbox, signed_in):
    writer.fill(whole(requested="", charge_1_label="", charge_1_amount="", product_1_label="", product_1_amount="",
                      aids=["salle:2", "sono:1"], in_kind="Un coup de main", in_kind_value="50"))  # fmt: skip
    assert writer.client.get(f"{writer.home}/relire").text.count("2 × Salle municipale") == 1
    writer.send()
    with app.app_context():
        file = db.session.scalars(select(Application)).one()
        assert (file.state, file.requested_cents, file.in_kind_cents) == ("receivable", 0, 2 * 8_000 + 6_000 + 5_000)
        slug = file.project.slug
    assert "2 × Salle municipale" in outbox.last_to("ana@example.org").text
    client = app.test_client()
    page = client.get(f"/projets/{slug}").text
    for words in ("2 × Salle municipale", "1 × Sonorisation portative", "Un coup de main"):
        assert words in page
    assert "salle:2" not in page
    staff = signed_in("desk@example.org", "staff")
    desk = staff.get("/gestion/nature/2026").text
    for words in ("Salle municipale", "220,00", "Un coup de main", "/gestion/dossiers/"):
        assert words in desk
    assert client.get("/gestion/nature/2026").status_code == 302
    assert signed_in("bob@example.org").get("/gestion/nature/2026").status_code == 403
