"""The forms of open writing, each with the time it was opened, signed, and a field that people do not see."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import BooleanField, HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from grants.db import now
from grants.domain.file import clean
from grants.domain.holding import LATEST, SOONEST
from grants.projects.forms import KIND_WORDS
from grants.voices.services import Came, Said
from grants.voices.services.moderating import LONGEST_WHY
from grants.voices.services.writing import LONGEST_CONTACT, LONGEST_NAME, LONGEST_WORDS

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.errors import RuleError

WORDS: dict[str, LazyString] = {
    "words_missing": _l("Il n’y a encore rien à publier\u00a0: écrivez d’abord."),
    "nothing_changed": _l("Rien n’a changé\u00a0: corrigez d’abord un texte."),
    "sent_twice": _l("Ce message vient d’arriver deux fois. Un seul est gardé."),
    "reason_missing": _l("Dites pourquoi en quelques mots."),
    "too_many": _l("Vous avez signalé beaucoup de messages aujourd’hui. Appelez-nous si c’est urgent."),
}
HELD_WORDS: dict[str, LazyString] = {
    "trap": _l("un champ caché est rempli"),
    "token": _l("le formulaire n’est pas signé"),
    "too_soon": _l("envoyé en moins de %(seconds)s secondes", seconds=round(SOONEST)),
    "too_late": _l("formulaire ouvert depuis plus de %(hours)s heures", hours=round(LATEST / 3600)),
    "replayed": _l("formulaire déjà envoyé avec d’autres mots"),
    "links": _l("un lien, par quelqu’un que nous ne connaissons pas encore"),
    "reach": _l("une adresse ou un numéro à joindre"),
    "trade": _l("des mots de démarchage"),
    "alphabet": _l("un autre alphabet"),
    "shouted": _l("presque tout en capitales"),
    "repeated": _l("le même texte vient d’être écrit"),
    "rate": _l("beaucoup de messages en peu de temps"),
    "wiped": _l("une partie de la page est vidée"),
}
KIND_OF_VOICE: dict[str, LazyString] = {
    "comment": _l("Commentaire"),
    "help": _l("Offre d’aide"),
    "interest": _l("Intérêt"),
    "correction": _l("Correction"),
    "news": _l("Nouvelle"),
}
PART_WORDS: dict[str, LazyString] = {
    "hook": _l("L’accroche"),
    "what": _l("Ce que nous voulons faire"),
    "for_whom": _l("Pour qui"),
    "where_text": _l("Où"),
    "when_text": _l("Quand"),
    "commons": _l("Ce que ce projet laissera à tous"),
    "needs": _l("Nous cherchons"),
    "offers": _l("Nous proposons"),
}
TEXT_PARTS = ("hook", "what", "for_whom", "where_text", "when_text", "commons")
LONGEST_PART = 20_000
ONCE = re.compile(r"[A-Za-z0-9_-]{22}")


def worded(error: RuleError) -> str:
    """Say a broken rule in the reader's language."""
    return str(WORDS[error.code])


def _serializer() -> URLSafeTimedSerializer:
    """Return the signer of forms of this instance."""
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="voice-form")


class OpenForm(FlaskForm):
    """A form anybody fills in: `signed` holds its own key and the instant it was opened."""

    signed = HiddenField(default=lambda: str(_serializer().dumps(secrets.token_urlsafe(16))))
    site = StringField(_l("Laissez ce champ vide"))
    look = SubmitField(_l("Voir avant de publier"))

    def came(self, address: str) -> Came:
        """Tell how it came."""
        try:
            once, opened = _serializer().loads(self.signed.data or "", return_timestamp=True)
        except BadData:
            return Came(trap=self.site.data or "", address=address)
        whole = str(once) if ONCE.fullmatch(str(once)) else ""
        return Came(whole, (now() - opened).total_seconds(), self.site.data or "", address)

    @property
    def wants_look(self) -> bool:
        """Whether the writer only wants to see what it will look like."""
        return bool(self.look.data)


class NamedForm(OpenForm):
    """A form that is signed with any name, or none."""

    name = StringField(
        _l("Votre nom"),
        description=_l("Le nom que vous voulez, ou rien. Il est public."),
        validators=[Length(max=LONGEST_NAME, message=_l("Un nom plus court, s’il vous plaît."))],
    )


class CommentForm(NamedForm):
    """A comment on a project's page."""

    words = TextAreaField(
        _l("Votre message"),
        validators=[
            InputRequired(_l("Il n’y a encore rien à publier\u00a0: écrivez d’abord.")),
            Length(max=LONGEST_WORDS, message=_l("Raccourcissez un peu\u00a0: 4 000 signes au plus.")),
        ],
    )

    def said(self) -> Said:
        """Return what is said."""
        return Said(kind="comment", words=self.words.data or "", name=self.name.data or "")


