"""A kind of call as its configuration describes it: what it asks, in which words, and the help it offers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from grants.domain.file.fields import HOUSE, LICENCES, NEVER_PUBLIC, NO_WORDS, SIDES, Bilingual, Field, Kind, lines_of

MOST_SCREENS: Final = 4
"""Screens of questions; the review before sending comes after them."""

MOST_REQUIRED: Final = 20

BLOCKS: Final = (*SIDES, "commitment")
"""What a group may show besides plain questions: lines, or the seven republican commitments."""

WISHES: Final = {"money": "requested", "in_kind": "in_kind", "technical": "technical", "human": "human"}
"""The help a call may offer, with the question by which it is asked for."""

ALWAYS_ASKED: Final = ("name", "contact_name", "contact_email", "title", "what", "cer_signed", "consent")
"""Questions no call can do without: who writes, how to answer, and what the project's page says."""

MONEY_ONLY: Final = ("requested", "iban", "charge_1_label", "product_1_label")


class SchemeError(ValueError):
    """A description that cannot hold, in one sentence."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions shown together under a legend; `block` names what stands before them, `examples` help to write."""

    asked: tuple[Field, ...] = ()
    legend: Bilingual = NO_WORDS
    hint: Bilingual = NO_WORDS
    block: str = ""
    screen: str = ""
    examples: tuple[Bilingual, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """All its fields, those of its lines first."""
        return (lines_of(self.block, self.screen) if self.block in SIDES else ()) + self.asked


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the form."""

    key: str
    title: Bilingual
    groups: tuple[Group, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All the fields it asks, in order."""
        return tuple(field for group in self.groups for field in group.fields)


@dataclass(frozen=True)
class Scheme:
    """A kind of call. `mark` stands in its files' numbers (2026-C-0001), empty for the main one of a town.

    `helps` are keys of WISHES, at least one asked for in a file. `identity_always`: a payable identity is asked even
    without money. `licences` are those offered for the texts, keys of LICENCES, the usual one first.
    """

    key: str
    name: Bilingual
    screens: tuple[Screen, ...]
    helps: tuple[str, ...]
    mark: str = ""
    introduction: Bilingual = NO_WORDS
    licences: tuple[str, ...] = LICENCES
    identity_always: bool = True

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the order in which it is asked."""
        return tuple(field for screen in self.screens for field in screen.fields)

    @cached_property
    def _by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}

    @property
    def order(self) -> list[str]:
        """The keys of the screens, in order."""
        return [screen.key for screen in self.screens]

    @property
    def wishes(self) -> tuple[str, ...]:
        """The questions by which help is asked for; a file answers at least one."""
        return tuple(WISHES[key] for key in self.helps)

    @property
    def own_public(self) -> tuple[Field, ...]:
        """The public questions that this call alone asks: the project's page shows them under their own words."""
        return tuple(field for field in self.fields if field.public and field.key not in HOUSE and not _is_line(field))

    def field(self, key: str) -> Field | None:
        """Return the field of that key, if this call asks it."""
        return self._by_key.get(key)

    def screen(self, key: str) -> Screen | None:
        """Return the screen of that key, if there is one."""
        return next((screen for screen in self.screens if screen.key == key), None)

    def screen_of(self, key: str) -> str:
        """Return the screen that asks a field, the first when none does."""
        field = self.field(key)
        return field.screen if field else self.screens[0].key


def check_scheme(scheme: Scheme) -> None:
    """Make sure a description can be lived with; raise SchemeError with the first fault in one sentence."""
    for fault in _faults(scheme):
        raise SchemeError(fault)


def _faults(scheme: Scheme) -> Iterator[str]:
    """Yield what cannot hold."""
    keys = [field.key for field in scheme.fields]
    if not 0 < len(scheme.screens) <= MOST_SCREENS:
        yield f"{len(scheme.screens)} screens, where 1 to {MOST_SCREENS} are possible"
    yield from (f"the screen '{key}' comes twice" for key, number in Counter(scheme.order).items() if number > 1)
    yield from (f"the question '{key}' comes twice" for key, number in Counter(keys).items() if number > 1)
    missing = [key for key in ALWAYS_ASKED if key not in keys]
    yield from (f"the question '{key}' is missing: no call can do without it" for key in missing)
    yield from (fault for field in scheme.fields for fault in _field_faults(field))
    if (required := sum(field.required for field in scheme.fields)) > MOST_REQUIRED:
        yield f"{required} required questions, where {MOST_REQUIRED} are the most a small association can bear"
    yield from _help_faults(scheme, set(keys))
    if scheme.mark and not (scheme.mark.isascii() and scheme.mark.isalpha() and scheme.mark.isupper()):
        yield f"mark is '{scheme.mark}', where capital letters are possible"
    if not scheme.licences or not set(scheme.licences) <= set(LICENCES):
        yield f"licences: choose among {', '.join(LICENCES)}"


def _help_faults(scheme: Scheme, keys: set[str]) -> Iterator[str]:
    """Yield what does not agree between the help offered and the questions."""
    if not scheme.helps or not set(scheme.helps) <= set(WISHES):
        yield f"help: choose at least one among {', '.join(WISHES)}"
        return
    yield from (
        f"help offers '{key}' but the question '{WISHES[key]}' is missing"
        for key in scheme.helps
        if WISHES[key] not in keys
    )
    if "money" not in scheme.helps:
        yield from (f"help offers no money, so '{key}' cannot be asked" for key in MONEY_ONLY if key in keys)


def _field_faults(field: Field) -> Iterator[str]:
    """Yield what is wrong with one question."""
    if not field.key.replace("_", "a").isalnum() or not field.key.isascii() or not field.key.islower():
        yield f"'{field.key}' cannot name a question: lower-case letters, digits and _ only"
    if field.page not in {1, 2}:
        yield f"the question '{field.key}' stands on page {field.page}, and there are two"
    if field.public and field.key in NEVER_PUBLIC:
        yield f"the question '{field.key}' can never be public"
    if field.key in HOUSE:
        if field.kind is not HOUSE[field.key]:
            yield f"the question '{field.key}' is of kind '{HOUSE[field.key]}' and no other"
    elif not _is_line(field) and not field.label.fr:
        yield f"the question '{field.key}' has no label"
    if field.kind in {Kind.CHOICE, Kind.CHOICES} and not field.options:
        yield f"the question '{field.key}' is a choice without options"


def _is_line(field: Field) -> bool:
    """Whether a field belongs to a line of the budget, of needs or of offers."""
    side, _, rest = field.key.partition("_")
    return side in SIDES.values() and rest[:1].isdecimal()
