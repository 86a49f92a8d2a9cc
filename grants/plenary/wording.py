"""The words of the evening: reasons to meet, moments of the day, kinds of needs, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import get_month_names
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from grants.domain.words import plain
from grants.plenary.hours import block_label, caution_words, hour, hours, in_english, moment_label
from grants.plenary.programme_words import speaking_words
from grants.plenary.sentences import SENTENCES, SHORT_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask_babel.speaklater import LazyString

    from grants.domain.affinity import Acquaintance
    from grants.domain.reasons import Reason
    from grants.domain.territory import Territory
    from grants.plenary.queries import Guest

__all__ = [
    "block_label",
    "caution_words",
    "hour",
    "hours",
    "in_english",
    "link_words",
    "moment_label",
    "quarter_name",
    "quoted",
    "sentence",
    "short_sentence",
    "speaking_words",
    "table_words",
    "theme_name",
]
LONGEST_QUOTE = 110

AUDIENCES: dict[str, LazyString] = {
    "children": _l("les enfants"),
    "young": _l("les jeunes"),
    "pupils": _l("les élèves"),
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
    return str(SENTENCES[reason["kind"]]) % {**_figures(reason, town), "other": other}


def short_sentence(reason: Mapping[str, Any], town: Territory) -> str:
    """Say a reason under the name of whom they meet."""
    return str(SHORT_SENTENCES[reason["kind"]]) % _figures(reason, town)


def _figures(reason: Mapping[str, Any], town: Territory) -> dict[str, Any]:
    """Put into words what a reason quotes."""
    params = reason["params"]
    named: dict[str, Callable[[], str]] = {
        "need": lambda: quoted(params["need"]),
        "offer": lambda: quoted(params["offer"]),
        "commons": lambda: quoted(params["commons"]),
        "word": lambda: str(params["word"]),
        "months": lambda: months_named(params["months"]),
        "words": lambda: _both(params["words"], params["their_words"]),
        "theme": lambda: theme_name(params["theme"], town),
        "quarter": lambda: quarter_name(params.get("their_quarter", params["quarter"]), town),
        "audience": lambda: str(AUDIENCES[params["audience"]]),
        "years": lambda: str(params["years"]),
    }
    return {name: say() for name, say in named.items() if name in params}


def kept(reason: Reason) -> dict[str, Any]:
    """Return a reason just computed as a programme remembers it."""
    return {"kind": reason.kind, "params": reason.params}


def known_words(known: Acquaintance) -> str:
    """Say how two associations already know one another; empty when they do not."""
    said = [
        _("une suite depuis %(years)s", years=_listed(known.suites)) if known.suites else "",
        _("à une même table en %(years)s", years=_listed(known.tables)) if known.tables else "",
        _("l’une cite l’autre") if known.named else "",
    ]
    return ", ".join(filter(None, said))


def _listed(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))


def months_named(months: Sequence[int]) -> str:
    """Name months of a year one after the other, in the reader's language."""
    names = get_month_names("wide", locale=get_locale() or "fr")
    return ", ".join(names[month] for month in months)


def _both(words: Sequence[str], their_words: Sequence[str]) -> str:
    pairs = zip(words, their_words, strict=True)
    return ", ".join(mine if _same_word(mine, theirs) else f"{mine} / {theirs}" for mine, theirs in pairs)


def _same_word(one: str, other: str) -> bool:
    """Tell whether two words are one, but for accents and plural."""
    return plain(one).rstrip("sx") == plain(other).rstrip("sx")


def table_words(why: Mapping[str, Any], guests: Mapping[int, Guest], town: Territory) -> str:
    """Say to anybody what a table has in common."""
    if why["kind"] in {"newcomer", "seasoned"}:
        return _("Une première fois et de l’expérience.")
    if why["kind"] in {"asked", "asked_by", "asked_both"}:
        return _("Une rencontre souhaitée.")
    if why["kind"] not in {"need_met", "offer_meets"}:
        return _("En commun\u00a0: %(subject)s", subject=link_words(why, town))
    seeker, giver = ("one", "other") if why["kind"] == "need_met" else ("other", "one")
    return _(
        "%(seeker)s cherche «\u00a0%(need)s\u00a0»\u00a0; %(giver)s propose «\u00a0%(offer)s\u00a0».",
        seeker=guests[why[seeker]].who,
        giver=guests[why[giver]].who,
        **_figures(why, town),
    )


def link_words(link: Mapping[str, Any], town: Territory) -> str:
    """Name what leads from one presentation to the next, empty when nothing does."""
    named: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "theme": lambda params: theme_name(params["theme"], town),
        "words": lambda params: ", ".join(params["their_words"]),
        "near_words": lambda params: ", ".join(params["their_words"]),
        "subject_met": lambda params: params["word"],
        "subject_meets": lambda params: params["word"],
        "people_met": lambda params: str(AUDIENCES[params["audience"]]),
        "people_meet": lambda params: str(AUDIENCES[params["audience"]]),
        "calendar": lambda params: months_named(params["months"]),
        "commons_found": lambda params: quoted(params["commons"]),
        "commons_given": lambda params: quoted(params["commons"]),
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
    return theme.name_in("en" if in_english() else "fr")


def quarter_name(key: str, town: Territory) -> str:
    """Return a quarter's name."""
    place = town.neighbourhood(key)
    return place.name if place else key
