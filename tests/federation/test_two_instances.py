"""Two running instances, two towns, two databases: each shows the other's projects, with source and licence."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from alembic import command
from werkzeug.serving import make_server

from grants.accounts.services import ensure_person
from grants.app import create_app
from grants.db import db
from grants.federation import services
from grants.federation.queries import neighbour_of
from grants.operations.cli import alembic_config
from grants.settings import load_settings
from tests.town import make_association, make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

pytestmark = pytest.mark.one_database

LANGUAGES = ("fr", "en")


@contextmanager
def instance(var: Path, town: str, titles: list[tuple[str, str]]) -> Iterator[tuple[Flask, str]]:
    """Serve a town on a free port: its projects are (title, hook)."""
    environ = {"GRANTS_ENV": "testing", "GRANTS_VAR": str(var), "GRANTS_TERRITORY": town, "GRANTS_INDEXING": "yes"}
    settings = load_settings(environ)
    server = make_server("127.0.0.1", 0, lambda environ, start: app(environ, start), threaded=True)  # noqa: PLW0108
    address = f"http://127.0.0.1:{server.server_port}"
    app = create_app(replace(settings, base_url=address))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        call = make_call(territory=town)
        here = make_association(f"Les Amis de {town}")
        for title, hook in titles:
            make_project(call, title, here, hook=hook)
        ensure_person("agent@ville.example").role = "staff"
        db.session.commit()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield app, address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        with app.app_context():
            db.engine.dispose()


def subscribe(app: Flask, address: str) -> None:
    """Link with another instance by the address of its site, as staff do."""
    with app.app_context():
        clerk = ensure_person("agent@ville.example")
        number = services.add(address, clerk).id
        db.session.commit()
    jobs = app.extensions["jobs"]
    with app.app_context():
        jobs.soon("read_neighbour", number)
    with app.app_context():
        neighbour = neighbour_of(number)
        assert neighbour.kind == "envie", neighbour.trouble
        services.link(neighbour, neighbour.name, "", ensure_person("agent@ville.example"))
        db.session.commit()
    with app.app_context():
        jobs.soon("read_neighbour", number)


def test_two_running_instances_show_each_others_projects(tmp_path):
    filler = [
        (f"Atelier {name}", f"{name} pour les voisins") for name in ("cuisine", "couture", "vélo", "radio", "cirque")
    ]
    sea = [("Réparer des barques", "Apprendre à réparer des barques avec les jeunes du port"), *filler]
    river = [("Des barques sur le Clain", "Réparer des barques et naviguer avec les jeunes"), *filler]
    with (
        instance(tmp_path / "sea", "port-leon", sea) as (port, port_address),
        instance(tmp_path / "river", "poitiers", river) as (city, city_address),
    ):
        subscribe(port, city_address)
        subscribe(city, port_address)
        for app, theirs, source in (
            (port, "Des barques sur le Clain", "Ville de Poitiers"),
            (city, "Réparer des barques", "Port-Léon"),
        ):
            client = app.test_client()
            for path in ("/recherche?q=barques", "/reseau", "/reseau/projets.json"):
                page = client.get(path, base_url="http://localhost").text
                assert source in page
                assert "icence" in page
            assert theirs in client.get("/recherche?q=barques", base_url="http://localhost").text
        page = port.test_client().get("/projets/reparer-des-barques", base_url="http://localhost").text
        assert "Ailleurs, des projets cousins" in page
        assert f"{city_address}/projets/" in page
