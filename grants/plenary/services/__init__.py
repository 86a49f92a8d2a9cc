"""The verbs of the evening: prepare it, say who comes, build a programme, publish it."""

from grants.plenary.services.importance import set_importance
from grants.plenary.services.people import (
    MOST_PER_PROJECT,
    add,
    add_guest,
    add_person,
    invite_missing,
    remove,
    say_who_comes,
    set_coming,
)
from grants.plenary.services.plans import plan_of, plan_programme
from grants.plenary.services.preparing import change, prepare
from grants.plenary.services.programmes import build_programme, keep_programme, publish
from grants.plenary.services.seating import draft_of, seat_people

__all__ = [
    "MOST_PER_PROJECT",
    "add",
    "add_guest",
    "add_person",
    "build_programme",
    "change",
    "draft_of",
    "invite_missing",
    "keep_programme",
    "plan_of",
    "plan_programme",
    "prepare",
    "publish",
    "remove",
    "say_who_comes",
    "seat_people",
    "set_coming",
    "set_importance",
]
