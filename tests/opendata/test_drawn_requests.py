"""Requests drawn from the API's own description, right and odd: no failure, nothing that the description does not tell.

The long form, of thousands, is bench/trust/api.py.
"""

from __future__ import annotations

import pytest

from bench.trust.api import faults_of
from grants.opendata import openapi
from grants.opendata.views import api
from tests.opendata.test_open_files import town  # noqa: F401 - four voted projects

pytestmark = pytest.mark.one_database
MANY = 250


@pytest.mark.usefixtures("town")
def test_no_drawn_request_gets_an_answer_that_is_not_described(client):
    asking, faults = faults_of(client, MANY, seed=1)
    assert faults == []
    assert {200, 400, 404} <= set(asking.seen)


@pytest.mark.usefixtures("town")
def test_an_answer_of_another_shape_would_be_seen(client, monkeypatch):
    plain = api.project_record
    monkeypatch.setattr(api, "project_record", lambda *given: plain(*given) | {"id": "seven"})
    assert faults_of(client, 40, seed=1)[1]
    assert openapi.PROJECT["properties"]["id"] == {"type": "integer"}
