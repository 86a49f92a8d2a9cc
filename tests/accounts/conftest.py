"""A provider of identities beside the town, its keys made once."""

from __future__ import annotations

import dataclasses

import pytest

from grants.accounts.proconnect import provider as said
from tests.accounts.identity_provider import CLIENT, SECRET, Provider, key


@pytest.fixture(scope="session")
def provider_keys():
    """Return two keys of the provider, the second for the day it changes."""
    return [key("first"), key("second")]


@pytest.fixture
def provider(app, provider_keys):
    """Serve a provider, and have the town believe it."""
    house = Provider("http://localhost/connexion/proconnect/retour", provider_keys)
    before = app.extensions["settings"]
    app.extensions["settings"] = dataclasses.replace(
        before,
        proconnect_issuer=house.issuer,
        proconnect_client_id=CLIENT,
        proconnect_client_secret=SECRET,
        staff_second_factor="offered",
    )
    yield house
    app.extensions["settings"] = before
    house.stop()
    said.KEPT.answers.clear()
