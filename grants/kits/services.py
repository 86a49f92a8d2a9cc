"""Opening a kit: its form kept under a key of its own, its call written, its letters and its evening where wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.audit import record
from grants.budget.services import actor_of
from grants.calls.models import Call
from grants.calls.queries import is_main
from grants.calls.services import CallPlan, keep_scheme, open_call
from grants.domain.errors import RuleError
from grants.domain.kit import HOURS, WHOLE
from grants.mail.letters import LETTERS
from grants.mail.queries import text_in_force
from grants.mail.services import keep_text
from grants.plenary.services import change, prepare
from grants.plenary.services.preparing import Choices
from grants.plenary.services.rooms import Places, RoomLine, TableLine, lay_out
from grants.plenary.services.scheduling import write_schedule

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.domain.kit import Evening, Kit

COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a kit made. `letters` were taken, `left` were not, with the code of the reason."""

    call: Call
    letters: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str, str], ...]
    evening: bool


def open_kit(kit: Kit, year: int, territory: str, author: Person | None, *, with_letters: bool) -> Opened:
    """Open the call of a kit in a year; nothing that was there changes.

    Letters are taken where this town has not rewritten its own; the evening where the call is the main one of its year.
    Raises RuleError `form_unreadable` (reason), `call_exists` (year), or the first rule that its dates break.
    """
    actor = actor_of(author) if author else COMMAND
    scheme = keep_scheme(kit.form, kit.town)
    plan = CallPlan(
        year=year,
        title=kit.title.replace(str(kit.year), str(year)),
        introduction=kit.introduction,
        cap_cents=kit.cap_cents,
        late_files_welcome=kit.late_files_welcome,
        dates=kit.dates_in(year),
    )
    call = open_call(plan, scheme=scheme, territory=territory)
    letters, left = _take_letters(kit, actor) if with_letters else ((), ())
    evening = kit.evening is not None and author is not None and is_main(call)
    if kit.evening is not None and author is not None and evening:
        _prepare_evening(call, kit.evening, author)
    told = {"number": call.scheme, "title": call.title, "like": kit.town, "letters": len(letters)}
    record(actor, "kit_opened", f"call:{call.id}", told, year=year)
    return Opened(call, letters, left, evening)


def _take_letters(kit: Kit, actor: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...]]:
    """Keep the letters this town has not rewritten, each proofread as those of staff are."""
    taken, left = [], []
    for (template, language), words in sorted(kit.letters.items()):
        own = text_in_force(template, language) if template in LETTERS else None
        if template not in LETTERS:
            left.append((template, language, "letter_unknown"))
        elif own is not None and not own.is_ours:
            left.append((template, language, "letter_ours"))
        else:
            try:
                keep_text(template, language, own.number if own else 0, words, actor)
            except RuleError as error:
                left.append((template, language, error.code))
            else:
                taken.append((template, language))
    return tuple(taken), tuple(left)


def _prepare_evening(call: Call, evening: Evening, author: Person) -> None:
    """Open the evening with the sizes, the place, the rooms and the schedule of the kit; its day is the call's."""
    plenary = prepare(call, None, author)
    sizes = {name: getattr(evening, name) for name in (*HOURS, *WHOLE)}
    change(plenary, Choices(held_on=call.plenary_on, place=evening.place, access=evening.access, **sizes), author)
    if evening.steps:
        write_schedule(plenary, evening.steps, author)
    if evening.rooms or evening.laid:
        order = {name: place for place, (name, _) in enumerate(evening.rooms, 1)}
        rooms = [RoomLine(0, name, note) for name, note in evening.rooms]
        tables = [
            TableLine(0, each.number, order.get(each.room, 0), each.fewest, each.most, each.accessible)
            for each in evening.laid
        ]
        lay_out(plenary, Places(rooms, tables), author)
