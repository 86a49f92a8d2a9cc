"""Kinds of calls, read from config/schemes and kept in memory; those of other towns' kits, read from the database."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import has_app_context
from sqlalchemy import select

from grants.calls.models import KeptScheme
from grants.db import db
from grants.domain.file import HOUSE, Bilingual, Field, Kind
from grants.domain.scheme import BLOCKS, Group, Scheme, SchemeError, Screen, check_scheme
from grants.settings import ROOT, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.calls.models import Call

FOLDER = ROOT / "config" / "schemes"
KEPT = "kit-"
"""How the keys of kinds of calls kept in the database begin; no file is named so."""
LONGEST_FORM = 200_000

OF_SCHEME = {"name", "name_en", "mark", "help", "licences", "introduction", "introduction_en", "identity", "screens"}
OF_SCREEN = {"key", "title", "title_en", "groups"}
OF_GROUP = {"legend", "legend_en", "hint", "hint_en", "block", "fields", "examples", "examples_en"}
OF_FIELD = {
    "key", "kind", "page", "limit", "to_send", "to_complete", "public", "label", "label_en", "hint", "hint_en",
    "advice", "advice_en", "options",
}  # fmt: skip
OF_OPTION = {"key", "label", "label_en"}
FLAGS = ("to_send", "to_complete", "public")


@lru_cache
def scheme(key: str) -> Scheme:
    """Return the kind of call of that key; raise SettingsError naming the file and its fault."""
    path = FOLDER / f"{key}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        message = f"config/schemes/{path.name}: {error}."
        raise SettingsError(message) from error
    return read_scheme(key, text, f"config/schemes/{path.name}")


@lru_cache(maxsize=64)
def read_scheme(key: str, text: str, where: str) -> Scheme:
    """Read the description of a kind of call; raise SettingsError naming `where` and its fault."""
    try:
        found = _build(key, tomllib.loads(text))
        check_scheme(found)
    except KeyError as error:
        message = f"{where}: {error} is missing."
        raise SettingsError(message) from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        message = f"{where}: {error}."
        raise SettingsError(message) from error
    return found


def described(key: str) -> Scheme:
    """Return the kind of call of that key, a file's or a kit's."""
    if not key.startswith(KEPT):
        return scheme(key)
    kept = db.session.get(KeptScheme, key)
    if kept is None:
        message = f"{key}: no kit describes this kind of call."
        raise SettingsError(message)
    return replace(read_scheme(key, kept.text, key), mark=kept.mark)


def text_of(key: str) -> str:
    """Return the description of a kind of call, as text."""
    if key.startswith(KEPT):
        kept = db.session.get(KeptScheme, key)
        return kept.text if kept else ""
    return (FOLDER / f"{key}.toml").read_text(encoding="utf-8")


def schemes() -> list[Scheme]:
    """Return every kind of call described here, by key; raise SettingsError when one of them cannot be read."""
    keys = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if has_app_context():
        keys += db.session.scalars(select(KeptScheme.key).order_by(KeptScheme.key)).all()
    return [described(key) for key in keys]


def check_schemes(main: str) -> None:
    """Make sure every kind of call can be read and numbered beside the main one; raise SettingsError."""
    marks = {"": f"the main call, {main}"}
    scheme(main)
    for each in map(scheme, sorted(path.stem for path in FOLDER.glob("*.toml"))):
        if each.key == main:
            continue
        if each.mark in marks:
            message = (
                f"config/schemes/{each.key}.toml: mark is '{each.mark}', which already numbers {marks[each.mark]}."
            )
            raise SettingsError(message)
        marks[each.mark] = each.key


def scheme_of(call: Call) -> Scheme:
    """Return the kind of a call people apply to."""
    return described(call.scheme)


def _build(key: str, raw: dict[str, Any]) -> Scheme:
    """Turn the file's tables into a Scheme."""
    _known(raw, OF_SCHEME, "the file")
    identity = raw.get("identity", "always")
    if identity not in {"always", "for_money"}:
        message = f"identity is '{identity}', where 'always' and 'for_money' are possible"
        raise SchemeError(message)
    return Scheme(
        key=key,
        name=_words(raw, "name", "the file"),
        mark=raw.get("mark", ""),
        helps=tuple(raw["help"]),
        licences=tuple(raw["licences"]),
        introduction=_words(raw, "introduction", "the file"),
        identity_always=identity == "always",
        screens=tuple(_screen(each) for each in raw["screens"]),
    )


