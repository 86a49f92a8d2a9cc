"""The sentences that say a reason to meet, with the name of whom one meets and under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "asked": _l("Vous souhaitez rencontrer %(other)s."),
    "asked_by": _l("%(other)s souhaite vous rencontrer."),
    "asked_both": _l("Vous souhaitez vous rencontrer, %(other)s et vous."),
    "need_met": _l("Vous cherchez «\u00a0%(need)s\u00a0»\u00a0; %(other)s propose «\u00a0%(offer)s\u00a0»."),
    "offer_meets": _l("%(other)s cherche «\u00a0%(need)s\u00a0»\u00a0; vous proposez «\u00a0%(offer)s\u00a0»."),
    "subject_met": _l(
        "Vous cherchez «\u00a0%(need)s\u00a0»\u00a0; le projet de %(other)s en parle, «\u00a0%(word)s\u00a0»."
    ),
    "subject_meets": _l(
        "%(other)s cherche «\u00a0%(need)s\u00a0»\u00a0; votre projet en parle, «\u00a0%(word)s\u00a0»."
    ),
    "people_met": _l("Vous cherchez «\u00a0%(need)s\u00a0»\u00a0; le projet de %(other)s est pour %(audience)s."),
    "people_meet": _l("%(other)s cherche «\u00a0%(need)s\u00a0»\u00a0; votre projet est pour %(audience)s."),
    "words": _l("Un sujet commun, %(words)s, avec %(other)s."),
    "near_words": _l("Des sujets proches, %(words)s, avec %(other)s."),
    "theme": _l("Le même thème, %(theme)s, que %(other)s."),
    "same_quarter": _l("Le même quartier, %(quarter)s, que %(other)s."),
    "near_quarter": _l("Un quartier voisin du vôtre, %(quarter)s, où agit %(other)s."),
    "audience": _l("Les mêmes personnes, %(audience)s, que %(other)s."),
    "calendar": _l("Au même moment de l’année, %(months)s, que %(other)s."),
    "commons_found": _l("Ce que %(other)s laissera à tous peut vous servir\u00a0: «\u00a0%(commons)s\u00a0»."),
    "commons_given": _l("Ce que vous laisserez à tous peut servir à %(other)s\u00a0: «\u00a0%(commons)s\u00a0»."),
    "newcomer": _l("C’est votre première fois\u00a0; %(other)s a déjà mené des projets %(years)s autres années."),
    "seasoned": _l("C’est la première fois de %(other)s\u00a0; vous connaissez le chemin."),
}
"""Said to the one whose side the reason was computed from."""

SHORT_SENTENCES: dict[str, LazyString] = {
    "asked": _l("Vous souhaitez les rencontrer."),
    "asked_by": _l("Ils souhaitent vous rencontrer."),
    "asked_both": _l("Vous souhaitez vous rencontrer, eux et vous."),
    "need_met": _l("Vous cherchez «\u00a0%(need)s\u00a0»\u00a0; ils proposent «\u00a0%(offer)s\u00a0»."),
    "offer_meets": _l("Ils cherchent «\u00a0%(need)s\u00a0»\u00a0; vous proposez «\u00a0%(offer)s\u00a0»."),
    "subject_met": _l("Vous cherchez «\u00a0%(need)s\u00a0»\u00a0; leur projet en parle, «\u00a0%(word)s\u00a0»."),
    "subject_meets": _l("Ils cherchent «\u00a0%(need)s\u00a0»\u00a0; votre projet en parle, «\u00a0%(word)s\u00a0»."),
    "people_met": _l("Vous cherchez «\u00a0%(need)s\u00a0»\u00a0; leur projet est pour %(audience)s."),
    "people_meet": _l("Ils cherchent «\u00a0%(need)s\u00a0»\u00a0; votre projet est pour %(audience)s."),
    "words": _l("Un sujet commun\u00a0: %(words)s."),
    "near_words": _l("Des sujets proches\u00a0: %(words)s."),
    "theme": _l("Un même thème\u00a0: %(theme)s."),
    "same_quarter": _l("Un même quartier\u00a0: %(quarter)s."),
    "near_quarter": _l("Un quartier voisin du vôtre\u00a0: %(quarter)s."),
    "audience": _l("Les mêmes personnes\u00a0: %(audience)s."),
    "calendar": _l("Au même moment de l’année\u00a0: %(months)s."),
    "commons_found": _l("Ce qu’ils laisseront à tous peut vous servir\u00a0: «\u00a0%(commons)s\u00a0»."),
    "commons_given": _l("Ce que vous laisserez à tous peut leur servir\u00a0: «\u00a0%(commons)s\u00a0»."),
    "newcomer": _l("C’est votre première fois\u00a0; ils ont déjà mené des projets %(years)s autres années."),
    "seasoned": _l("C’est leur première fois\u00a0; vous connaissez le chemin."),
}
"""The same under the name of whom one meets."""
