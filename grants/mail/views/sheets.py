"""What leaves and what makes it leave, as spreadsheets; never the words of a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import gettext as _

from grants.mail.forms import KINDS, LANGUAGES, STATES, say_trouble
from grants.mail.letters import LETTERS
from grants.mail.queries import every_sending, texts_in_force
from grants.mail.views import bp
from grants.mail.views.sendings import asked_of_outbox
from grants.security import STAFF, open_to
from grants.sheets import MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from grants.mail.models import OutboxMail
    from grants.sheets import Cell


@bp.get("/gestion/courriels/envois.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def outbox_sheet(ending: str) -> ResponseReturnValue:
    """Give the mails as chosen on screen, all pages together."""
    asked = asked_of_outbox()
    columns = (
        Column(_("Adresse")),
        Column(_("Écrit le"), MOMENT),
        Column(_("Objet")),
        Column(_("État")),
        Column(_("Parti le"), MOMENT),
        Column(_("Difficulté")),
    )
    table = Table(_("Les courriels"), columns, map(_mail, every_sending(asked["q"], asked["etat"])))
    return sent(table, ending, "courriels-envois")


@bp.get("/gestion/courriels.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def texts_sheet(ending: str) -> ResponseReturnValue:
    """Give every mail with what makes it leave and since when it was rewritten."""
    columns = (
        Column(_("Sorte")),
        Column(_("Ce qui le fait partir")),
        Column(_("Langue")),
        Column(_("Réécrit le"), MOMENT),
    )
    return sent(Table(_("Les courriels"), columns, _texts()), ending, "courriels-textes")


def _mail(mail: OutboxMail) -> tuple[Cell, ...]:
    """Return the cells of one mail."""
    state = "sent" if mail.sent_at else "trouble" if mail.trouble or mail.given_up else "waiting"
    trouble = str(say_trouble(mail.trouble)) if state == "trouble" else ""
    return (mail.recipient, mail.created_at, mail.subject, str(STATES[state]), mail.sent_at, trouble)


def _texts() -> Iterator[tuple[Cell, ...]]:
    """Give one line a mail and a language."""
    edited = texts_in_force()
    for key, letter in LETTERS.items():
        for language in current_app.extensions["settings"].languages:
            version = edited.get((key, language))
            rewritten = version.created_at if version and not version.is_ours else None
            spoken = str(LANGUAGES.get(language, language))
            yield (str(KINDS.get(letter.kind, letter.kind)), str(letter.when), spoken, rewritten)
