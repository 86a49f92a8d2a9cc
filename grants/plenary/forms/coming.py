"""What somebody invited answers, on the page of their personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, Length, Optional, ValidationError

from grants.domain.coming import LONGEST_NAME, MOST_PER_PROJECT
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.workshops import read_hour
from grants.plenary.forms.guests import (
    ANY_KIND,
    GUEST_KINDS,
    LONGEST_EMAIL,
    LONGEST_LINE,
    LONGEST_NEEDS,
    NEEDS_HINT,
    address,
    check_address,
    line,
)
from grants.plenary.forms.words import words_of
from grants.plenary.hours import hour
from grants.plenary.services import Announced, Answer

if TYPE_CHECKING:
    from datetime import time

    from wtforms import Field

    from grants.plenary.models import Participant
    from grants.plenary.queries.party import Party

MOST_DIGITS = 9
SLOTS = tuple(range(1, MOST_PER_PROJECT + 1))
TOO_LONG = _l("Ce texte est trop long.")


def _name() -> StringField:
    return StringField(_l("Nom"), [Length(max=LONGEST_NAME, message=_l("Ce nom est trop long."))])


def _email() -> EmailField:
    return EmailField(
        _l("E-mail"),
        [Length(max=LONGEST_EMAIL, message=_l("Cette adresse est trop longue."))],
        description=_l("Facultatif\u00a0: son programme y arrive."),
    )


def _seat() -> BooleanField:
    return BooleanField(_l("Table accessible (fauteuil, poussette, peu de pas)"))


class ComingForm(FlaskForm):
    """Yes or no, who comes, and what helps them to come; `seen` is the state of the list when the page was opened."""

    coming = RadioField(
        _l("Votre réponse"),
        choices=[SelectChoice("yes", _l("Oui, nous venons")), SelectChoice("no", _l("Non, personne ne pourra venir"))],
        validate_choice=False,
        validators=[AnyOf(("yes", "no"), message=_l("Répondez oui ou non."))],
    )
    name_1, email_1, seat_1, line_1 = _name(), _email(), _seat(), HiddenField()
    name_2, email_2, seat_2, line_2 = _name(), _email(), _seat(), HiddenField()
    name_3, email_3, seat_3, line_3 = _name(), _email(), _seat(), HiddenField()
    organisation = StringField(_l("Service, commune ou groupe"), [Length(max=LONGEST_LINE, message=TOO_LONG)])
    guest_kind = SelectField(
        _l("Vous venez en tant que"),
        [Optional()],
        choices=ANY_KIND,
        default="",
        validate_choice=False,
    )
    arrives = StringField(_l("Heure d’arrivée"), description=_l("Vide si c’est dès le début. Exemple\u00a0: 14 h 30."))
    leaves = StringField(_l("Heure de départ"), description=_l("Vide si c’est à la fin. Exemple\u00a0: 16 h."))
    needs = TextAreaField(
        _l("De quoi avez-vous besoin pour venir\u00a0?"),
        [Length(max=LONGEST_NEEDS, message=_l("500 signes au plus."))],
        description=NEEDS_HINT,
    )
    shares_contact = BooleanField(_l("Je donne mes coordonnées à celles et ceux qui me donnent les leurs"))
    contact = StringField(
        _l("Les coordonnées à donner"),
        [Length(max=LONGEST_LINE, message=TOO_LONG)],
        description=_l(
            "Un téléphone, un e-mail\u00a0: ce que vous voulez. Données après la rencontre, jamais publiées."
        ),
    )
    seen = HiddenField()

    def fit(self, party: Party) -> None:
        """Speak to one guest rather than to the people of a project."""
        if party.project is None:
            yes, no = _("Oui, je viens"), _("Non, je ne pourrai pas venir")
            self.coming.choices = [SelectChoice("yes", yes), SelectChoice("no", no)]
            self.name_1.label.text = _("Votre nom")
            self.email_1.label.text = _("Votre e-mail")

    def propose(self, party: Party) -> None:
        """Show what is known: the answer so far, or the contact of the file for whoever has not answered."""
        people = party.shown or party.lines[:1]
        for slot, each in zip(SLOTS, people, strict=False):
            self._propose_person(slot, each, party)
        self.coming.data = ("yes" if party.coming else "no") if party.answered else None
        self.seen.data = party.state
        speaker = party.speaker
        if speaker is None:
            return
        self.needs.data, self.contact.data = speaker.needs, speaker.contact or speaker.email
        self.shares_contact.data = speaker.shares_contact
        self.organisation.data, self.guest_kind.data = speaker.organisation, speaker.guest_kind
        self.arrives.data, self.leaves.data = _hour_words(speaker.arrives_at), _hour_words(speaker.leaves_at)

    def _propose_person(self, slot: int, each: Participant, party: Party) -> None:
        """Show somebody; the name of an association stands for nobody in particular."""
        house = party.project.association.name if party.project else ""
        self[f"name_{slot}"].data = each.name if each.name != house else ""
        self[f"email_{slot}"].data = each.email
        self[f"seat_{slot}"].data = each.accessible_seat
        self[f"line_{slot}"].data = str(each.id)

    def validate_email_1(self, field: EmailField) -> None:
        """Hold an address, when there is one, to what mail can reach."""
        check_address(field)

    validate_email_2 = validate_email_3 = validate_email_1

    def validate_arrives(self, field: StringField) -> None:
        """Hold an hour, when there is one, to how hours are written."""
        self._check_hour(field)

    validate_leaves = validate_arrives

    def _check_hour(self, field: StringField) -> None:
        try:
            _hour_of(field)
        except RuleError as error:
            raise ValidationError(words_of(error)) from error

    def answer(self, language: str) -> Answer:
        """Return what was answered, as plain values."""
        return Answer(
            coming=self.coming.data == "yes",
            people=tuple(self._person(slot) for slot in SLOTS),
            needs=clean(self.needs.data or "").strip(),
            arrives_at=_hour_of(self.arrives),
            leaves_at=_hour_of(self.leaves),
            shares_contact=self.shares_contact.data,
            contact=line(self.contact),
            organisation=line(self.organisation),
            guest_kind=self.guest_kind.data if self.guest_kind.data in GUEST_KINDS else "",
            language=language,
            seen=(self.seen.data or "")[:16],
        )

    def _person(self, slot: int) -> Announced:
        known = self[f"line_{slot}"].data or ""
        return Announced(
            name=line(self[f"name_{slot}"]),
            email=address(self[f"email_{slot}"]),
            accessible_seat=self[f"seat_{slot}"].data,
            line=int(known) if known.isascii() and known.isdecimal() and len(known) <= MOST_DIGITS else None,
        )

    def add_error(self, error: RuleError, party: Party) -> None:
        """Put the sentence of a broken rule beside its field; who reads what changed may send again."""
        place: Any = {"nobody_named": self.name_1, "leaves_before": self.leaves}.get(error.code, self.coming)
        place.errors = [*place.errors, words_of(error)]
        if error.code == "list_changed":
            self.seen.data = party.state


def _hour_of(field: Field) -> time | None:
    """Read an hour, None when there is none; raises RuleError `unreadable_hour`."""
    typed = line(field)
    return read_hour(typed) if typed else None


def _hour_words(at: time | None) -> str:
    return hour(at) if at else ""


class OtherForm(FlaskForm):
    """Somebody chosen from the list of those one may meet, or one taken back."""

    other = HiddenField()
    gone = HiddenField()

    @property
    def number(self) -> int:
        """The number of what is taken back, zero when nothing is."""
        typed = self.gone.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS else 0