class AnswerForm(CommentForm):
    """An answer to a need or an offer, with a way to be reached that only the project's people receive."""

    contact = StringField(
        _l("Comment vous joindre"),
        description=_l(
            "Un e-mail ou un téléphone. Il n’est jamais montré\u00a0: seules les personnes du projet le reçoivent."
        ),
        validators=[Length(max=LONGEST_CONTACT, message=_l("Un contact plus court, s’il vous plaît."))],
    )
    consent = BooleanField(_l("J’accepte que mon contact soit transmis aux personnes de ce projet"))

    def validate_consent(self, field: BooleanField) -> None:
        """Ask before a contact is passed on."""
        if (self.contact.data or "").strip() and not field.data:
            raise ValidationError(_("Cochez cette case, ou laissez le contact vide."))

    def answered(self, side: str, sentence: str) -> Said:
        """Return the answer to a need (`help`) or to an offer (`interest`)."""
        kind = "help" if side == "need" else "interest"
        contact = self.contact.data or ""
        return Said(kind=kind, words=self.words.data or "", name=self.name.data or "", wish=sentence, contact=contact)


class CorrectionForm(NamedForm):
    """The parts of a page that anybody may correct; a need or an offer a line, « kind : sentence »."""

    hook = StringField(PART_WORDS["hook"])
    what = TextAreaField(PART_WORDS["what"])
    for_whom = TextAreaField(PART_WORDS["for_whom"])
    where_text = StringField(PART_WORDS["where_text"])
    when_text = TextAreaField(PART_WORDS["when_text"])
    needs = TextAreaField(
        PART_WORDS["needs"], description=_l("Une ligne par besoin. Pour en retirer un, effacez sa ligne.")
    )
    offers = TextAreaField(
        PART_WORDS["offers"], description=_l("Une ligne par proposition. Pour en retirer une, effacez sa ligne.")
    )
    commons = TextAreaField(PART_WORDS["commons"])
    words = StringField(
        _l("Ce que vous corrigez"),
        description=_l("Quelques mots pour qui relira, par exemple\u00a0: une date."),
        validators=[Length(max=LONGEST_WHY, message=_l("Quelques mots suffisent."))],
    )
    read = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Hold every part to its length; what is typed stays."""
        well = bool(super().validate(extra_validators))
        for key in PART_WORDS:
            if len(self[key].data or "") > LONGEST_PART:
                self[key].errors = [_("Ce texte est trop long\u00a0: 20 000 signes au plus.")]
                well = False
        return well

    def propose(self, content: dict[str, Any], version: int) -> None:
        """Show what the page says today."""
        for key in TEXT_PARTS:
            self[key].data = content[key]
        for key in ("needs", "offers"):
            self[key].data = written_rows(content[key])
        self.read.data = str(version)

    def changes(self, content: dict[str, Any]) -> dict[str, list[Any]]:
        """Return what differs from what its writer read: by part, [read, written]."""
        written: dict[str, Any] = {key: clean(self[key].data or "").strip() for key in TEXT_PARTS}
        written |= {key: read_rows(self[key].data or "", content[key]) for key in ("needs", "offers")}
        before = {key: content[key].replace("\r\n", "\n").strip() for key in TEXT_PARTS}
        before |= {key: content[key] for key in ("needs", "offers")}
        return {key: [content[key], value] for key, value in written.items() if value != before[key]}

    @property
    def read_version(self) -> int:
        """The version its writer read, 0 when the field is damaged."""
        typed = self.read.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0  # noqa: PLR2004 - signs


def written_rows(rows: list[list[str]]) -> str:
    """Write needs or offers one a line: « une salle : le samedi »."""
    return "\n".join(f"{KIND_WORDS[kind]}\u00a0: {' '.join(sentence.split())}" for kind, sentence in rows)


def read_rows(text: str, known: list[list[str]]) -> list[list[str]]:
    """Read them back; a line that names no kind keeps that of the line in its place, or is « autre chose »."""
    same = dict(zip(written_rows(known).split("\n"), known, strict=False))
    kinds = {str(words).casefold(): kind for kind, words in KIND_WORDS.items()}
    rows: list[list[str]] = []
    for line in clean(text).split("\n"):
        plain = line.strip()
        head, colon, rest = plain.partition(":")
        kind = kinds.get(" ".join(head.split()).casefold())
        if plain in same:
            rows.append(list(same[plain]))
        elif plain:
            rows.append([kind, rest.strip()] if kind and colon and rest.strip() else ["other", plain])
    return [row for nth, row in enumerate(rows) if row not in rows[:nth]]


class ReportForm(FlaskForm):
    """Why a reader thinks a message should go."""

    why = StringField(
        _l("Qu’est-ce qui ne va pas\u00a0?"),
        validators=[
            InputRequired(_l("Dites pourquoi en quelques mots.")),
            Length(max=LONGEST_WHY, message=_l("Quelques mots suffisent.")),
        ],
    )


class HideForm(FlaskForm):
    """The public reason for which words are removed; `near` takes the other hands of the same address along."""

    why = StringField(
        _l("Raison, visible de tous"),
        filters=[lambda typed: clean(typed or "").strip()],
        validators=[
            DataRequired(_l("Dites pourquoi en quelques mots.")),
            Length(max=LONGEST_WHY, message=_l("Quelques mots suffisent.")),
        ],
    )
    near = BooleanField(_l("Annuler aussi ce qu’ont écrit les autres mains de la même adresse"))
