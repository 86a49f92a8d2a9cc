"""Letters for the post: one a page, the address where an envelope's window shows it, each in its reader's language.

French envelopes show a window at 45 mm from the top and 20 mm from the right of an A4 sheet folded in three, 35 mm by
100 mm (AFNOR NF Z 11-001, as towns print them).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

from flask import current_app
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from grants import pdf
from grants.budget.forms.words.sums import spoken
from grants.budget.papers.blocks import fit
from grants.budget.papers.sums import both, figures
from grants.domain.calendar import CallDates, payment_limit
from grants.domain.file import clean
from grants.domain.states import State
from grants.domain.territory import Territory

if TYPE_CHECKING:
    from grants.budget.queries import Notice, Recipient, Waiting
    from grants.budget.queries.correspondence import Share

Subject = TypeVar("Subject")
_Written = tuple["Recipient", "Callable[[], Letter]"]

SHEETS = ("print-fonts.css", "letters.css")
ADDRESS_LINES, ADDRESS_SIGNS, NAME_LINES = 6, 44, 2
"""What the window of an envelope shows: lines, signs in a line, lines of a name."""
TITLE_SIGNS = 160


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the town, with the days of the call."""

    town: Territory
    call: str
    dates: CallDates


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be set: where it goes, what it is about, its paragraphs, then its points, then how it ends."""

    address: Sequence[str]
    day: date
    about: str
    paragraphs: Sequence[str]
    points: Sequence[str]
    ending: Sequence[str]


def holding_letters(sender: Sender, files: Sequence[Waiting], today: date) -> bytes:
    """Print holding letters, each with its own day, today's while it has not left; raises PdfUnavailable."""
    return _printed(sender, [(each.recipient, _writer(_holding, sender, each, today)) for each in files])


def notification_letters(sender: Sender, notices: Sequence[Notice], today: date) -> bytes:
    """Print letters of notification, each with its own day, today's while it has not left; raises PdfUnavailable.

    Those to the associations of the files come first, then those to the associations that carry a project with them.
    """
    letters = [(each.recipient, _writer(_notification, sender, each, today)) for each in notices]
    return _printed(sender, [*letters, *_letters_to_partners(sender, notices, today)])


def _letters_to_partners(sender: Sender, notices: Sequence[Notice], today: date) -> list[_Written]:
    """Have each association that carries a project with that of its file told of the vote too, and of its own part."""
    return [
        (each.recipient, _writer(_told_of_part, sender, (each, share), today))
        for each in notices
        for share in each.shares[1:]
    ]


def _writer(
    write: Callable[[Sender, Subject, date], Letter], sender: Sender, subject: Subject, today: date
) -> Callable[[], Letter]:
    """Wait to write a letter until its language is known."""
    return lambda: write(sender, subject, today)


def _printed(sender: Sender, letters: Sequence[_Written]) -> bytes:
    """Set letters one after the other, each in the language of who reads it."""
    page = current_app.jinja_env.get_template("budget/papers/letter.html")
    written = []
    for recipient, write in letters:
        with force_locale(recipient.language):
            written.append(page.render(letter=write(), town=sender.town, language=recipient.language))
    whole = current_app.jinja_env.get_template("budget/papers/letters.html")
    language = spoken()
    html = whole.render(letters=written, language=language, title=sender.call)
    return pdf.render(html, stylesheets=SHEETS, lang=language, title=sender.call)


def address_of(recipient: Recipient) -> list[str]:
    """Return the lines that the window shows: a long name goes on two, what is longer still is cut."""
    name = wrap(fit(recipient.association, NAME_LINES * (ADDRESS_SIGNS - 2)), ADDRESS_SIGNS)[:NAME_LINES]
    lines = [*name, recipient.contact, *clean(recipient.address).splitlines()]
    return [fit(line, ADDRESS_SIGNS) for line in lines if line.strip()][:ADDRESS_LINES]


def _holding(sender: Sender, waiting: Waiting, today: date) -> Letter:
    """Write a holding letter."""
    who, council = waiting.recipient, _day(sender.dates.council_on)
    limit = _day(waiting.silence_on)
    if waiting.state in {State.SUBMITTED, State.TO_COMPLETE}:
        stands = _("Votre dossier reste ouvert. Complété, il sera mis au vote.")
    else:
        stands = _("Votre projet est recevable : il sera mis au vote.")
    return Letter(
        address=address_of(who),
        day=waiting.held_on or today,
        about=_("Votre demande n° %(number)s : « %(title)s »", number=who.number, title=fit(who.title, TITLE_SIGNS)),
        paragraphs=[
            _("Nous avons bien reçu votre demande le %(day)s.", day=_day(waiting.received_on)) + " " + stands,
            _(
                "Le conseil se réunit le %(council)s, après le délai de deux mois que la loi nous donne pour vous"
                " répondre. Si nous n’avons pas répondu le %(limit)s, la loi considère que la réponse est non"
                " (refus implicite). Ce n’est pas ce que la ville a décidé : le conseil reste libre de voter"
                " votre projet, et nous vous écrirons après son vote.",
                council=council,
                limit=limit,
            ),
        ],
        points=[],
        ending=[
            _("Vous n’avez rien à faire pour que votre projet soit voté."),
            _(
                "Si vous le souhaitez, vous pourrez, dans les deux mois qui suivent le %(limit)s, demander à la ville"
                " de revoir sa réponse, ou saisir le %(court)s.",
                limit=limit,
                court=sender.town.appeal_court,
            ),
        ],
    )


