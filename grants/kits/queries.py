"""What a kit takes from a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.calls.schemes import text_of
from grants.db import now
from grants.domain.contacts import without_contacts
from grants.domain.kit import LONGEST, Evening, Kit, LaidTable
from grants.domain.moments import Step
from grants.mail.queries import texts_in_force
from grants.plenary.queries import plenary_of
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.calls.models import Call


def kit_of(call: Call) -> Kit:
    """Gather a call, the letters that its town rewrote and how and where its evening goes; no person, no sum spent."""
    town = territory(call.territory)
    return Kit(
        town=town.name,
        made_on=now().date().isoformat(),
        year=call.year,
        title=call.title,
        introduction=call.introduction,
        cap_cents=call.cap_cents,
        late_files_welcome=call.late_files_welcome,
        dates=call.dates,
        form=text_of(call.scheme),
        letters={key: (each.subject, each.text) for key, each in texts_in_force().items() if not each.is_ours},
        evening=_evening(call),
        themes=town.themes,
    )


def _evening(call: Call) -> Evening | None:
    """Return how the evening of a call goes, when there is one."""
    plenary = plenary_of(call)
    if plenary is None:
        return None
    return Evening(
        starts_at=plenary.starts_at,
        ends_at=plenary.ends_at,
        rounds=plenary.rounds,
        round_minutes=plenary.round_minutes,
        pitch_seconds=plenary.pitch_seconds,
        fewest_seats=plenary.fewest_seats,
        most_seats=plenary.most_seats,
        tables=plenary.tables,
        place=without_contacts(plenary.place)[: LONGEST["place"]],
        access=without_contacts(plenary.access)[: LONGEST["access"]],
        rooms=tuple((room.name, without_contacts(room.note)) for room in plenary.rooms),
        laid=tuple(
            LaidTable(table.number, table.fewest, table.most, table.accessible, table.room.name if table.room else "")
            for table in plenary.named_tables
        ),
        steps=tuple(Step(block.kind, block.minutes, block.title) for block in plenary.blocks),
    )
