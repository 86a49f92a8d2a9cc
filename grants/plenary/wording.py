"""The words of the evening: reasons to meet, moments of the day, kinds of needs, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import time

    from flask_babel.speaklater import LazyString

    from grants.domain.schedule import Caution, Moment
    from grants.domain.territory import Territory
    from grants.plenary.queries import Guest

LONGEST_QUOTE = 110

KINDS: dict[str, LazyString] = {
    "room": _l("une salle"),
    "equipment": _l("du matériel"),
    "skill": _l("un savoir-faire"),
    "volunteers": _l("des bénévoles"),
    "public": _l("un public"),
    "communication": _l("de la communication"),
    "partner": _l("un partenaire"),
    "money": _l("de l’argent"),
    "other": _l("autre chose"),
}

AUDIENCES: dict[str, LazyString] = {
    "children": _l("les enfants"),
    "young": _l("les jeunes"),
    "students": _l("les étudiants"),
    "elders": _l("les aînés"),
    "families": _l("les familles"),
    "women": _l("les femmes"),
    "newcomers": _l("les personnes venues d’ailleurs"),
    "disabled": _l("les personnes en situation de handicap"),
    "deaf": _l("les personnes sourdes"),
    "isolated": _l("les personnes isolées"),
    "jobseekers": _l("les personnes qui cherchent un emploi"),
    "poor": _l("les personnes en difficulté"),
    "prisoners": _l("les personnes détenues"),
}

MOMENTS: dict[str, LazyString] = {
    "welcome": _l("Accueil, café et badges"),
    "opening": _l("Mot d’ouverture"),
    "coffee": _l("Pause café, mur des besoins et des propositions"),
    "open_tables": _l("Tables ouvertes\u00a0: retrouvez qui vous voulez"),
    "give_and_take": _l("Ce que je donne, ce que j’emporte"),
}


def _(text: str, **figures: object) -> str:
    return str(gettext(text, **figures))


def quoted(text: str) -> str:
    """Return a wish as it reads inside a sentence: one line, no final point, cut at a word when it is long."""
    line = " ".join(text.split()).rstrip(" .;")
    if len(line) > LONGEST_QUOTE:
        line = line[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;") + "…"
    first = line.split(" ", 1)[0] if line else ""
    return line[:1].lower() + line[1:] if first[1:].islower() or len(first) == 1 else line


def sentence(reason: Mapping[str, Any], other: str, town: Territory) -> str:
    """Say a reason to the one whose side it was computed from; `other` is the name of whom they meet."""
    return _SENTENCES[reason["kind"]](reason["params"], other, town)


def moment_label(moment: Moment) -> str:
    """Name a moment of the day."""
    if moment.round is not None:
        return _("Tour de tables %(number)s", number=moment.round)
    if moment.kind != "presentations":
        return str(MOMENTS[moment.kind])
    if len(moment.blocks) == 1:
        return block_label(moment.blocks[0])
    first, last = moment.blocks[0], moment.blocks[-1]
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
    return f"{hour(moment.starts)} – {hour(moment.ends)}"


def hour(instant: time) -> str:
    """Return an hour of the day as the reader writes it: `14 h 35` in French."""
    if in_english():
        return instant.strftime("%H:%M")
    return f"{instant.hour}\u00a0h\u00a0{instant.minute:02}"


def table_words(why: Mapping[str, Any], guests: Mapping[int, Guest], town: Territory) -> str:
    """Say to anybody what a table has in common."""
    params = why["params"]
    one, other = (guests[why[side]].who for side in ("one", "other"))
    if why["kind"] == "need_met":
        return _(
            "%(one)s cherche «\u00a0%(need)s\u00a0», %(other)s le propose.",
            one=one,
            other=other,
            need=quoted(params["need"]),
        )
    if why["kind"] == "offer_meets":
        return _(
            "%(one)s cherche «\u00a0%(need)s\u00a0», %(other)s le propose.",
            one=other,
            other=one,
            need=quoted(params["need"]),
        )
    if why["kind"] in {"newcomer", "seasoned"}:
        return _("Une première fois et de l’expérience.")
    return _("En commun\u00a0: %(subject)s", subject=link_words(why, town))


def caution_words(caution: Caution) -> str:
    """Say what does not add up in the day, and what to change."""
    return str(_CAUTIONS[caution.code]) % caution.figures


_CAUTIONS: dict[str, LazyString] = {
    "past_midnight": _l(
        "La journée finirait après minuit\u00a0: %(presentations)s présentations ne tiennent pas. Commencez plus tôt,"
        " raccourcissez les présentations ou répartissez-les sur deux jours."
    ),
    "too_long": _l(
        "La journée dépasse de %(minutes)s minutes l’heure de fin annoncée\u00a0: elle finirait à %(ends)s."
        " Commencez plus tôt, enlevez un tour ou raccourcissez les présentations."
    ),
    "shorter_pitches": _l(
        "Pour finir à l’heure, une présentation devrait durer %(seconds)s secondes."
        " En dessous de 45 secondes, mieux vaut présenter aux tables seulement."
    ),
    "odd_round": _l("Un tour de %(minutes)s minutes ne convient pas\u00a0: choisissez entre 10 et 40 minutes."),
}


def _need_met(params: Mapping[str, Any], other: str, _town: Territory) -> str:
    return _(
        "Vous cherchez «\u00a0%(need)s\u00a0»\u00a0; %(other)s propose «\u00a0%(offer)s\u00a0».",
        need=quoted(params["need"]),
        offer=quoted(params["offer"]),
        other=other,
    )


def _offer_meets(params: Mapping[str, Any], other: str, _town: Territory) -> str:
    return _(
        "%(other)s cherche «\u00a0%(need)s\u00a0»\u00a0; vous proposez «\u00a0%(offer)s\u00a0».",
        need=quoted(params["need"]),
        offer=quoted(params["offer"]),
        other=other,
    )


def _words(params: Mapping[str, Any], other: str, _town: Territory) -> str:
    pairs = zip(params["words"], params["their_words"], strict=True)
    said = ", ".join(mine if mine == theirs else f"{mine} / {theirs}" for mine, theirs in pairs)
    return _("Un sujet commun, %(words)s, avec %(other)s.", other=other, words=said)


def _theme(params: Mapping[str, Any], other: str, town: Territory) -> str:
    return _("Le même thème, %(theme)s, que %(other)s.", other=other, theme=theme_name(params["theme"], town))


def _same_quarter(params: Mapping[str, Any], other: str, town: Territory) -> str:
    return _(
        "Le même quartier, %(quarter)s, que %(other)s.",
        other=other,
        quarter=quarter_name(params["quarter"], town),
    )


def _near_quarter(params: Mapping[str, Any], other: str, town: Territory) -> str:
    return _(
        "Un quartier voisin du vôtre, %(quarter)s, où agit %(other)s.",
        other=other,
        quarter=quarter_name(params["their_quarter"], town),
    )


def _audience(params: Mapping[str, Any], other: str, _town: Territory) -> str:
    people = str(AUDIENCES[params["audience"]])
    return _("Les mêmes personnes, %(people)s, que %(other)s.", other=other, people=people)


def _newcomer(params: Mapping[str, Any], other: str, _town: Territory) -> str:
    said = ngettext(
        "C’est votre première fois\u00a0; %(other)s a déjà %(num)s année de projets.",
        "C’est votre première fois\u00a0; %(other)s a déjà %(num)s années de projets.",
        params["years"],
        other=other,
    )
    return str(said)


def _seasoned(params: Mapping[str, Any], other: str, _town: Territory) -> str:
    del params
    return _("C’est la première fois de %(other)s\u00a0; vous connaissez le chemin.", other=other)


_SENTENCES: dict[str, Callable[[Mapping[str, Any], str, Territory], str]] = {
    "need_met": _need_met,
    "offer_meets": _offer_meets,
    "words": _words,
    "theme": _theme,
    "same_quarter": _same_quarter,
    "near_quarter": _near_quarter,
    "audience": _audience,
    "newcomer": _newcomer,
    "seasoned": _seasoned,
}


def link_words(link: Mapping[str, Any], town: Territory) -> str:
    """Name what leads from one presentation to the next, empty when nothing does."""
    named: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "theme": lambda params: theme_name(params["theme"], town),
        "words": lambda params: ", ".join(params["their_words"]),
        "same_quarter": lambda params: quarter_name(params["quarter"], town),
        "near_quarter": lambda params: _(
            "%(quarter)s, juste à côté", quarter=quarter_name(params["their_quarter"], town)
        ),
        "audience": lambda params: str(AUDIENCES[params["audience"]]),
        "need_met": lambda params: quoted(params["offer"]),
        "offer_meets": lambda params: quoted(params["need"]),
    }
    return named[link["kind"]](link["params"]) if link and link["kind"] in named else ""


def theme_name(key: str, town: Territory) -> str:
    """Return a theme's name in the reader's language."""
    theme = town.theme(key)
    if theme is None:
        return _("Sans thème")
    return theme.name_en if in_english() else theme.name


def quarter_name(key: str, town: Territory) -> str:
    """Return a quarter's name."""
    place = town.neighbourhood(key)
    return place.name if place else key


def in_english() -> bool:
    """Tell whether the reader reads English."""
    locale = get_locale()
    return locale is not None and str(locale.language) == "en"
