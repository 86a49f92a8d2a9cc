"""Everything a booklet says, as plain values: the plenary fills it from the database, the press prints it.

Texts are plain text (no HTML); names are printed as given. Whatever is empty is simply not printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the town; `colour` is `#RRGGBB`, dark enough for text on white (7:1)."""

    key: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A need or an offer: `kind` is one of the fixed kinds (room, equipment, skill…), `sentence` its author's words."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """Why this project meets another one: `number` of the other, `why` a whole sentence read by this project.

    For instance « Ti an Holl cherche une sono, vous en prêtez une. » Strongest reasons first.
    """

    number: int
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where a project sits in one round (counted from 1), and whom it meets there and why.

    A project that comes with several people has several sittings in a round; `person` then tells them apart.
    """

    round: int
    table: int
    meets: Sequence[Encounter] = ()
    person: str = ""


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A moment of the project: « mars », « Premiers ateliers »."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Project:
    """One page of the booklet. `number` is unique and follows the order of printing: by theme, then by title."""

    number: int
    title: str
    association: str
    theme: Theme
    quarter: str = ""
    audience: str = ""
    amount: str = ""
    hook: str = ""
    paragraphs: Sequence[str] = ()
    needs: Sequence[Wish] = ()
    offers: Sequence[Wish] = ()
    steps: Sequence[DatedStep] = ()
    sittings: Sequence[Sitting] = ()
    url: str = ""
    licence: str = ""
    first_time: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """A moment of the day; `round` is the number of the round when it is one, `details` a second line."""

    starts: time
    label: str
    round: int | None = None
    details: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one round: the numbers of its projects, its theme in words and why these people sit together.

    `guests` are people present without a project (elected members, partners), told without their names: the booklet
    is read by everybody, on the site too.
    """

    number: int
    projects: Sequence[int]
    why: str = ""
    guests: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """A round of tables, counted from 1."""

    number: int
    starts: time
    ends: time
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class Series:
    """Presentations heard one after the other: each project's number, and about when its turn comes."""

    label: str
    starts: time
    turns: Sequence[tuple[int, time]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A table as it stands in its room: its number, the most people at it, whether a wheelchair comes to it."""

    number: int
    seats: int
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A room with its tables; `name` is empty when staff named none, `note` says how one gets there."""

    name: str
    tables: Sequence[Spot]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonalRound:
    """One round of one person: whom they meet (names or associations) and one sentence that says why."""

    round: int
    starts: time
    table: int
    whom: Sequence[str] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class PersonalSheet:
    """The personal programme and the badge of one participant; `speaks` is about when their project is presented."""

    name: str
    association: str
    project_number: int | None
    project_title: str
    theme: Theme
    url: str = ""
    rounds: Sequence[PersonalRound] = ()
    speaks: time | None = None


@dataclass(frozen=True, slots=True)
class BookletContent:
    """A whole plenary, ready to print. Projects come in the order of their numbers."""

    town: str
    call_name: str
    year: int
    title: str
    day: date
    starts: time
    ends: time
    place: str
    access: str = ""
    site: str = ""
    language: str = "fr"
    colour: str = "#14213D"
    programme: Sequence[ProgrammeItem] = ()
    rounds: Sequence[Round] = ()
    projects: Sequence[Project] = ()
    people: Sequence[PersonalSheet] = ()
    series: Sequence[Series] = ()
    rooms: Sequence[Room] = ()
    credits: Sequence[str] = ()
    licence: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    """Names in the booklet's language of the kinds of needs and offers: {"room": "Une salle", …}."""
