"""The forms of a workshop, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    EmailField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from grants.calls.forms import worded as worded_date
from grants.calls.forms import write_day
from grants.domain.calendar import read_date
from grants.domain.chart.outlines import quarter_at
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.points import LONGEST, check_place, read_point
from grants.domain.workshops import check_workshop, instant, read_hour
from grants.territories.forms import say_point
from grants.workshops.services import Guest, WorkshopPlan
from grants.workshops.where import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from flask_babel.speaklater import LazyString

    from grants.calls.models import Call
    from grants.domain.chart.outlines import Place
    from grants.domain.territory import Territory
    from grants.workshops.models import Workshop

KINDS: dict[str, LazyString] = {
    "writing": _l("Atelier d’écriture"),
    "cooperation": _l("Atelier de coopération"),
    "other": _l("Rencontre"),
}
WORDS: dict[str, LazyString] = {
    "unreadable_hour": _l("Écrivez une heure comme 18 h ou 18 h 30."),
    "ends_before": _l("La fin vient après le début\u00a0: relisez les deux heures."),
    "seats_out_of_range": _l("Un nombre de places, de 1 à %(most)s."),
    "seats_taken": _l("%(taken)s places sont déjà prises\u00a0: gardez-en au moins autant."),
    "workshop_over": _l("Cet atelier est passé."),
    "workshop_cancelled": _l("Cet atelier est annulé."),
    "signed_already": _l(
        "Cette adresse est déjà sur la liste\u00a0: rien ne change. Retrouvez le message que nous vous avons envoyé."
    ),
    "too_many": _l("Beaucoup d’inscriptions arrivent en même temps. Réessayez dans un moment, ou appelez-nous."),
}
LINE, TEXT = 140, 2000


def when(workshop: Workshop, zone: str) -> str:
    """Write the day and the hours of a workshop: « mardi 12 mai 2026, de 18 h à 20 h »."""
    starts, ends = (each.astimezone(ZoneInfo(zone)) for each in (workshop.starts_at, workshop.ends_at))
    words: str = _(
        "%(day)s, de %(start)s à %(end)s",
        day=write_day(starts.date(), "EEEE d MMMM y"),
        start=hour(starts.time()),
        end=hour(ends.time()),
    )
    return words


def hour(at: time) -> str:
    """Write an hour of the day: « 18 h », « 18 h 30 »; « 18:30 » in English."""
    return str(_("%(hour)s\u00a0h\u00a0%(minute)s", hour=at.hour, minute=f"{at.minute:02}")).removesuffix("\u00a000")


def worded(error: RuleError) -> str:
    """Say a broken rule in the reader's language."""
    return str(WORDS[error.code]) % error.figures


def _line(text: str | None) -> str:
    """Return one line, without the signs that no page can show."""
    return " ".join(clean(text or "").split())


class _Where(NamedTuple):
    """The name and the address of a place, and its point when it is known."""

    name: str
    address: str
    place: Place | None


