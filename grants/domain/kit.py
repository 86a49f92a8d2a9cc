"""The open kit of a call: what another town needs to open the same one. Its format is told in docs/kit.md."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, time
from typing import Any, Final

from grants.domain.calendar import CallDates
from grants.domain.errors import RuleError
from grants.domain.moments import KINDS, Step
from grants.domain.territory import Theme

FORMAT: Final = 2
READ: Final = (1, 2)
"""The formats that can be read: the first told neither the place of the evening nor its rooms, and less of themes."""
LICENCE: Final = "CC BY-SA 4.0"
MOST_CENTS: Final = 100_000_000
LONGEST: Final = {
    "town": 100, "made_on": 10, "licence": 60, "title": 140, "introduction": 5000, "access": 1000, "place": 200,
    "note": 160, "room": 80,
}  # fmt: skip
WHOLE: Final = {
    "rounds": (1, 12), "round_minutes": (1, 120), "pitch_seconds": (20, 600), "tables": (1, 1000),
    "fewest_seats": (2, 100), "most_seats": (2, 100),
}  # fmt: skip
"""Sizes of an evening, with their bounds."""
HOURS: Final = ("starts_at", "ends_at")
MOST_STEPS, MOST_THEMES, MOST_WORDS, MOST_ROOMS, MOST_TABLES = 40, 60, 200, 60, 500
COLOUR: Final = re.compile(r"(#[0-9A-Fa-f]{6})?")
RELATIVE: Final = re.compile(r"N([+-][0-3])?-([0-9]{2})-([0-9]{2})")
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table with its number, its bounds of seats, the name of its room (empty for none); `accessible` to wheels."""

    number: int
    fewest: int
    most: int
    accessible: bool = False
    room: str = ""


