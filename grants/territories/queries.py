"""Towns, read from config/territories and kept in memory."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from grants.domain.catalogue import Aid
from grants.domain.territory import EnvelopePlan, HelpPoint, Neighbourhood, PrioritySpan, Territory, Theme
from grants.settings import ROOT, SettingsError

FOLDER = ROOT / "config" / "territories"


@lru_cache
def territory(key: str) -> Territory:
    """Return the town of that key; raise SettingsError naming the file and what is wrong in it."""
    path = FOLDER / f"{key}.toml"
    try:
        return _build(key, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        message = f"config/territories/{path.name} cannot be read: {error}."
        raise SettingsError(message) from error


@lru_cache
def territories() -> tuple[Territory, ...]:
    """Return every town described here, by key."""
    return tuple(territory(key) for key in sorted(path.stem for path in FOLDER.glob("*.toml")))


@lru_cache
def territory_of_siren(siren: str) -> Territory | None:
    """Return the town whose funder has that SIREN, if it is described here."""
    return next((town for town in territories() if town.siren == siren), None)


def _build(key: str, raw: dict[str, Any]) -> Territory:
    """Turn the file's tables into a Territory; sums are written in euros there."""
    plain = {name: value for name, value in raw.items() if not isinstance(value, list) and name != "cap"}
    return Territory(
        key=key,
        cap_cents=raw["cap"] * 100,
        neighbourhoods=tuple(_neighbourhood(each) for each in raw.get("neighbourhoods", [])),
        themes=tuple(Theme(**_tupled(each)) for each in raw.get("themes", [])),
        envelopes=tuple(_envelope(each) for each in raw.get("envelopes", [])),
        help_points=tuple(HelpPoint(**_tupled(each)) for each in raw.get("help_points", [])),
        in_kind=tuple(_aid(each) for each in raw.get("in_kind", [])),
        not_accessible=tuple(raw.get("not_accessible", [])),
        **plain,
    )


def _neighbourhood(raw: dict[str, Any]) -> Neighbourhood:
    """Build a quarter with its dated priority status."""
    spans = tuple(PrioritySpan(**span) for span in raw.get("priority", []))
    outline = tuple(tuple(corner) for corner in raw.get("outline", []))
    return Neighbourhood(**{**_tupled(raw), "priority": spans, "outline": outline})


def _envelope(raw: dict[str, Any]) -> EnvelopePlan:
    """Build an envelope's plan, euros to cents."""
    rest = {name: value for name, value in raw.items() if name != "amount"}
    return EnvelopePlan(amount_cents=raw["amount"] * 100, **rest)


def _aid(raw: dict[str, Any]) -> Aid:
    """Build a thing of the catalogue, euros to cents."""
    rest = {name: value for name, value in raw.items() if name != "value"}
    return Aid(value_cents=raw["value"] * 100, **rest)


def _tupled(raw: dict[str, Any]) -> dict[str, Any]:
    """Turn lists into tuples, so that the frozen dataclass is frozen all through."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
