"""A town as its configuration describes it: neighbourhoods, themes, envelopes, who answers the phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from grants.domain.catalogue import Aid

HELP_OFFERS = ("helper", "computer", "scanner", "printer", "phone", "languages")
"""What one may find in a place of help: somebody who types with you, machines, other languages."""
FEWEST_CORNERS = 3
MOST_LATITUDE, MOST_LONGITUDE = 90, 180


WHOLE_RATE = 100
"""The rate of an audit that found every criterion met."""


@dataclass(frozen=True, slots=True)
class PrioritySpan:
    """A status of priority (`qpv` or `watch`) and the days it holds; `until` None means still in force."""

    status: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A quarter of the town, with the place of its centre in degrees and the quarters it touches.

    `outline` goes round it once, as (latitude, longitude) in degrees; empty when the town's file draws none.
    """

    key: str
    name: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    priority: tuple[PrioritySpan, ...] = ()
    outline: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        """Hold the outline to a surface on the Earth; raises ValueError."""
        if self.outline and len(self.outline) < FEWEST_CORNERS:
            message = f"the outline of “{self.name}” has {len(self.outline)} points; a surface has {FEWEST_CORNERS}"
            raise ValueError(message)
        for corner in self.outline:
            if len(corner) != len(("latitude", "longitude")):
                message = f"the outline of “{self.name}” has {list(corner)}; a point is [latitude, longitude]"
                raise ValueError(message)
            if not (abs(corner[0]) <= MOST_LATITUDE and abs(corner[1]) <= MOST_LONGITUDE):
                message = f"the outline of “{self.name}” has {list(corner)}, which is not [latitude, longitude]"
                raise ValueError(message)

    def status_on(self, day: date) -> str:
        """Return `qpv`, `watch` or `none` as the dated list says for that day (domain glossary: priority_area)."""
        for span in self.priority:
            if span.since <= day and (span.until is None or day <= span.until):
                return span.status
        return "none"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a project is about; `words` are the words by which past grants are recognised."""

    key: str
    name: str
    name_en: str
    colour: str
    words: tuple[str, ...] = ()

    def name_in(self, language: str) -> str:
        """Return its name in a language of the pages: `en`, else French."""
        return self.name_en if language == "en" else self.name


@dataclass(frozen=True, slots=True)
class EnvelopePlan:
    """An envelope a new call of this town opens with: cents, and `earmark` is `none` or `priority`."""

    key: str
    name: str
    amount_cents: int
    earmark: str
    account: str
    funder: str


@dataclass(frozen=True, slots=True)
class HelpPoint:
    """A place with a computer and somebody who types the file with you.

    `offers` are keys of `HELP_OFFERS`; `accessible` is None where nobody has looked yet.
    """

    name: str
    address: str
    when: str
    neighbourhood: str
    phone: str = ""
    offers: tuple[str, ...] = ()
    accessible: bool | None = None
    access: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def __post_init__(self) -> None:
        """Hold the offers to those the pages have words for; raises ValueError."""
        unknown = set(self.offers) - set(HELP_OFFERS)
        if unknown:
            message = f"help point “{self.name}” offers {sorted(unknown)}; known: {', '.join(HELP_OFFERS)}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Territory:
    """The whole description of a town. Money in cents, places in degrees (WGS 84).

    `demonyms` are words everybody there uses of the town and its region, so that they bring no two projects together.
    What the law has a site say may lack, and the pages then say so: who directs the publication, who hosts, who watches
    over personal data (`dpo`: an address or a name), and the accessibility audit (its day, its rate in percent, who did
    it, what is not accessible, whom to write to). `security_contact`: the address to which a hole is told.
    """

    key: str
    name: str
    funder: str
    siret: str
    zone: str
    scheme: str
    scheme_name: str
    cap_cents: int
    service: str
    address: str
    phone: str
    email: str
    licence: str
    colour: str
    colour_dark: str
    appeal_court: str
    neighbourhoods: tuple[Neighbourhood, ...] = field(default=())
    themes: tuple[Theme, ...] = field(default=())
    envelopes: tuple[EnvelopePlan, ...] = field(default=())
    help_points: tuple[HelpPoint, ...] = field(default=())
    in_kind: tuple[Aid, ...] = field(default=())
    demonyms: str = ""
    publication_director: str = ""
    host: str = ""
    dpo: str = ""
    audited_on: date | None = None
    audit_rate: int = 0
    audit_by: str = ""
    not_accessible: tuple[str, ...] = ()
    accessibility_contact: str = ""
    security_contact: str = ""

    def __post_init__(self) -> None:
        """Ask for the outline of every quarter or of none, and a rate between 0 and 100; raises ValueError."""
        if not 0 <= self.audit_rate <= WHOLE_RATE:
            message = f"audit_rate is {self.audit_rate}; it must be between 0 and {WHOLE_RATE}"
            raise ValueError(message)
        without = [quarter.name for quarter in self.neighbourhoods if not quarter.outline]
        if without and len(without) < len(self.neighbourhoods):
            message = f"these quarters have no outline while others have one: {', '.join(without)}"
            raise ValueError(message)

    @property
    def conformity(self) -> str:
        """How accessible an audit found the site (RGAA): `full`, `partial` from half on, `none` else."""
        if self.audited_on is None or self.audit_rate < WHOLE_RATE / 2:
            return "none"
        return "full" if self.audit_rate == WHOLE_RATE else "partial"

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What the law has a public site say and its description lacks, by name of field."""
        return tuple(name for name in ("publication_director", "host", "dpo") if not getattr(self, name))

    @property
    def siren(self) -> str:
        """The first nine digits of the funder's SIRET."""
        return self.siret[:9]

    def neighbourhood(self, key: str) -> Neighbourhood | None:
        """Return the quarter of that key, if the town has it."""
        return next((place for place in self.neighbourhoods if place.key == key), None)

    def theme(self, key: str) -> Theme | None:
        """Return the theme of that key, if the town has it."""
        return next((theme for theme in self.themes if theme.key == key), None)

    def is_priority(self, keys: list[str] | tuple[str, ...], day: date) -> bool:
        """Tell whether one of these quarters is a priority area (`qpv`) on that day."""
        places = (self.neighbourhood(key) for key in keys)
        return any(place is not None and place.status_on(day) == "qpv" for place in places)
