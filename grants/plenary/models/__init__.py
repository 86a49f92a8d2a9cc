"""The evening: who comes, where they sit, who speaks when, what it leaves behind."""

from grants.plenary.models.after import AfterLetter, Encounter, EncounterNews, EncounterSide, MinuteEntry, Opinion
from grants.plenary.models.day import EveningClock, Tick
from grants.plenary.models.demands import Demand
from grants.plenary.models.evening import Plenary, Room, ScheduleBlock, Table
from grants.plenary.models.importance import Importance
from grants.plenary.models.meetings import MeetingWish, Veto
from grants.plenary.models.people import Participant
from grants.plenary.models.printing import Printed
from grants.plenary.models.programmes import Passage, Programme, Seat
from grants.plenary.models.searches import Search

__all__ = [
    "AfterLetter",
    "Demand",
    "Encounter",
    "EncounterNews",
    "EncounterSide",
    "EveningClock",
    "Importance",
    "MeetingWish",
    "MinuteEntry",
    "Opinion",
    "Participant",
    "Passage",
    "Plenary",
    "Printed",
    "Programme",
    "Room",
    "ScheduleBlock",
    "Search",
    "Seat",
    "Table",
    "Tick",
    "Veto",
]
