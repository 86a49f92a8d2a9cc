"""How a file stands on its two pages: which answers share a line, which are told in full, in the call's own order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _

from grants.applications.forms import tell
from grants.applications.room import FIRST_PAGE, ON_ONE_LINE
from grants.domain.file import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.applications.forms import Told
    from grants.domain.file import Answers
    from grants.domain.scheme import Group, Scheme
    from grants.domain.territory import Territory

JOINED: Final = {
    "contact_role": ("contact_name", ", "),
    "cer_met_detail": ("cer_met", " – "),
    "cer_role": ("cer_name", ", "),
    "cer_date": ("cer_name", ", "),
    "where_text": ("where", " – "),
    "in_kind_value": ("in_kind", " – "),
}
"""Answers printed behind another one, and what stands between them."""

AT_THE_HEAD: Final = {"name", "title", "hook"}
COMMITMENTS: Final = ("cer_met", "cer_signed", "cer_name", "consent", "licence")
IN_THE_BUDGET: Final = {"volunteers_value"}
SIDES_OF = {"charges": "budget", "products": "budget", "needs": "wishes", "offers": "wishes"}


@dataclass(frozen=True, slots=True)
class Row:
    """An answer with its label on paper."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of page two: `told` (one long answer), `rows` (short ones), `budget` or `wishes`; `key` names it."""

    kind: str
    key: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """The two pages, part by part."""

    identity: tuple[Row, ...]
    commitments: tuple[Row, ...]
    blocks: tuple[Block, ...]


def printed_pages(scheme: Scheme, answers: Answers, town: Territory) -> Printed:
    """Set a file out on its two pages."""
    told = {each.field.key: each for each in tell(scheme, answers, town)}
    rows = {key: _row(each, told) for key, each in told.items() if key not in JOINED}
    first = [key for key, each in told.items() if each.field.page == 1 and key in rows and key not in AT_THE_HEAD]
    return Printed(
        identity=tuple(rows[key] for key in first if key not in COMMITMENTS),
        commitments=tuple(rows[key] for key in COMMITMENTS if key in rows),
        blocks=tuple(_blocks(scheme, rows)),
    )


def block_keys(scheme: Scheme) -> tuple[str, ...]:
    """Return the names of the parts of the two pages, in order: the room each takes is measured."""
    rows = {field.key: Row(field.key, "", "") for field in scheme.fields}
    return (*FIRST_PAGE, "envie", *(block.key for block in _blocks(scheme, rows)))


def _row(told: Told, others: dict[str, Told]) -> Row:
    """Write an answer with those printed behind it."""
    text = _answer(told)
    for key, (head, between) in JOINED.items():
        if head == told.field.key and key in others and others[key].text:
            behind = others[key].text
            said = _("valeur : %(sum)s", sum=behind) if key == "in_kind_value" else behind
            text += (between if text else "") + said
    return Row(told.field.key, told.printed, text)


def _answer(told: Told) -> str:
    """Write an answer as paper says it: a box that waits for its tick says so."""
    if told.field.kind is Kind.TICK:
        return str(_("oui") if told.text else _("pas encore"))
    if told.field.kind is Kind.YES_NO:
        return told.text.lower() or str(_("non"))
    return told.text


def _blocks(scheme: Scheme, rows: dict[str, Row]) -> list[Block]:
    """Set out page two in the order in which the call asks; short answers that follow one another share a table."""
    blocks: list[Block] = []
    for group in (group for screen in scheme.screens for group in screen.groups):
        for block in _blocks_of(group, rows):
            if blocks and blocks[-1].kind == block.kind == "rows":
                blocks[-1] = Block("rows", blocks[-1].key, blocks[-1].rows + block.rows)
            elif block.key not in {each.key for each in blocks}:
                blocks.append(block)
    return blocks


def _blocks_of(group: Group, rows: dict[str, Row]) -> Iterable[Block]:
    """Return the parts of page two that come from one group."""
    if group.block in SIDES_OF:
        yield Block(SIDES_OF[group.block], SIDES_OF[group.block])
    for field in group.asked:
        elsewhere = field.page == 1 or field.key in AT_THE_HEAD or field.key in COMMITMENTS
        if elsewhere or field.key in JOINED or field.key in IN_THE_BUDGET:
            continue
        kind = "told" if field.kind is Kind.TEXT and field.key not in ON_ONE_LINE else "rows"
        yield Block(kind, field.key, (rows[field.key],))
