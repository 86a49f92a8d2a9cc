"""What is to be said about a file: a word of help in a draft, what stops the sending, what is still to complete."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from grants.domain.calendar import read_date
from grants.domain.catalogue import Aid, slips
from grants.domain.errors import RuleError
from grants.domain.file.again import HANDOVER, first_field
from grants.domain.file.answers import File, email_of, link_of, number_of, parse
from grants.domain.file.drafts import Answers, text_of, texts_of
from grants.domain.file.fields import LICENCES, MOST_THEMES, Field, Kind
from grants.domain.file.identity import look
from grants.domain.money import MoneyError, parse_euros


class Weight(StrEnum):
    """How much a remark weighs."""

    WARNING = "warning"
    """To look at; stops nothing."""
    COMPLETENESS = "completeness"
    """The file can be sent, and waits for this."""
    ESSENTIAL = "essential"
    """Without it the town cannot take the file in and answer."""


SIGNATURE: Final = frozenset({"cer_signed", "cer_name", "cer_role"})
MET: Final = frozenset({"public_utility", "approval"})
"""What `cer_met` answers when the republican commitment is met already; `none` otherwise."""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """A remark on one field: `code` names the sentence, `figures` fill it (cents, lengths, numbers)."""

    field: str
    code: str
    weight: Weight
    figures: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """What a call says of its files: the cap in cents, the keys of the town's quarters and themes, the fields shown.

    `wishes` are the fields by which help is asked for, one of which a file must answer. `licences` are those offered.
    `identity_always`: a payable identity is asked even of who asks no money. `catalogue`: what the town lends, and
    `voted_on` the day of the council.
    """

    cap_cents: int
    neighbourhoods: frozenset[str]
    themes: frozenset[str]
    fields: Sequence[Field]
    wishes: Sequence[str] = ("requested", "in_kind")
    licences: Sequence[str] = LICENCES
    identity_always: bool = True
    catalogue: Sequence[Aid] = ()
    voted_on: date | None = None

    @property
    def asked(self) -> frozenset[str]:
        """The keys of the fields shown."""
        return frozenset(field.key for field in self.fields)


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a file beside its answers.

    `carrier`: what the association that carries the group said: nothing asked (empty), `asked`, `yes` or `no`.
    `unread`: by part of the file, where the text nobody has read again comes from (see `again.unread`).
    """

    carrier: str = ""
    unread: Mapping[str, str] = dataclasses.field(default_factory=dict)


def check(answers: Answers, terms: Terms, standing: Standing = Standing()) -> list[Problem]:
    """Return every remark on a file, in the order of its fields."""
    file = parse(answers)
    found = [
        *(problem for each in terms.fields for problem in _check_field(each, answers, terms)),
        *_check_identity(answers, file, terms),
        *_check_wish(answers, file, terms),
        *(_check_budget(file) if "charge_1_label" in terms.asked else ()),
        *_check_standing(file, standing),
        *_check_commitment(answers, terms),
    ]
    order = {each.key: place for place, each in enumerate(terms.fields)}
    weights = list(Weight)
    return sorted(found, key=lambda problem: (order.get(problem.field, 0), -weights.index(problem.weight)))


def ready_to_send(problems: Sequence[Problem]) -> bool:
    """Whether nothing essential is missing."""
    return all(problem.weight is not Weight.ESSENTIAL for problem in problems)


def complete(problems: Sequence[Problem]) -> bool:
    """Whether the file is complete: receivable as soon as it is sent."""
    return all(problem.weight is Weight.WARNING for problem in problems)


def commitment_met(answers: Answers) -> bool:
    """Whether the republican commitment is met already, so that nobody signs it here.

    It is for an association of public utility, or approved under article 25-1 of the law of 12 April 2000 (2000-321),
    says article 10-1 of that law.
    """
    return text_of(answers, "cer_met") in MET


def _check_commitment(answers: Answers, terms: Terms) -> Iterator[Problem]:
    """Ask which approval meets the commitment."""
    approved = "cer_met" in terms.asked and text_of(answers, "cer_met") == "approval"
    if approved and not text_of(answers, "cer_met_detail"):
        yield Problem("cer_met_detail", "missing", Weight.COMPLETENESS)


def _check_field(each: Field, answers: Answers, terms: Terms) -> Iterator[Problem]:
    """Look at one field by itself."""
    text = text_of(answers, each.key)
    if not text:
        if each.required and not (each.key in SIGNATURE and commitment_met(answers)):
            yield Problem(each.key, "missing", Weight.ESSENTIAL if each.to_send else Weight.COMPLETENESS)
        return
    if each.limit and len(text) > each.limit:
        # The title heads cards, lists and the booklet, which hold no more.
        weight = Weight.COMPLETENESS if each.key == "title" else Weight.WARNING
        yield Problem(each.key, "too_long", weight, {"limit": each.limit, "length": len(text)})
    yield from _READERS.get(each.kind, _nothing)(each, text)
    yield from _check_keys(each, answers, terms)
    if each.kind is Kind.AIDS:
        for code, figures in slips(texts_of(answers, each.key), terms.catalogue, terms.voted_on):
            yield Problem(each.key, code, Weight.WARNING, figures)


def _check_keys(each: Field, answers: Answers, terms: Terms) -> Iterator[Problem]:
    """Compare choices with those the town and the call offer; at most three themes."""
    known = _choices(each, terms)
    if known is None:
        return
    given = texts_of(answers, each.key)
    if not known.issuperset(given):
        weight = Weight.COMPLETENESS if each.to_complete and known.isdisjoint(given) else Weight.WARNING
        yield Problem(each.key, "choice_unknown", weight)
    if each.kind is Kind.THEMES and len(given) > MOST_THEMES:
        yield Problem(each.key, "too_many_themes", Weight.WARNING, {"most": MOST_THEMES})


