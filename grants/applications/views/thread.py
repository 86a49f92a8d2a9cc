"""The thread as a page shows it, with the form below: empty, or with a text that could not leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.applications import services
from grants.applications.queries.messages import other_side, thread_of
from grants.applications.services.messages import LONGEST_MESSAGE

if TYPE_CHECKING:
    from grants.applications.models import Application


@dataclass(frozen=True, slots=True)
class Thread:
    """What was typed; the field and the sentence of what stood in its way; `again`: files are to be chosen again."""

    text: str = ""
    error: tuple[str, str] | None = None
    again: bool = False


def thread_context(application: Application, side: str, form: Thread | None) -> dict[str, object]:
    """Return what a page needs to show the thread to one side."""
    messages = thread_of(application)
    unread = [each for each in messages if each.side == other_side(side) and each.read_at is None]
    return {
        "messages": messages,
        "unread": unread,
        "side": side,
        "thread": form or Thread(),
        "message_key": services.new_key(),
        "message_limit": LONGEST_MESSAGE,
    }