class WorkshopForm(FlaskForm):
    """A workshop as staff type it; its day and hours are those of the town."""

    call = SelectField(_l("Pour quel appel"))
    kind = SelectField(_l("Genre"), choices=[SelectChoice(key, words) for key, words in KINDS.items()])
    title = StringField(_l("Titre"), [InputRequired(_l("Écrivez un titre.")), Length(max=LINE)])
    description = TextAreaField(_l("Ce que l’on y fait"), [Length(max=TEXT)])
    day = StringField(_l("Jour"))
    starts = StringField(_l("De"))
    ends = StringField(_l("À"))
    known = SelectField(
        _l("Un lieu d’aide de la ville"),
        default="",
        description=_l("Le choisir remplit le lieu, l’adresse et le point. Sinon, écrivez-les dessous."),
    )
    place = StringField(_l("Lieu"), [Length(max=LINE)])
    address = StringField(_l("Adresse"), [Length(max=200)])
    point = StringField(
        _l("Le point sur la carte"),
        [Length(max=LONGEST)],
        description=_l(
            "Facultatif. Rempli par le dessin. Ou collez le lien d’un point d’OpenStreetMap, ou une latitude et une"
            " longitude. Si le lieu change, changez-le aussi ou videz-le."
        ),
    )
    confirmed = BooleanField(_l("C’est bien là, dans l’eau ou hors de la ville"))
    accessible = BooleanField(_l("On y entre en fauteuil roulant"))
    seats = IntegerField(_l("Places"), [InputRequired(_l("Écrivez un nombre de places."))])

    def offer(self, calls: Sequence[Call], town: Territory) -> None:
        """Offer these calls and the known places of the town."""
        places = [SelectChoice(str(number), each.name) for number, each in enumerate(town.help_points)]
        self.known.choices = [SelectChoice("", _("Un autre lieu, écrit dessous")), *places]
        choices = [SelectChoice(str(each.id), each.title) for each in calls]
        self.call.choices = [SelectChoice("", _("Aucun en particulier")), *choices]

    def propose(self, plan: WorkshopPlan, town: Territory) -> None:
        """Fill the form with a plan."""
        self.call.data = str(plan.call_id or "")
        for name in ("kind", "title", "description", "place", "address", "accessible", "seats"):
            self[name].data = getattr(plan, name)
        starts, ends = (each.astimezone(ZoneInfo(town.zone)) for each in (plan.starts_at, plan.ends_at))
        self.day.data = starts.strftime("%d/%m/%Y")
        self.starts.data, self.ends.data = hour(starts.time()), hour(ends.time())
        if plan.latitude is not None and plan.longitude is not None:
            self.point.data = f"{plan.latitude}, {plan.longitude}"
            self.confirmed.data = quarter_at(town, (plan.latitude, plan.longitude)) is None

    def plan(self, town: Territory, taken: int = 0) -> WorkshopPlan | None:
        """Return what was typed, or None when something cannot stand; the fields then say what."""
        valid = self.validate_on_submit()
        day, starts, ends = self._day(), self._hour("starts"), self._hour("ends")
        where = self._where(town)
        if not valid or day is None or starts is None or ends is None or where is None:
            return None
        plan = WorkshopPlan(
            call_id=int(self.call.data) if self.call.data else None,
            title=_line(self.title.data),
            kind=self.kind.data,
            description=clean(self.description.data or "").strip(),
            starts_at=instant(day, starts, town.zone),
            ends_at=instant(day, ends, town.zone),
            place=where.name,
            address=where.address,
            accessible=self.accessible.data,
            seats=self.seats.data or 0,
            latitude=where.place[0] if where.place else None,
            longitude=where.place[1] if where.place else None,
        )
        broken = check_workshop(plan.starts_at, plan.ends_at, plan.seats, taken)
        for name, rule in broken.items():
            self._say(name, worded(rule))
        return None if broken else plan

    def _where(self, town: Territory) -> _Where | None:
        """Read where it is held: the known place chosen, else what is written."""
        number = self.known.data or ""
        if number.isdecimal() and int(number) < len(town.help_points):
            chosen = town.help_points[int(number)]
            return _Where(chosen.name, chosen.address, place_of(chosen))
        name, typed = _line(self.place.data), (self.point.data or "").strip()
        if not name:
            self._say("place", _("Dites où."))
            return None
        try:
            place = read_point(typed) if typed else None
            if place:
                check_place(town, place, confirmed=bool(self.confirmed.data))
        except RuleError as error:
            self._say("point", say_point(error))
            return None
        return _Where(name, _line(self.address.data), place)

    def _day(self) -> date | None:
        """Read the day."""
        try:
            return read_date(self.day.data or "")
        except RuleError as error:
            self._say("day", worded_date(error))
            return None

    def _hour(self, name: str) -> time | None:
        """Read an hour."""
        try:
            return read_hour(self[name].data or "")
        except RuleError as error:
            self._say(name, worded(error))
            return None

    def _say(self, name: str, words: str) -> None:
        """Put a sentence under a field."""
        self[name].errors = [*self[name].errors, words]


class SignUpForm(FlaskForm):
    """Somebody who comes: a name and an address are enough."""

    name = StringField(_l("Votre nom"), [InputRequired(_l("Écrivez votre nom.")), Length(max=LINE)])
    email = EmailField(
        _l("Votre e-mail"),
        [InputRequired(_l("Écrivez votre e-mail\u00a0: la confirmation y arrive.")), Length(max=254)],
        description=_l("Pour la confirmation, le rappel, et pour annuler."),
    )
    phone = TelField(_l("Téléphone"), [Length(max=40)], description=_l("Facultatif, pour vous prévenir plus vite."))
    association = StringField(_l("Association ou groupe"), [Length(max=LINE)], description=_l("Facultatif."))
    needs = TextAreaField(
        _l("De quoi avez-vous besoin pour venir\u00a0?"),
        [Length(max=500)],
        description=_l(
            "Facultatif\u00a0: fauteuil, boucle magnétique, langue des signes, garde d’enfants… Lu par le service"
            " seulement, effacé trente jours après l’atelier."
        ),
    )

    def validate_email(self, field: EmailField) -> None:
        """Hold the address to what mail can reach."""
        try:
            validate_email(clean(field.data or "").strip(), check_deliverability=False)
        except EmailNotValidError as error:
            raise ValidationError(
                _("Cette adresse ne semble pas complète. Exemple\u00a0: prenom.nom@exemple.fr")
            ) from error

    def validate_name(self, field: StringField) -> None:
        """Ask for a name one can read."""
        if not _line(field.data):
            raise ValidationError(_("Écrivez votre nom."))

    def guest(self, language: str) -> Guest:
        """Return who signs up."""
        return Guest(
            name=_line(self.name.data),
            email=clean(self.email.data or "").strip().lower(),
            phone=_line(self.phone.data),
            association=_line(self.association.data),
            needs=clean(self.needs.data or "").strip(),
            language=language,
        )
