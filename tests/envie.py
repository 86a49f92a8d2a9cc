"""The questions of the « appel à envie de faire », and a way to change a description for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.calls.schemes import scheme

if TYPE_CHECKING:
    from pathlib import Path

ENVIE = scheme("envie-de-faire")
FIELDS = ENVIE.fields
SCREENS = ENVIE.order


def change(folder: Path, key: str, old: str, new: str) -> None:
    """Change a few words of a description that the fixture `schemes_folder` laid out."""
    path = folder / f"{key}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    scheme.cache_clear()
