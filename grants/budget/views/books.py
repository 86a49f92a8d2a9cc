"""The books: the ledger as one looks through it, its accounts, the log of acts, and all of it to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.audit import audit_head, record
from grants.budget import books, queries, services
from grants.budget.forms import KINDS, OnceForm, SoughtForm, choices_of
from grants.budget.forms.words.acts import act_named, act_told
from grants.budget.forms.words.ledger import ACCOUNTS
from grants.budget.views import bp
from grants.budget.views.acting import call_or_404
from grants.budget.views.files import words_of
from grants.db import db, now
from grants.domain.ledger import Kind
from grants.security import BUDGET, EVERYONE, STAFF, open_to
from grants.sheets import CENTS, INTEGER, MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.models import LedgerEntry
    from grants.calls.models import Call
    from grants.sheets import Cell

FARTHEST_PAGE = 1_000_000


@bp.get("/gestion/budget/<int(max=9999):year>/journal")
@open_to(STAFF, BUDGET)
def ledger(year: int) -> ResponseReturnValue:
    """Show the ledger of a call, newest line first, as far as one looks for something in it, and its accounts."""
    call = call_or_404(year)
    form, page = _sought(call), _page()
    sought = form.sought()
    lines, pages = queries.sought_entries(call, sought, page)
    kept = {"year": year} | {name: value for name, value in request.args.items() if name in form and value}
    context = {"form": form, "lines": lines, "page": page, "pages": pages, "kept": kept, "head": queries.ledger_head()}
    accounts = {"trials": queries.trial_balances(call, sought), "accounts": ACCOUNTS, "plain": OnceForm()}
    return render_template("budget/ledger.html", call=call, **context, **accounts, **words_of(call))


@bp.get("/gestion/budget/<int(max=9999):year>/journal.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def ledger_file(year: int, ending: str) -> ResponseReturnValue:
    """Give the lines looked for as a spreadsheet, oldest first."""
    call = call_or_404(year)
    names, numbers = queries.names_of(call), queries.numbers_of(call)

    def row(each: LedgerEntry) -> tuple[Cell, ...]:
        what = (str(KINDS[Kind(each.kind)]), names.get(each.envelope_id, ""), numbers.get(each.application_id or 0, ""))
        return (each.id, each.at, *what, each.amount_cents, each.act, each.reason, each.actor,
                each.reverses_id, each.hash)  # fmt: skip

    heads = [Column(_("Ligne"), INTEGER), Column(_("Quand"), MOMENT), *map(Column, (_("Écriture"), _("Enveloppe")))]
    heads += [Column(_("Dossier")), Column(_("Somme"), CENTS), *map(Column, (_("Acte"), _("Motif"), _("Qui")))]
    heads += [Column(_("Annule la ligne"), INTEGER), Column(_("Empreinte"))]
    rows = (row(each) for each in queries.all_sought(call, _sought(call).sought()))
    return sent(Table(_("Grand livre"), heads, rows), ending, f"grand-livre-{year}")


@bp.get("/gestion/budget/<int(max=9999):year>/actes")
@open_to(STAFF)
def acts(year: int) -> ResponseReturnValue:
    """Read the log of what was done at the desk, in words."""
    call, page = call_or_404(year), _page()
    entries, pages = queries.acts_of_year(year, page)
    context = {"entries": entries, "authors": queries.authors({each.actor for each in entries}), "head": audit_head()}
    tell = {"act_named": act_named, "act_told": act_told, "page": page, "pages": pages}
    return render_template("budget/acts.html", call=call, **context, **tell)


@bp.post("/gestion/budget/<int(max=9999):year>/livres")
@open_to(STAFF)
def take_books(year: int) -> ResponseReturnValue:
    """Give every book as one archive, with the script that checks them alone; the log says who took them."""
    if not OnceForm().validate_on_submit():
        return redirect(url_for("budget.ledger", year=call_or_404(year).year))
    call_or_404(year)
    archive = books.zipped()
    record(services.actor_of(g.person), "books_exported", "books", year=year)
    db.session.commit()
    name = f"livres-{now().date()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(archive, content_type="application/zip", headers=headers)


@bp.get("/budget/tete.json")
@open_to(EVERYONE)
def heads() -> ResponseReturnValue:
    """Publish the head of both books: whoever notes it can prove later that nothing before was rewritten."""
    return jsonify(queries.heads())


def _page() -> int:
    """Return the page asked, within reason."""
    return max(1, min(request.args.get("page", 1, type=int), FARTHEST_PAGE))


def _sought(call: Call) -> SoughtForm:
    """Return the form that says what is looked for, filled from the address."""
    form = SoughtForm(request.args)
    form.envelope.choices = choices_of(queries.all_envelopes(call), _("Toutes"))
    return form
