"""Vérifie les livres d'un fonds sans l'application : Python 3.11 et sa bibliothèque suffisent.

    python3 verify.py [DOSSIER] [--head EMPREINTE] [--audit-head EMPREINTE]

Relit le grand livre et le journal des actes ligne par ligne et contrôle : la chaîne des empreintes (SHA-256) et la tête
publiée par la ville ; l'échelle reversé ≤ payé ≤ mandaté ≤ engagé ≤ ouvert, par enveloppe et par dossier ; la partie
double, dont la somme est toujours nulle ; les soldes des enveloppes et des dossiers ; les fichiers CSV, égaux aux JSON.
Finit avec le code 0, ou 1 et une phrase qui dit où le premier défaut se trouve. Sommes en centimes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]

GENESIS = "0" * 64
LADDER = ("allocated", "committed", "ordered", "paid", "repaid")
ACCOUNTS = ("funders", "transfers", "available", "committed", "ordered", "paid", "repaid")
MOVES = {
    "allocation": ("allocated", 1, "available", "funders"),
    "amendment": ("allocated", 1, "available", "funders"),
    "transfer": ("allocated", 1, "available", "transfers"),
    "commitment": ("committed", 1, "committed", "available"),
    "release": ("committed", -1, "available", "committed"),
    "payment_order": ("ordered", 1, "ordered", "committed"),
    "payment": ("paid", 1, "paid", "ordered"),
    "repayment": ("repaid", 1, "repaid", "paid"),
}
"""For each kind of line: the sum it moves, the direction, the account debited, the account credited."""
EITHER_WAY = {"amendment", "transfer", "request", "reversal"}
REVERSIBLE = {"amendment", "release", "payment_order", "repayment"}
NEVER_IN_KIND = {"payment_order", "payment", "repayment"}
LEDGER_FIELDS = {
    "number", "at", "call", "envelope", "application", "kind", "amount", "actor", "reason", "act", "once", "reverses",
}  # fmt: skip
AUDIT_FIELDS = {"number", "at", "actor", "act", "subject", "year", "details"}
LIVE = ("=", "+", "-", "@", "\t", "\r")
CHAIN_FIELDS = {"previous_hash", "hash"}


WORDS = {
    "kind_unknown": "Grand livre : la ligne {number} est d'une sorte inconnue.",
    "amount": "Grand livre : la somme de la ligne {number} ne peut pas être celle-là.",
    "envelope_unknown": "Grand livre : la ligne {number} parle d'une enveloppe qui n'est pas dans la liste.",
    "not_reversible": "Grand livre : la ligne {number} annule ce qui ne s'annule pas.",
    "in_kind_paid": "Grand livre : la ligne {number} paie une aide en nature.",
    "ceiling": "Grand livre : la ligne {number} passe une limite ({column}).",
    "shape": "{book} : la ligne {number} manque ou n'a pas la bonne forme.",
    "hash": "{book} : la ligne {number} ne correspond pas à son empreinte.",
    "head": "{book} : l'empreinte publiée ne s'y trouve pas ; il a été coupé ou réécrit.",
    "sum": "Balance des comptes : la somme n'est pas nulle.",
    "overdrawn": "Balance des comptes : {account} ({nature}) est à découvert.",
    "transfers": "Virements de l'appel {call} ({nature}) : ils ne se compensent pas.",
    "balance": "Enveloppe « {name} » : son solde n'est pas celui que dit le grand livre.",
    "closed": "Enveloppe « {name} » : fermée, elle a encore des crédits.",
    "share": "Dossier {file} : ses sommes ne sont pas celles que dit le grand livre.",
    "unlisted": "Le grand livre parle d'enveloppes ou de dossiers qui ne sont pas dans les listes.",
    "unreadable": "{name} : le fichier manque ou ne se lit pas ({error}).",
    "csv": "{name} : la ligne {number} ne dit pas ce que dit le fichier JSON.",
}
"""Every fault, in words."""


class WrongError(Exception):
    """The first fault found: its code, and the figures its words need."""

    def __init__(self, code: str, **figures: object) -> None:
        """Word it."""
        self.code = code
        super().__init__(WORDS[code].format(**figures))


@dataclass
class Books:
    """What the folder holds, row by row, and the hashes published for both chains, if any is known."""

    ledger: list[Row]
    audit: list[Row]
    envelopes: list[Row]
    shares: list[Row]
    head: str | None = None
    audit_head: str | None = None


@dataclass
class Walk:
    """The sums of envelopes and of files, and the accounts, line after line."""

    natures: dict[int, str]
    envelopes: dict[int, Row] = field(default_factory=dict)
    shares: dict[tuple[int, int], Row] = field(default_factory=dict)
    accounts: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    transfers: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))
    kinds: dict[int, str] = field(default_factory=dict)

    def step(self, row: Row) -> None:
        """Play one line."""
        kind, cents, number = row["kind"], row["amount"], row["number"]
        self._check(row)
        self.kinds[number] = kind
        if kind == "request":
            return
        played, sign = (self.kinds.get(row["reverses"], ""), -1) if kind == "reversal" else (kind, 1)
        if kind == "reversal" and played not in REVERSIBLE:
            raise WrongError("not_reversible", number=number)
        nature = self.natures[row["envelope"]]
        if nature == "in_kind" and played in NEVER_IN_KIND:
            raise WrongError("in_kind_paid", number=number)
        column, direction, debit, credit = MOVES[played]
        self._move(row, column, sign * direction * cents)
        self.accounts[nature, debit] += sign * cents
        self.accounts[nature, credit] -= sign * cents
        if played == "transfer":
            self.transfers[row["call"], nature] += cents

    def _check(self, row: Row) -> None:
        """Hold a line to its kind, its amount, its envelope."""
        kind, cents, number = row["kind"], row["amount"], row["number"]
        if kind not in MOVES and kind not in {"reversal", "request"}:
            raise WrongError("kind_unknown", number=number)
        if type(cents) is not int or cents == 0 or (cents < 0 and kind not in EITHER_WAY):
            raise WrongError("amount", number=number)
        if row["envelope"] not in self.natures:
            raise WrongError("envelope_unknown", number=number)

    def _move(self, row: Row, column: str, change: int) -> None:
        """Move the sums of an envelope, and of a file if the line is about one."""
        self._climb(self.envelopes.setdefault(row["envelope"], _nothing()), column, change, row)
        if row["application"] is not None:
            share = self.shares.setdefault((row["application"], row["envelope"]), _nothing())
            if row["kind"] == "commitment":
                share["allocated"] += row["amount"]
            self._climb(share, column, change, row)

    @staticmethod
    def _climb(sums: Row, column: str, change: int, row: Row) -> None:
        """Move one sum of a ladder, which must still hold."""
        sums[column] += change
        if row["kind"] == "commitment":
            sums["voted"] += row["amount"]
        steps = [sums[name] for name in LADDER]
        if steps != sorted(steps, reverse=True) or steps[-1] < 0:
            raise WrongError("ceiling", number=row["number"], column=column)


def check(books: Books) -> list[str]:
    """Check everything; return what holds, in words; raise WrongError at the first fault."""
    ledger_head = _chain(books.ledger, LEDGER_FIELDS, books.head, "Grand livre")
    audit_head = _chain(books.audit, AUDIT_FIELDS, books.audit_head, "Journal des actes")
    walk = Walk({row["id"]: row["kind"] for row in books.envelopes})
    for row in books.ledger:
        walk.step(row)
    _accounts(walk)
    _balances(books, walk)
    return [
        f"Grand livre : {len(books.ledger)} lignes, tête {ledger_head}",
        f"Journal des actes : {len(books.audit)} lignes, tête {audit_head}",
        f"Soldes : {len(books.envelopes)} enveloppes et {len(books.shares)} parts égales à leurs lignes",
        "Balance des comptes : la somme est nulle, aucun compte n'est à découvert",
    ]


def _chain(rows: list[Row], fields: set[str], head: str | None, book: str) -> str:
    """Walk one chain; return its head."""
    previous, met = GENESIS, head in (None, GENESIS)
    for number, row in enumerate(rows, start=1):
        if set(row) != fields | CHAIN_FIELDS or row["number"] != number:
            raise WrongError("shape", book=book, number=number)
        plain = {name: row[name] for name in fields}
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        own = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
        if row["previous_hash"] != previous or row["hash"] != own:
            raise WrongError("hash", book=book, number=number)
        previous = own
        met = met or own == head
    if not met:
        raise WrongError("head", book=book)
    return previous


def _accounts(walk: Walk) -> None:
    """Hold the double entry to its two laws: nothing in all, and nobody but the funders overdrawn."""
    if sum(walk.accounts.values()):
        raise WrongError("sum")
    for (nature, account), cents in sorted(walk.accounts.items()):
        if cents < 0 and account not in ACCOUNTS[:2]:
            raise WrongError("overdrawn", account=account, nature=nature)
    for (call, nature), cents in sorted(walk.transfers.items()):
        if cents:
            raise WrongError("transfers", call=call, nature=nature)


def _balances(books: Books, walk: Walk) -> None:
    """Hold the sums of envelopes and files to what their lines say."""
    for row in books.envelopes:
        found = walk.envelopes.pop(row["id"], _nothing())
        if any(row[name] != found[name] for name in (*LADDER, "voted")):
            raise WrongError("balance", name=row["name"])
        if row["closed_at"] and found["allocated"]:
            raise WrongError("closed", name=row["name"])
    for row in books.shares:
        found = walk.shares.pop((row["application"], row["envelope"]), _nothing())
        if any(row[name] != found[name] for name in ("voted", *LADDER[1:])):
            raise WrongError("share", file=row["file"])
    if walk.envelopes or walk.shares:
        raise WrongError("unlisted")


def _nothing() -> Row:
    return dict.fromkeys((*LADDER, "voted"), 0)


def read(folder: Path, head: str | None = None, audit_head: str | None = None) -> Books:
    """Read the folder; a head given comes before the one the folder tells. CSV files must say what JSON ones say."""
    found: dict[str, list[Row]] = {}
    for name in ("ledger", "audit", "envelopes", "shares"):
        try:
            lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            found[name] = [json.loads(line) for line in lines]
            _same(found[name], folder / f"{name}.csv")
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise WrongError("unreadable", name=name, error=error) from error
    told = json.loads((folder / "heads.json").read_text(encoding="utf-8")) if (folder / "heads.json").exists() else {}
    heads = [(told.get(book) or {}).get("hash") for book in ("ledger", "audit")]
    return Books(**found, head=head or heads[0], audit_head=audit_head or heads[1])


def _same(rows: list[Row], path: Path) -> None:
    """Hold a CSV file to the rows of its JSON twin."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, (row, line) in enumerate(zip(rows, csv.DictReader(file, delimiter=";"), strict=True), start=1):
            if any(cell(row[name]) != value for name, value in line.items()):
                raise WrongError("csv", name=path.name, number=number)


def verify(folder: Path, head: str | None = None, audit_head: str | None = None) -> list[str]:
    """Read a folder and check everything; return what holds, in words; raise WrongError at the first fault."""
    try:
        return check(read(folder, head, audit_head))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongError("unreadable", name=folder.name, error=repr(error)) from error


def cell(value: object) -> str:
    """Write a value as the CSV files do; a text a spreadsheet would take for a formula is held by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(LIVE) else value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def main(words: list[str] | None = None) -> int:
    """Check the folder of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--head", help="la tête du grand livre que la ville a publiée (/budget/tete.json)")
    parser.add_argument("--audit-head", help="celle du journal des actes")
    asked = parser.parse_args(words)
    try:
        held = verify(asked.folder, asked.head, asked.audit_head)
    except WrongError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("\n".join(held) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
