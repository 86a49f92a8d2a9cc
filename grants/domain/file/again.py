"""Starting again from an earlier file: what is copied, what must be read again, what is never taken over."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from grants.domain.file.drafts import Answer, Answers, keep, mark
from grants.domain.file.fields import SIDES, Field, Kind

NEVER_COPIED: Final = frozenset({"cer_signed", "cer_name", "cer_role", "cer_date", "consent"})
"""A signature and a consent are given anew each year, by whoever gives them."""

REWRITTEN: Final = frozenset({
    "title", "hook", "what", "when", "requested", "in_kind", "in_kind_value", "volunteers_value", "other_funders",
    "members", "volunteers", "staff", "commons", "carrier", "carrier_email",
})  # fmt: skip
"""What changes from one year to the next."""

PARTS: Final = tuple(SIDES.values())
"""The lines of the file, read again side by side."""

CONTACT: Final = ("contact_name", "contact_role", "contact_email", "contact_phone")
"""Who is to be reached: read again when the file changes hands."""

HANDOVER: Final = "handover"
"""Where an answer comes from when it was not an earlier year: somebody else wrote the file until then."""

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")

ToReread = Mapping[str, Mapping[str, str]]
"""By field, the `mark` of the text that came from elsewhere and `since`: a year, or `HANDOVER`."""


def copy_answers(
    source: Answers, years: tuple[int, int], fields: Sequence[Field]
) -> tuple[dict[str, Answer], dict[str, dict[str, str]]]:
    """Return the answers to begin with, and which of them must be read again; `years` are the source's and the new one.

    Only fields the new call also has are copied. To be read again: what changes from one year to the next, and any
    text that names a year before the new one.
    """
    since, year = years
    wanted = {key: value for key, value in source.items() if key not in NEVER_COPIED}
    if "first_time" in wanted:
        wanted["first_time"] = "no"
    kept = {key: value for key, value in keep({}, wanted, fields)[0].items() if value}
    prose = {field.key for field in fields if field.kind in {Kind.LINE, Kind.TEXT}}
    dated = {key for key, value in kept.items() if key in prose and _names_a_past_year(value, year)}
    again = (key for key in kept if part_of(key) in REWRITTEN | set(PARTS) or key in dated)
    return kept, to_reread(kept, again, str(since))


def to_reread(answers: Answers, keys: Iterable[str], since: str) -> dict[str, dict[str, str]]:
    """Mark these answers, as they are now, as waiting to be read again."""
    return {key: {"mark": mark(answers[key]), "since": since} for key in keys if answers.get(key)}


def unread(answers: Answers, waiting: ToReread) -> dict[str, str]:
    """Return, by part of the file, where what nobody has read again comes from: a text that changed has been read."""
    return {
        part_of(key): each["since"]
        for key, each in waiting.items()
        if answers.get(key) and mark(answers[key]) == each["mark"]
    }


def confirmed(waiting: ToReread, parts: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what still waits once these parts are said to be right as they are."""
    return {key: dict(each) for key, each in waiting.items() if part_of(key) not in set(parts)}


def part_of(key: str) -> str:
    """Return what is read in one go: a field, or all the lines of one side (`charge`, `product`, `need`, `offer`)."""
    side = key.split("_", maxsplit=1)[0]
    return side if side in PARTS and key.split("_")[1].isdecimal() else key


def first_field(part: str) -> str:
    """Return the field a part of the file begins with."""
    return {
        "charge": "charge_1_label", "product": "product_1_label", "need": "need_1_text", "offer": "offer_1_text",
    }.get(part, part)  # fmt: skip


def _names_a_past_year(value: Answer, year: int) -> bool:
    """Whether a text names a year before this one."""
    text = value if isinstance(value, str) else ""
    return any(int(found) < year for found in _YEAR.findall(text))
