"""The verbs of the evening: prepare it, say who comes, build a programme, publish it."""

from grants.domain.coming import MOST_PER_PROJECT
from grants.plenary.services.announcing import add, add_guest, add_person, invite_missing, remove, set_coming
from grants.plenary.services.coming import Announced, Answer, answer, say_who_comes
from grants.plenary.services.importance import set_importance
from grants.plenary.services.inviting import Guest, invite, invite_again, send_link, sign_up, tell_of_change
from grants.plenary.services.plans import plan_of, plan_programme
from grants.plenary.services.preparing import change, copy_evening, prepare
from grants.plenary.services.programmes import build_programme, keep_programme, publish
from grants.plenary.services.reminding import forget_evening, remind_of_evening
from grants.plenary.services.rooms import name_places
from grants.plenary.services.scheduling import write_schedule, write_usual_schedule
from grants.plenary.services.seating import draft_of, seat_people
from grants.plenary.services.wishing import keep_apart, take_back, wish

__all__ = [
    "MOST_PER_PROJECT",
    "Announced",
    "Answer",
    "Guest",
    "add",
    "add_guest",
    "add_person",
    "answer",
    "build_programme",
    "change",
    "copy_evening",
    "draft_of",
    "forget_evening",
    "invite",
    "invite_again",
    "invite_missing",
    "keep_apart",
    "keep_programme",
    "name_places",
    "plan_of",
    "plan_programme",
    "prepare",
    "publish",
    "remind_of_evening",
    "remove",
    "say_who_comes",
    "seat_people",
    "send_link",
    "set_coming",
    "set_importance",
    "sign_up",
    "take_back",
    "tell_of_change",
    "wish",
    "write_schedule",
    "write_usual_schedule",
]
