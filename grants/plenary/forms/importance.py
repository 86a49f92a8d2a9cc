"""How much each reason to meet counts, as staff choose it."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectChoice, SelectField  # type: ignore[attr-defined]

from grants.domain.importance import CRITERIA, LEVELS, USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString
    from werkzeug.datastructures import MultiDict

LEVEL_WORDS: dict[str, LazyString] = {
    "none": _l("Ne compte pas"),
    "little": _l("Un peu"),
    "usual": _l("Comme d’habitude"),
    "much": _l("Beaucoup"),
}


def _level(label: LazyString, description: LazyString) -> SelectField:
    return SelectField(
        label, description=description, choices=list(starmap(SelectChoice, LEVEL_WORDS.items())), default=USUAL
    )


class ImportanceForm(FlaskForm):
    """One level a criterion, and the levels its reader saw, so that two clerks do not undo each other."""

    wishes = _level(_l("Besoins et propositions"), _l("L’un cherche ce que l’autre propose."))
    asked = _level(_l("Souhaits"), _l("Quelqu’un a écrit qu’il souhaite rencontrer l’autre."))
    words = _level(_l("Sujets communs"), _l("Les textes parlent de la même chose, ou de choses proches."))
    themes = _level(_l("Thèmes"), _l("Les deux projets ont le même thème."))
    place = _level(_l("Quartiers"), _l("Le même quartier, ou un quartier voisin."))
    audience = _level(_l("Personnes concernées"), _l("Les deux projets s’adressent aux mêmes personnes."))
    calendar = _level(_l("Calendrier"), _l("Les deux projets ont lieu au même moment de l’année."))
    commons = _level(_l("Communs"), _l("Ce que l’un laissera à tous peut servir à l’autre."))
    experience = _level(_l("Première fois"), _l("Quelqu’un de nouveau rencontre quelqu’un qui connaît le chemin."))
    known = _level(
        _l("Se connaître déjà"),
        _l("Compte en moins\u00a0: ceux qui se sont déjà rencontrés, ou qui se citent, laissent la place à d’autres."),
    )
    seen = HiddenField()

    def levels(self) -> dict[str, str]:
        """Return the level chosen for each criterion."""
        return {criterion: getattr(self, criterion).data for criterion in CRITERIA}

    def seen_levels(self) -> dict[str, str]:
        """Return the levels that were kept when the page was shown."""
        return dict(zip(CRITERIA, (self.seen.data or "").split(" "), strict=False))

    @classmethod
    def showing(cls, levels: Mapping[str, str], kept: Mapping[str, str]) -> ImportanceForm:
        """Return the form that shows some levels, and remembers those kept."""
        return cls(formdata=None, data={**levels, "seen": " ".join(kept[criterion] for criterion in CRITERIA)})


def levels_in(address: MultiDict[str, str]) -> dict[str, str]:
    """Return the levels that an address asks to try; what is no level is left out."""
    return {name: address[name] for name in CRITERIA if address.get(name) in LEVELS}
