"""The words of the day: its moments, its hours, and what does not add up, in the reader's language."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from grants.calls.forms import write_day

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.cautions import Caution
    from grants.domain.coming import Evening
    from grants.domain.moments import Moment

MOMENTS: dict[str, LazyString] = {
    "welcome": _l("Accueil, café et badges"),
    "opening": _l("Mot d’ouverture"),
    "coffee": _l("Pause café, mur des besoins et des propositions"),
    "open_tables": _l("Tables ouvertes\u00a0: retrouvez qui vous voulez"),
    "give_and_take": _l("Ce que je donne, ce que j’emporte"),
    "other": _l("Un autre moment"),
}

CAUTIONS: dict[str, LazyString] = {
    "past_midnight": _l(
        "La journée finirait après minuit, à %(ends)s\u00a0: %(presentations)s présentations ne tiennent pas. Commencez"
        " plus tôt, raccourcissez les présentations ou répartissez-les sur deux jours."
    ),
    "too_long": _l(
        "La journée finirait à %(ends)s, %(minutes)s\u00a0min après l’heure de fin annoncée. Commencez plus tôt,"
        " enlevez un tour ou raccourcissez les présentations."
    ),
    "too_soon": _l(
        "La journée finirait à %(ends)s, %(minutes)s\u00a0min avant l’heure de fin annoncée. Allongez un moment,"
        " ajoutez des tables ouvertes ou annoncez une fin plus tôt."
    ),
    "shorter_pitches": _l(
        "Pour finir à l’heure, une présentation devrait durer %(seconds)s secondes."
        " En dessous de 45 secondes, mieux vaut présenter aux tables seulement."
    ),
    "short_run": _l(
        "Une suite de %(presentations)s présentations demande %(needed)s\u00a0min, et vous en prévoyez %(minutes)s."
        " Donnez-lui ce temps, ou raccourcissez chaque présentation."
    ),
    "idle_run": _l(
        "Vous prévoyez %(minutes)s\u00a0min de présentations quand tous les projets ont déjà parlé\u00a0: enlevez ce"
        " moment du déroulé."
    ),
    "no_presentations": _l(
        "Le déroulé ne laisse aucun temps aux présentations, et des projets sont là (%(presentations)s). Ajoutez un"
        " moment de présentations, ou dites que chacun se présente à sa table."
    ),
    "odd_round": _l("Un tour de %(minutes)s\u00a0min ne convient pas\u00a0: choisissez entre 10 et 40 minutes."),
    "no_break": _l(
        "Plus de deux heures se suivent sans pause (%(minutes)s\u00a0min). Ajoutez un café ou des tables ouvertes."
    ),
    "extra_chairs": _l(
        "%(people)s personnes viennent pour %(seats)s places. Il en manque %(missing)s\u00a0: le programme ajoute"
        " autant de chaises, une par table. Pour être plus à l’aise, ajoutez une table."
    ),
    "extra_tables": _l(
        "%(people)s personnes viennent pour %(seats)s places. Il en manque %(missing)s\u00a0: le programme compte sur"
        " d’autres tables, que vous aurez à placer (n° %(numbers)s). Ajoutez-les, ou donnez plus de places aux vôtres."
    ),
    "spare_tables": _l("À laisser libre, car les personnes tiennent aux autres tables\u00a0: n° %(numbers)s."),
    "other_rounds": _l(
        "La version %(version)s du programme a %(made)s tours de tables et le déroulé en a maintenant %(rounds)s\u00a0:"
        " calculez un nouveau programme, ou changez le déroulé."
    ),
    "to_tell": _l(
        "Des personnes invitées (%(people)s) ont reçu un autre jour, une autre heure ou un autre lieu\u00a0:"
        " prévenez-les depuis la page «\u00a0Qui vient\u00a0»."
    ),
    "rooms_at_once": _l(
        "Pour que tous les projets parlent, les présentations se tiennent dans %(needed)s salles à la fois (salles"
        " nommées\u00a0: %(rooms)s). Nommez-en d’autres, raccourcissez les présentations, ou faites-les aux tables."
    ),
    "room_without_tables": _l(
        "La salle «\u00a0%(room)s\u00a0» n’a aucune table\u00a0: ajoutez-en, ou enlevez la salle."
    ),
    "accessible_short": _l(
        "Des personnes ont besoin d’une table accessible (%(people)s), et celles que vous avez cochées ont %(seats)s"
        " places. Nommez et cochez d’autres tables où l’on arrive en fauteuil."
    ),
    "no_accessible_table": _l(
        "Aucune table n’est notée accessible. Cochez celles où l’on arrive en fauteuil\u00a0: qui en a besoin y sera"
        " placé."
    ),
}


def _(text: str, **figures: object) -> str:
    return str(gettext(text, **figures))


def moment_label(moment: Moment) -> str:
    """Name a moment of the day, in staff's own words if they gave some."""
    if moment.round is not None:
        return _with_title(_("Tour de tables %(number)s", number=moment.round), moment.title)
    if moment.kind == "presentations":
        return _with_title(_run_label(moment), moment.title)
    return moment.title or str(MOMENTS[moment.kind])


def _with_title(label: str, title: str) -> str:
    return _("%(what)s\u00a0: %(value)s", what=label, value=title) if title else label


def _run_label(moment: Moment) -> str:
    """Name a run of presentations by its series."""
    if not moment.blocks:
        return _("Présentations")
    first, last = moment.blocks[0], moment.blocks[-1]
    if first == last:
        return block_label(first)
    if moment.rooms == 1:
        return _("Présentations, séries %(first)s à %(last)s", first=first, last=last)
    return _(
        "Présentations, séries %(first)s à %(last)s, dans %(rooms)s salles à la fois",
        first=first,
        last=last,
        rooms=moment.rooms,
    )


def block_label(number: int) -> str:
    """Name a block of presentations."""
    return _("Présentations, série %(number)s", number=number)


def hours(moment: Moment) -> str:
    """Return when a moment starts and ends: `14:35 – 14:55`."""
    told = f"{hour(moment.starts)} – {hour(moment.ends)}"
    return _("%(hours)s (le lendemain)", hours=told) if moment.next_day else told


def hour(instant: time) -> str:
    """Return an hour of the day as the reader writes it: `14 h 35` in French."""
    if in_english():
        return instant.strftime("%H:%M")
    return f"{instant.hour}\u00a0h\u00a0{instant.minute:02}"


def evening_when(evening: Evening) -> str:
    """Write the day and the hours of an evening: `samedi 30 janvier 2027, de 13 h 45 à 17 h 30`."""
    words: str = gettext(
        "%(day)s, de %(start)s à %(end)s",
        day=write_day(evening.held_on, "EEEE d MMMM y"),
        start=hour(evening.starts_at),
        end=hour(evening.ends_at),
    )
    return words


def caution_words(caution: Caution) -> str:
    """Say what does not add up, and what to change."""
    figures = dict(caution.figures)
    if "ends" in figures:
        figures["ends"] = hour(time.fromisoformat(str(figures["ends"])))
    return str(CAUTIONS[caution.code]) % figures


def in_english() -> bool:
    """Tell whether the reader reads English."""
    locale = get_locale()
    return locale is not None and str(locale.language) == "en"
