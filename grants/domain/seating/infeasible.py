"""Why no programme can be made, in words and in figures."""

from __future__ import annotations

from grants.domain.errors import RuleError

SENTENCES = {
    "too_few_seats": "Round {round}: {people} people are present and the tables seat at most {seats}.",
    "too_few_people": "Round {round}: the tables need at least {needed} people and {people} are present.",
    "unknown_person": "Person {person} is not among the {people} people.",
    "unknown_round": "Round {round} is not one of the {rounds} rounds.",
    "unknown_table": "Table {table} is not one of the {tables} tables.",
    "host_of_two_tables": "Person {person} cannot host table {table} and table {other}.",
    "too_many_hosts": "Round {round}: table {table} has {hosts} hosts for {seats} seats.",
    "hosts_apart": "Persons {person} and {other} host table {table} together and must stay apart.",
    "hosts_same_person": "Round {round}: {person} and {other} are the same person and both host a table.",
    "apart_and_together": "Persons {person} and {other} should both meet and stay apart.",
    "together_same_person": "{person} and {other} are the same person and cannot share a table.",
    "together_never_possible": "Persons {person} and {other} should meet and are never free to share a table.",
    "too_many_to_meet": "Person {person} should meet {people} people and sits with at most {seats}.",
    "too_many_apart": "Round {round}: {people} people must all stay apart and there are {tables} tables.",
    "not_found": (
        "No programme was found that keeps every wish: {apart} times people who must stay apart share a table,"
        " {together} pairs who should meet do not. More time, or fewer such wishes, may help."
    ),
}
"""Rounds and tables are counted from one, as people say them; persons are indices into the affinity table."""


class Infeasible(RuleError):  # noqa: N818  # the name that others rely on
    """No programme can keep all the conditions; `code` and `figures` say why, `str()` says it in English.

    Every code is a key of `SENTENCES`. All are proofs except `not_found`, which says what is still wrong in the best
    programme met in the time allowed.
    """

    def __str__(self) -> str:
        """Say the reason in one sentence."""
        return SENTENCES[self.code].format_map(self.figures)