def _choices(each: Field, terms: Terms) -> frozenset[str] | None:
    """Return the keys a choice can take, None for what is no choice."""
    if each.kind in {Kind.PLACE, Kind.PLACES}:
        return terms.neighbourhoods
    if each.kind in {Kind.CHOICE, Kind.CHOICES}:
        return frozenset(key for key, _ in each.options)
    return {Kind.THEMES: terms.themes, Kind.LICENCE: frozenset(terms.licences)}.get(each.kind)


def _check_identity(answers: Answers, file: File, terms: Terms) -> Iterator[Problem]:
    """Look for a payable identity: a SIRET, or before the vote an RNA number or a carrier that can be reached."""
    if file.carrier and not file.carrier_email:
        yield Problem("carrier_email", "carrier_email_missing", Weight.COMPLETENESS)
    if file.siret or file.rna or file.carrier or "siret" not in terms.asked:
        return
    if not (terms.identity_always or file.requested_cents):
        return
    given = text_of(answers, "siret") or text_of(answers, "rna")
    yield Problem("siret", "identity_unreadable" if given else "identity_missing", Weight.COMPLETENESS)


def _check_standing(file: File, standing: Standing) -> Iterator[Problem]:
    """Look at what the carrier answered, and at what was copied and not read again.

    A carried group is received on the word that it is carried; the agreement is needed by the vote. A carrier that does
    not carry leaves the file without a payable identity.
    """
    if file.is_carried and standing.carrier == "no":
        yield Problem("carrier", "carrier_said_no", Weight.COMPLETENESS)
    elif file.is_carried and standing.carrier == "asked":
        yield Problem("carrier", "carrier_silent", Weight.WARNING)
    for part, since in standing.unread.items():
        code = "unread_handover" if since == HANDOVER else "unread"
        yield Problem(first_field(part), code, Weight.WARNING, {"part": part, "since": since})


def _check_wish(answers: Answers, file: File, terms: Terms) -> Iterator[Problem]:
    """Look for one of the helps the call offers; the cap is said, and stops nobody."""
    asked = [text_of(answers, key).strip("0 ,.€\N{NO-BREAK SPACE}") for key in terms.wishes]
    if not any(asked) and not (file.aids and "aids" in terms.asked):
        yield Problem(terms.wishes[0], "wish_missing", Weight.ESSENTIAL, {"wishes": tuple(terms.wishes)})
    if file.requested_cents > terms.cap_cents:
        figures = {"requested_cents": file.requested_cents, "cap_cents": terms.cap_cents}
        yield Problem("requested", "over_cap", Weight.WARNING, figures)


def _check_budget(file: File) -> Iterator[Problem]:
    """Ask a budget for money; its two sides should be equal, volunteers aside."""
    charges, products = file.charges_cents, file.products_cents
    if file.requested_cents and not charges:
        yield Problem("charge_1_label", "budget_missing", Weight.COMPLETENESS)
    elif charges != products:
        figures = {"charges_cents": charges, "products_cents": products, "difference_cents": abs(charges - products)}
        code = "budget_short" if products < charges else "budget_over"
        yield Problem("product_1_amount", code, Weight.WARNING, figures)


def _check_email(each: Field, text: str) -> Iterator[Problem]:
    """Look at an address mail is sent to."""
    if not email_of(text):
        yield Problem(each.key, "email_unreadable", Weight.ESSENTIAL if each.to_send else Weight.WARNING)


def _check_link(each: Field, text: str) -> Iterator[Problem]:
    """Look at the address of a page."""
    if not link_of(text):
        yield Problem(each.key, "link_unreadable", Weight.COMPLETENESS if each.to_complete else Weight.WARNING)


def _check_number(each: Field, text: str) -> Iterator[Problem]:
    """Look at a number of people."""
    try:
        number_of(text)
    except RuleError as error:
        yield Problem(each.key, error.code, Weight.WARNING)


def _check_date(each: Field, text: str) -> Iterator[Problem]:
    """Look at a day."""
    try:
        read_date(text)
    except RuleError as error:
        yield Problem(each.key, error.code, Weight.COMPLETENESS)


def _check_euros(each: Field, text: str) -> Iterator[Problem]:
    """Read a sum: what is asked must be readable to send, the budget to be complete."""
    weight = Weight.ESSENTIAL if each.key == "requested" else Weight.COMPLETENESS
    try:
        cents = parse_euros(text)
    except MoneyError as error:
        yield Problem(each.key, f"amount_{error.code}", weight)
        return
    if cents % 100 and each.key != "requested":
        yield Problem(each.key, "amount_not_whole", Weight.WARNING)


def _check_identifier(each: Field, text: str) -> Iterator[Problem]:
    """Say what is wrong with a number that has check digits: a warning, since another identity may do."""
    if found := look(each.kind.value, text):
        yield Problem(each.key, found[0], Weight.WARNING, found[1])


def _nothing(_field: Field, _text: str) -> Iterator[Problem]:
    """Any text will do."""
    return iter(())


_READERS: Mapping[Kind, Callable[[Field, str], Iterator[Problem]]] = {
    Kind.EMAIL: _check_email,
    Kind.LINK: _check_link,
    Kind.NUMBER: _check_number,
    Kind.DATE: _check_date,
    Kind.EUROS: _check_euros,
    Kind.SIRET: _check_identifier,
    Kind.RNA: _check_identifier,
    Kind.IBAN: _check_identifier,
}
