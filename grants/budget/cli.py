"""Money from a terminal: settle, show, verify. Sums in JSON are cents."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from grants.audit import record, verify_audit
from grants.budget import books, queries, services
from grants.budget.books import verify as standalone
from grants.budget.forms import worded
from grants.calls.queries import call_of_year
from grants.db import db
from grants.domain.awards import STEPS
from grants.domain.errors import RuleError
from grants.domain.money import format_euros

if TYPE_CHECKING:
    from grants.budget.services import Settled
    from grants.calls.models import Call

ACTOR = "command"
FIGURES = ("allocated", "requested", "capped", "voted", "committed", "ordered", "paid", "available")

awards = AppGroup("awards", help="The equal awards.")
budget = AppGroup("budget", help="The year's money.")
audit = AppGroup("audit", help="Proofs that the past was not rewritten.")


@awards.command("settle")
@click.argument("year", type=click.IntRange(1, 9999))
@click.option(
    "--step",
    type=click.Choice([str(step) for step in STEPS]),
    default="1",
    show_default=True,
    help="Cents the common cap is rounded down to: one cent, one euro, ten euros.",
)
@click.option("--dry-run", is_flag=True, help="Compute and show, keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in cents.")
def settle(year: int, *, step: str, dry_run: bool, as_json: bool) -> None:
    """Compute the equal awards of YEAR's call; the same again changes nothing."""
    try:
        settled = services.settle(_call(year), ACTOR, step=int(step), dry_run=dry_run)
    except RuleError as error:
        raise click.ClickException(worded(error)) from error
    db.session.commit()
    if as_json:
        kept_at = settled.kept_at.isoformat() if settled.kept_at else None
        given = {"year": year, "dry_run": dry_run, "kept_at": kept_at, "total": settled.total, "left": settled.left}
        click.echo(json.dumps(given | {"inputs": settled.inputs} | settled.results, ensure_ascii=False, indent=2))
    else:
        _tell(settled)


@budget.command("show")
@click.argument("year", type=click.IntRange(1, 9999))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in cents.")
def show(year: int, *, as_json: bool) -> None:
    """Show the figures of each envelope of YEAR's call."""
    try:
        envelopes = queries.figures_of(_call(year))
    except RuleError as error:
        raise click.ClickException(worded(error)) from error
    if as_json:
        kept = ("key", "name", "earmark", *FIGURES, "repaid", "common_cap")
        rows = [{name: asdict(each)[name] for name in kept} for each in envelopes]
        click.echo(json.dumps({"year": year, "envelopes": rows}, ensure_ascii=False, indent=2))
        return
    for each in envelopes:
        click.echo(each.name)
        for name in FIGURES:
            click.echo(f"  {name:<10}{format_euros(getattr(each, name)):>18}")


@audit.command("verify")
@click.option("--head", help="A head of the ledger published earlier, that its chain must contain.")
@click.option("--audit-head", help="The same of the audit log.")
@click.option("--from", "folder", type=click.Path(path_type=Path, file_okay=False), help="Read exported books instead.")
def verify(head: str | None, audit_head: str | None, folder: Path | None) -> None:
    """Walk the chains of the ledger and of the audit log, and hold every balance to its lines."""
    if folder is not None:
        _verify_files(folder, head, audit_head)
        return
    try:
        found = queries.verify_ledger(head.strip().lower() if head else None)
        acts = verify_audit(audit_head.strip().lower() if audit_head else None)
    except RuleError as error:
        raise click.ClickException(worded(error)) from error
    click.echo(f"ok: {found.lines} lines, head {found.head}")
    click.echo(f"ok: {acts.lines} acts, head {acts.head}")
    _verify_published()


@audit.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the ledger, the audit log and the balances into DIR, with the script that checks them alone."""
    try:
        written = books.write_files(folder)
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror or error}."
        raise click.ClickException(message) from error
    record(ACTOR, "books_exported", "books", {"files": sorted(written)})
    db.session.commit()
    for name, size in written.items():
        click.echo(f"{name}: {size} bytes")


def _verify_published() -> None:
    """Hold the books to every head that was published of them."""
    lost = queries.rewritten_since()
    if lost:
        told = ", ".join(f"{book} of {day}" for day, book in lost)
        message = f"heads that were published are no longer in the books: {told}"
        raise click.ClickException(message)
    click.echo(f"ok: {len(queries.published_heads())} days of published heads are held")


def _verify_files(folder: Path, head: str | None, audit_head: str | None) -> None:
    """Check exported books as their own script does."""
    try:
        held = standalone.verify(folder, head, audit_head)
    except standalone.WrongError as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(held))


def _call(year: int) -> Call:
    """Return the year's call; raises RuleError `no_call`."""
    call = call_of_year(year)
    if call is None:
        raise RuleError("no_call", year=year)
    return call


def _tell(settled: Settled) -> None:
    """Print what each file is awarded, then the common caps."""
    for key, cents in settled.results["awarded"].items():
        click.echo(f"{key:<12}{format_euros(cents):>14}")
    for group in settled.results["common_caps"]:
        click.echo(f"{' + '.join(group['envelopes'])}: {format_euros(group['cents'])}")
    if settled.step > 1:
        click.echo(f"{format_euros(settled.left)} stay on the envelopes")
    click.echo(f"{format_euros(settled.total)}, {'kept' if settled.kept_at else 'nothing kept'}")