@dataclass(frozen=True, slots=True)
class Evening:
    """How long an evening lasts, how it goes and where; no steps: the usual half day. `rooms` are (name, note)."""

    starts_at: time
    ends_at: time
    rounds: int
    round_minutes: int
    pitch_seconds: int
    fewest_seats: int
    most_seats: int
    tables: int | None = None
    steps: tuple[Step, ...] = ()
    place: str = ""
    access: str = ""
    rooms: tuple[tuple[str, str], ...] = ()
    laid: tuple[LaidTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """A call that leaves: its words, its dates in its own `year`, its form, its letters, its evening, its themes.

    `form` is the description of `config/schemes`, as text. `letters` are (subject, text) by (template, language).
    `themes` are those of its town, as a town's file describes them.
    """

    town: str
    made_on: str
    year: int
    title: str
    introduction: str
    cap_cents: int
    late_files_welcome: bool
    dates: CallDates
    form: str
    letters: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    evening: Evening | None = None
    themes: tuple[Theme, ...] = ()

    def dates_in(self, year: int) -> CallDates:
        """Return the calendar in another year."""
        return self.dates.a_year_later(year - self.year)


def written(kit: Kit) -> str:
    """Return the description of a kit as TOML."""
    head = {"format": FORMAT, "licence": LICENCE, "town": kit.town, "made_on": kit.made_on, "year": kit.year}
    names = ("title", "introduction", "cap_cents", "late_files_welcome")
    call = {name: getattr(kit, name) for name in names}
    calendar = {each.name: _relative(getattr(kit.dates, each.name), kit.year) for each in fields(CallDates)}
    parts = [_lines(head), "[call]\n" + _lines(call), "[calendar]\n" + _lines(calendar)]
    if kit.evening:
        sizes = {name: getattr(kit.evening, name) for name in WHOLE if getattr(kit.evening, name) is not None}
        hours = {name: getattr(kit.evening, name).strftime("%H:%M") for name in HOURS}
        words = {name: getattr(kit.evening, name) for name in ("place", "access") if getattr(kit.evening, name)}
        parts.append("[evening]\n" + _lines({**hours, **sizes, **words}))
        rooms = [{"name": name, "note": note} for name, note in kit.evening.rooms]
        for name, rows in (
            ("steps", map(asdict, kit.evening.steps)),
            ("rooms", rooms),
            ("laid", map(asdict, kit.evening.laid)),
        ):
            parts += [
                f"[[evening.{name}]]\n" + _lines({key: said for key, said in row.items() if said}) for row in rows
            ]
    parts += ["[[themes]]\n" + _lines(asdict(theme)) for theme in kit.themes]
    return "\n".join(parts)


def read_kit(description: str, form: str, letters: Mapping[tuple[str, str], tuple[str, str]]) -> Kit:
    """Read the description of a kit; raises RuleError `kit_unreadable`, `kit_newer`, or `kit_odd` (name)."""
    try:
        raw = tomllib.loads(description)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleError("kit_unreadable") from error
    if raw.get("format") not in READ:
        raise RuleError("kit_newer")
    _known(raw, {"format", "licence", "town", "made_on", "year", "call", "calendar", "evening", "themes"}, "kit.toml")
    year = _whole(raw, "year", 1900, 2190)
    call = _table(raw, "call")
    _known(call, {"title", "introduction", "cap_cents", "late_files_welcome"}, "call")
    late = call.get("late_files_welcome", False)
    if not isinstance(late, bool):
        raise RuleError("kit_odd", name="late_files_welcome")
    return Kit(
        town=_text(raw, "town"),
        made_on=_text(raw, "made_on"),
        year=year,
        title=_text(call, "title", needed=True),
        introduction=_text(call, "introduction"),
        cap_cents=_whole(call, "cap_cents", 1, MOST_CENTS),
        late_files_welcome=late,
        dates=_dates(_table(raw, "calendar"), year),
        form=form,
        letters=letters,
        evening=_evening(_table(raw, "evening")) if "evening" in raw else None,
        themes=tuple(map(_theme, _rows(raw, "themes", MOST_THEMES, {each.name for each in fields(Theme)}))),
    )


def _relative(day: date, year: int) -> str:
    """Write a day as seen from the call's year: `N+1-02-13`."""
    away = day.year - year
    return f"N{f'{away:+d}' if away else ''}-{day:%m-%d}"


def _dates(raw: Mapping[str, Any], year: int) -> CallDates:
    """Read the calendar, all its days and no other."""
    names = {each.name for each in fields(CallDates)}
    _known(raw, names, "calendar")
    return CallDates(**{name: _day(raw, name, year) for name in names})


def _day(raw: Mapping[str, Any], name: str, year: int) -> date:
    found = RELATIVE.fullmatch(raw[name]) if isinstance(raw.get(name), str) else None
    if found is None:
        raise RuleError("kit_odd", name=name)
    try:
        return date(year + int(found[1] or 0), int(found[2]), int(found[3]))
    except ValueError as error:
        raise RuleError("kit_odd", name=name) from error


def _evening(raw: Mapping[str, Any]) -> Evening:
    """Read how an evening goes."""
    _known(raw, {*HOURS, *WHOLE, "steps", "place", "access", "rooms", "laid"}, "evening")
    sizes = {name: _whole(raw, name, *bounds) for name, bounds in WHOLE.items() if name != "tables"}
    tables = _whole(raw, "tables", *WHOLE["tables"]) if "tables" in raw else None
    starts_at, ends_at = (_hour(raw, name) for name in HOURS)
    return Evening(
        starts_at,
        ends_at,
        **sizes,
        tables=tables,
        steps=tuple(map(_step, _rows(raw, "steps", MOST_STEPS, {"kind", "title", "minutes"}))),
        place=_text(raw, "place"),
        access=_text(raw, "access"),
        rooms=tuple(
            (_text(each, "name", needed=True), _text(each, "note"))
            for each in _rows(raw, "rooms", MOST_ROOMS, {"name", "note"})
        ),
        laid=tuple(map(_laid, _rows(raw, "laid", MOST_TABLES, {each.name for each in fields(LaidTable)}))),
    )


def _laid(raw: Mapping[str, Any]) -> LaidTable:
    """Read a table."""
    accessible = raw.get("accessible", False)
    if not isinstance(accessible, bool):
        raise RuleError("kit_odd", name="accessible")
    fewest, most = (_whole(raw, name, 2, 100) for name in ("fewest", "most"))
    if fewest > most:
        raise RuleError("kit_odd", name="fewest")
    return LaidTable(_whole(raw, "number", 1, 9999), fewest, most, accessible, _text(raw, "room"))


def _hour(raw: Mapping[str, Any], name: str) -> time:
    try:
        return time.fromisoformat(raw[name])
    except (KeyError, TypeError, ValueError) as error:
        raise RuleError("kit_odd", name=name) from error


def _step(raw: Mapping[str, Any]) -> Step:
    if raw.get("kind") not in KINDS:
        raise RuleError("kit_odd", name="steps")
    return Step(raw["kind"], _whole(raw, "minutes", 1, 600) if "minutes" in raw else None, _text(raw, "title"))


def _theme(raw: Mapping[str, Any]) -> Theme:
    words = raw.get("words", [])
    if not isinstance(words, list) or len(words) > MOST_WORDS:
        raise RuleError("kit_odd", name="words")
    said = tuple(_text({"words": word}, "words") for word in words)
    colour = _text(raw, "colour")
    if not COLOUR.fullmatch(colour):
        raise RuleError("kit_odd", name="colour")
    return Theme(_text(raw, "key"), _text(raw, "name"), _text(raw, "name_en") or _text(raw, "name"), colour, said)


def _rows(raw: Mapping[str, Any], name: str, most: int, known: set[str]) -> list[Mapping[str, Any]]:
    """Return the tables of a list, each without any word that this format does not know."""
    found = raw.get(name, [])
    if not isinstance(found, list) or len(found) > most or not all(isinstance(each, dict) for each in found):
        raise RuleError("kit_odd", name=name)
    for each in found:
        _known(each, known, name)
    return found


def _table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = raw.get(name)
    if not isinstance(found, dict):
        raise RuleError("kit_odd", name=name)
    return found


def _text(raw: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    found = raw.get(name, "")
    if not isinstance(found, str) or len(found) > LONGEST.get(name, 140) or (needed and not found.strip()):
        raise RuleError("kit_odd", name=name)
    return CONTROLS.sub("", found).strip()


def _whole(raw: Mapping[str, Any], name: str, least: int, most: int) -> int:
    found = raw.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise RuleError("kit_odd", name=name)
    return found


def _known(raw: Mapping[str, Any], names: set[str], where: str) -> None:
    """Make sure a table says nothing that this format does not know."""
    for name in raw:
        if name not in names:
            raise RuleError("kit_unknown", name=name[:60], where=where)


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items())


def _value(value: object) -> str:
    """Write a value as TOML, whose strings are those of JSON without any raw control character."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(CONTROLS.sub("", str(value)), ensure_ascii=False)
