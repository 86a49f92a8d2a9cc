"""Somebody erased: their rows emptied or deleted, their names taken out of every other text, the figures left."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, Boolean, LargeBinary, delete, func, select, update

from grants.audit import record
from grants.budget.models import Award, AwardShare
from grants.db import Base, db, now
from grants.domain.errors import RuleError
from grants.privacy.held import held, table_of
from grants.privacy.models import PrivacyRequest
from grants.privacy.queries import among, trace
from grants.privacy.services.again import remember
from grants.privacy.services.answers import empty_answers
from grants.privacy.services.finding import find_again
from grants.privacy.services.leaving import leave_what_comes
from grants.privacy.services.replacing import ERASED, lines_naming, names_of, replace_everywhere

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Column, Table

    from grants.privacy.held import Held
    from grants.privacy.queries import Found

STAFF: Final = ("staff", "admin")
NOWHERE: Final = "personne.invalid"


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: rows by table, the chained lines that name the person, the evenings whose prints are to go."""

    rows: dict[str, int]
    lines: tuple[tuple[str, int], ...]
    names: tuple[str, ...]
    plenaries: frozenset[int]


def erase(address: str, actor: str) -> Erased:
    """Erase whoever has this address, in the database and in its search; `services.tidy_files` does the rest after.

    What the law keeps stays: amounts, decisions, the association, under nobody's name. Raises RuleError
    `still_staff`, or `payment_waiting` (file) while money has to reach an account that only they gave.
    """
    found = trace(address)
    _may_go(found)
    leave_what_comes(found.rows["workshop_sign_up"], found.rows["participant"])
    found = trace(address)
    names, counted = names_of(found.names), Counter[str]()
    plenaries = _plenaries(found)
    counted.update(empty_answers(found))
    _close_requests(found, actor)
    for table in reversed(Base.metadata.sorted_tables):
        each = held().get(table.name)
        if each is not None and found.rows[table.name]:
            _take(each, found.rows[table.name])
            counted[table.name] += len(found.rows[table.name])
    counted["application"] += _drop_drafts(found)
    counted["outbox_mail"] += _drop_attachments()
    changed = replace_everywhere(names)
    counted.update({table: len(rows) for table, rows in changed.items()})
    find_again(changed, found.names)
    rows = {table: count for table, count in sorted(counted.items()) if count}
    remember(found.address, found.person_id, actor, rows)
    subject = f"person:{found.person_id}" if found.person_id else "person"
    record(actor, "person_erased", subject, {"rows": rows})
    db.session.expire_all()
    return Erased(rows, tuple(lines_naming(names)), found.names, plenaries)


def _may_go(found: Found) -> None:
    """Hold back who works for the town, and whose account number a payment still needs."""
    person = table_of("person")
    role = db.session.scalar(select(person.c.role).where(person.c.id == found.person_id))
    helper = table_of("call_role")
    if role in STAFF or db.session.scalar(select(helper.c.id).where(helper.c.person_id == found.person_id).limit(1)):
        raise RuleError("still_staff")
    owed = (
        select(Award.application_id)
        .join(AwardShare)
        .where(Award.application_id.in_(found.alone), AwardShare.committed_cents > AwardShare.paid_cents)
    )
    number = db.session.scalar(owed.limit(1))
    if number is not None:
        file = table_of("application")
        raise RuleError("payment_waiting", file=db.session.scalar(select(file.c.number).where(file.c.id == number)))


def _plenaries(found: Found) -> frozenset[int]:
    """Return the evenings they are on the list of; what was printed of them is asked anew."""
    table, printed = table_of("participant"), table_of("plenary_print")
    numbers: set[int] = set()
    for condition in among(table, found.rows["participant"]):
        numbers.update(db.session.scalars(select(table.c.plenary_id).where(condition)))
    db.session.execute(delete(printed).where(printed.c.plenary_id.in_(numbers)))
    return frozenset(numbers)


def _take(each: Held, keys: Collection[tuple[Any, ...]]) -> None:
    """Do to rows of theirs what the declaration says."""
    table = table_of(each.table)
    if each.then == "delete":
        delete_rows(table, keys)
        return
    for condition in among(table, keys):
        if each.then == "end":
            db.session.execute(update(table).where(condition).values(ended_at=func.coalesce(table.c.ended_at, now())))
        elif each.of("theirs"):
            emptied = {name: _nothing(table.c[name]) for name in each.of("theirs")}
            db.session.execute(update(table).where(condition).values(**emptied))
    for key in keys if each.of("fresh") else ():
        for condition in among(table, [key]):
            drawn = {name: _drawn(name) for name in each.of("fresh")}
            db.session.execute(update(table).where(condition).values(**drawn))


def delete_rows(table: Table, keys: Collection[tuple[Any, ...]]) -> None:
    """Delete rows and all that hangs on them; what may do without lets go of them."""
    if not keys:
        return
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                _let_go(other, column, {key[0] for key in keys})
    for condition in among(table, keys):
        db.session.execute(delete(table).where(condition))


def _let_go(other: Table, column: Column[Any], numbers: Collection[int]) -> None:
    """Free the rows of another table from rows about to be deleted, or delete them too."""
    listed = sorted(numbers)
    if column.nullable:
        db.session.execute(update(other).where(column.in_(listed)).values({column.name: None}))
        return
    hanging = {tuple(row) for row in db.session.execute(select(*other.primary_key.columns).where(column.in_(listed)))}
    delete_rows(other, hanging)


def _drop_drafts(found: Found) -> int:
    """Delete the drafts that only they wrote and never sent."""
    table = table_of("application")
    asked = select(table.c.id).where(table.c.id.in_(found.alone), table.c.state == "draft", table.c.sent_at.is_(None))
    keys = {tuple(row) for row in db.session.execute(asked)}
    delete_rows(table, keys)
    return len(keys)


def _drop_attachments() -> int:
    """Empty what was attached to mails already sent: others' copies name people too, and nobody reads them here."""
    mails = table_of("outbox_mail")
    asked = select(mails.c.id, mails.c.attachments).where(mails.c.sent_at.is_not(None))
    keys = [number for number, attached in db.session.execute(asked) if attached]
    for condition in among(mails, [(number,) for number in keys]):
        db.session.execute(update(mails).where(condition).values(attachments=[]))
    return len(keys)


def _close_requests(found: Found, actor: str) -> None:
    """Note that what they asked was done."""
    waiting = update(PrivacyRequest).where(
        PrivacyRequest.person_id == found.person_id, PrivacyRequest.answered_at.is_(None)
    )
    db.session.execute(waiting.values(answered_at=now(), answered_by=actor))


def _nothing(column: Column[Any]) -> object:
    """Return what stands in a column that says nothing any more."""
    if column.nullable:
        return None
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, LargeBinary):
        return b""
    return ERASED if column.name == "name" else ""


def _drawn(name: str) -> str:
    """Draw what no other row has."""
    return f"{secrets.token_hex(8)}@{NOWHERE}" if name == "email" else secrets.token_urlsafe(32)