def _notification(sender: Sender, notice: Notice, today: date) -> Letter:
    """Write a letter of notification."""
    who, day = notice.recipient, notice.notified_on or today
    return Letter(
        address=address_of(who),
        day=day,
        about=_about(fit(who.title, TITLE_SIGNS)),
        paragraphs=[*_voted(sender, notice), *_shared(notice)],
        points=_what_next(sender, notice, day),
        ending=[_appeal(sender)],
    )


def _voted(sender: Sender, notice: Notice) -> list[str]:
    """Say what the council voted, money and help in kind."""
    facts = {
        "act": notice.act,
        "day": _day(notice.voted_on or sender.dates.council_on),
        "title": fit(notice.recipient.title, TITLE_SIGNS),
        "number": notice.recipient.number,
    }
    if notice.cents:
        voted = _(
            "Par sa délibération n°\u00a0%(act)s du %(day)s, le conseil a voté une aide de %(sum)s pour votre projet"
            " «\u00a0%(title)s\u00a0» (dossier n°\u00a0%(number)s).",
            sum=both(notice.cents),
            **facts,
        )
    else:
        voted = _(
            "Par sa délibération n°\u00a0%(act)s du %(day)s, le conseil a voté l’aide en nature demandée pour votre"
            " projet «\u00a0%(title)s\u00a0» (dossier n°\u00a0%(number)s).",
            **facts,
        )
    if not (notice.in_kind or notice.in_kind_cents):
        return [voted]
    kind = _("Aide en nature\u00a0: %(what)s.", what=fit(notice.in_kind) or _("celle de votre dossier"))
    value = _("Sa valeur est de %(sum)s.", sum=both(notice.in_kind_cents)) if notice.in_kind_cents else ""
    return [voted, f"{kind} {value}".strip()]


def _shared(notice: Notice) -> list[str]:
    """Say who carries the project together, and the part of each; nothing when one association carries it."""
    if not notice.shares:
        return []
    parts = "\u00a0; ".join(f"{fit(each.association)}, {figures(each.cents)}" for each in notice.shares)
    said = _("Plusieurs associations portent ce projet ensemble. La part de chacune\u00a0: %(parts)s.", parts=parts)
    return [f"{said} {_('L’aide en nature y est comptée.')}" if notice.in_kind_cents else said]


def _told_of_part(sender: Sender, told: tuple[Notice, Share], today: date) -> Letter:
    """Write to an association that carries a project with that of its file: what was voted, and its own part."""
    notice, share = told
    who, day = notice.recipient, notice.notified_on or today
    reader = replace(who, association=share.association, contact="", address=share.address)
    title, carrier = fit(who.title, TITLE_SIGNS), fit(notice.shares[0].association)
    voted = _(
        "Par sa délibération n°\u00a0%(act)s du %(day)s, le conseil a voté une aide de %(sum)s pour le projet"
        " «\u00a0%(title)s\u00a0» (dossier n°\u00a0%(number)s), que vous portez avec d’autres.",
        act=notice.act,
        day=_day(notice.voted_on or sender.dates.council_on),
        sum=figures(notice.cents + notice.in_kind_cents),
        title=title,
        number=who.number,
    )
    return Letter(
        address=address_of(reader),
        day=day,
        about=_about(title),
        paragraphs=[voted, *_shared(notice), _("Votre part est de %(sum)s.", sum=both(share.cents))],
        points=[
            _(
                "L’argent est versé à %(who)s, dont c’est le dossier, au plus tard le %(day)s.",
                who=carrier,
                day=_day(payment_limit(day)),
            ),
            _(
                "Le bilan et le compte rendu financier du projet sont attendus de %(who)s au plus tard le %(day)s.",
                who=carrier,
                day=_day(sender.dates.report_by),
            ),
            _rule(over=share.over),
        ],
        ending=[_appeal(sender)],
    )


def _about(title: str) -> str:
    """Say what a notification is about."""
    return str(_("Notification de l’aide de la ville\u00a0: «\u00a0%(title)s\u00a0»", title=title))


def _appeal(sender: Sender) -> str:
    """Say how a decision can be looked at again."""
    return str(
        _(
            "Dans les deux mois qui suivent cette lettre, vous pouvez demander à la ville de revoir cette décision,"
            " ou saisir le %(court)s.",
            court=sender.town.appeal_court,
        )
    )


def _rule(*, over: bool) -> str:
    """Say when an agreement is asked for, and that it is when it is."""
    rule = _(
        "Au-delà de 23 000 € d’aides de la ville dans l’année, argent et nature ensemble, la loi demande une"
        " convention et la publication de ses données."
    )
    owed = _("C’est votre cas cette année : nous vous l’envoyons à signer avant tout versement.")
    return f"{rule} {owed}" if over else str(rule)


def _what_next(sender: Sender, notice: Notice, day: date) -> list[str]:
    """Say what comes next, and what is expected."""
    points = []
    if notice.cents and not notice.payable:
        points.append(
            _(
                "Il nous manque votre IBAN\u00a0: envoyez un relevé d’identité bancaire par un message, sur la page du"
                " dossier."
            )
            + " "
            + _("La somme est virée au plus tard le %(day)s.", day=_day(payment_limit(day)))
        )
    elif notice.cents:
        points.append(
            _(
                "La somme est virée au plus tard le %(day)s, soixante jours après cette lettre, sur le compte dont vous"
                " nous avez donné l’IBAN.",
                day=_day(payment_limit(day)),
            )
        )
    points.append(
        _(
            "Cette aide sert à ce projet et à lui seul. Vous en rendez le bilan et le compte rendu financier au plus"
            " tard le %(day)s ; ce qui n’a pas servi est reversé, sauf décision contraire.",
            day=_day(sender.dates.report_by),
        )
    )
    points.append(_rule(over=notice.over))
    return points


def _day(day: date) -> str:
    """Write a day in full."""
    return str(format_date(day, "long"))