def _screen(raw: dict[str, Any]) -> Screen:
    """Build a screen with its groups."""
    where = f"the screen '{raw['key']}'"
    _known(raw, OF_SCREEN, where)
    if not _words(raw, "title", where).fr:
        message = f"{where} has no title"
        raise SchemeError(message)
    return Screen(raw["key"], _words(raw, "title", where), tuple(_group(each, raw["key"]) for each in raw["groups"]))


def _group(raw: dict[str, Any], screen: str) -> Group:
    """Build a group with its questions."""
    where = f"a group of the screen '{screen}'"
    _known(raw, OF_GROUP, where)
    block = raw.get("block", "")
    if block and block not in BLOCKS:
        message = f"{where} asks for the block '{block}', where {', '.join(BLOCKS)} are possible"
        raise SchemeError(message)
    examples, english = raw.get("examples", []), raw.get("examples_en", [])
    if len(examples) != len(english):
        message = f"{where} has {len(examples)} examples in French and {len(english)} in English"
        raise SchemeError(message)
    return Group(
        asked=tuple(_field(each, screen) for each in raw.get("fields", [])),
        legend=_words(raw, "legend", where),
        hint=_words(raw, "hint", where),
        block=block,
        screen=screen,
        examples=tuple(map(Bilingual, examples, english)),
    )


def _field(raw: dict[str, Any], screen: str) -> Field:
    """Build a question; one of the house's has its kind already."""
    key = raw["key"]
    where = f"the question '{key}'"
    _known(raw, OF_FIELD, where)
    _typed(raw, where)
    kind = raw.get("kind", HOUSE.get(key, Kind.LINE))
    if kind not in set(Kind):
        message = f"{where} is of kind '{kind}', which is unknown"
        raise SchemeError(message)
    return Field(
        key=key,
        page=raw.get("page", 2),
        screen=screen,
        kind=Kind(kind),
        limit=raw.get("limit", 0),
        to_send=raw.get("to_send", False),
        to_complete=raw.get("to_complete", False),
        public=raw.get("public", False),
        label=_words(raw, "label", where),
        hint=_words(raw, "hint", where),
        advice=_words(raw, "advice", where),
        options=tuple(_option(each, where) for each in raw.get("options", [])),
    )


def _option(raw: dict[str, Any], where: str) -> tuple[str, Bilingual]:
    """Build an answer of a choice."""
    _known(raw, OF_OPTION, f"an option of {where}")
    return raw["key"], _words(raw, "label", f"an option of {where}")


def _words(raw: dict[str, Any], name: str, where: str) -> Bilingual:
    """Read words in both languages: neither goes without the other."""
    french, english = raw.get(name, ""), raw.get(f"{name}_en", "")
    if bool(french) != bool(english):
        message = f"{where} has '{name if french else name + '_en'}' without '{name + '_en' if french else name}'"
        raise SchemeError(message)
    return Bilingual(french, english)


def _known(raw: dict[str, Any], names: set[str], where: str) -> None:
    """Make sure a table says nothing this house does not know: a slip of the pen would go unseen."""
    for name in raw:
        if name not in names:
            message = f"'{name}' is not known in {where}"
            raise SchemeError(message)


def _typed(raw: dict[str, Any], where: str) -> None:
    """Make sure figures are figures and yes-or-no is true or false."""
    right: dict[str, Callable[[object], bool]] = {
        **dict.fromkeys(FLAGS, lambda value: isinstance(value, bool)),
        "limit": lambda value: isinstance(value, int) and value >= 0,
    }
    for name, test in right.items():
        if name in raw and not test(raw[name]):
            message = f"'{name}' of {where} is '{raw[name]}'"
            raise SchemeError(message)
