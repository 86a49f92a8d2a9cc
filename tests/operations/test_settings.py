"""A machine that cannot hold the data says so in one sentence, before anything is served."""

from __future__ import annotations

import pytest

from grants.settings import SettingsError, load_settings

pytestmark = pytest.mark.one_database


def start(var, **more):
    return load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": str(var), **more})


@pytest.mark.parametrize("more", [{}, {"GRANTS_SECRET_KEY": "given"}])
def test_a_data_folder_that_cannot_be_made_stops_the_start(tmp_path, more):
    (tmp_path / "a-file").write_text("")
    with pytest.raises(SettingsError, match="set GRANTS_VAR"):
        start(tmp_path / "a-file" / "var", **more)


def test_the_secret_is_made_once_and_kept(tmp_path):
    made = start(tmp_path).secret_key
    assert len(made) == 64
    assert start(tmp_path).secret_key == made
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_empty_secret_stops_the_start(tmp_path):
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(SettingsError, match="empty"):
        start(tmp_path)
