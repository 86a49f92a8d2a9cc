"""The rules of the evening, said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from grants.plenary.forms.words_after import RULES_AFTER
from grants.plenary.forms.words_day import DAY_WORDS

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.errors import RuleError

WORDS: dict[str, LazyString] = {
    "no_call": _l("Il n’y a pas d’appel en %(year)s."),
    "several_calls": _l("Il y a plusieurs appels en %(year)s\u00a0: choisissez entre %(schemes)s."),
    "no_plenary": _l("La plénière de %(year)s n’est pas encore préparée."),
    "no_programme": _l("Le programme de %(year)s n’est pas encore fait."),
    "nobody_comes": _l("Personne n’est annoncé\u00a0: dites d’abord qui vient, puis faites le programme."),
    "somebody_alone": _l("Une seule personne est annoncée\u00a0: il en faut au moins deux pour une rencontre."),
    "odd_sizes": _l(
        "Une table réunit au moins deux personnes, et le plus grand nombre de places (%(most)s) ne peut pas être"
        " inférieur au plus petit (%(fewest)s)."
    ),
    "too_few_seats": _l(
        "%(people)s personnes viennent et il n’y a pas assez de places\u00a0: il en manque %(missing)s. Mettez"
        " %(enough)s tables au lieu de %(tables)s, ou plus de %(most)s places par table."
    ),
    "too_many_tables": _l(
        "%(tables)s tables pour %(people)s personnes, c’est trop\u00a0: certains seraient seuls."
        " Mettez-en %(enough)s au plus."
    ),
    "infeasible": _l("Aucun programme ne tient avec ces demandes. Retirez-en, ou ajoutez des tables."),
    "published_meanwhile": _l(
        "Quelqu’un d’autre vient de publier la version %(version)s. Regardez-la, puis publiez la vôtre si elle vaut"
        " mieux."
    ),
    "two_people": _l("Choisissez deux personnes différentes."),
    "already_asked": _l("Quelque chose est déjà demandé pour %(one)s et %(other)s. Retirez-le d’abord."),
    "too_many_demands": _l("%(most)s demandes, c’est le plus que l’on peut tenir. Retirez-en."),
    "move_unreadable": _l("Cette adresse ne dit pas un déplacement. Recommencez depuis les listes."),
    "too_many_moves": _l("%(most)s déplacements à la fois suffisent. Gardez ceux-ci, puis continuez."),
    "move_unknown": _l("Cette personne, ce tour ou cette table n’existe pas dans ce programme."),
    "kept_apart": _l(
        "Au tour %(round)s, des personnes de la table %(table)s ont demandé en privé à ne pas être ensemble. Choisissez"
        " une autre table."
    ),
    "people_changed": _l("La liste des personnes a changé pendant le calcul\u00a0: recommencez."),
    "ends_before": _l("La fin doit être après le début. Une plénière finit le jour même\u00a0: au plus tard, à 23:59."),
    "prepared_meanwhile": _l(
        "Quelqu’un a changé la préparation pendant que vous écriviez. Rien n’est perdu\u00a0: relisez ce que vous avez"
        " écrit, puis enregistrez à nouveau pour le garder."
    ),
    "too_many_moments": _l("Un déroulé compte %(most)s moments au plus."),
    "odd_minutes": _l("Un moment dure entre 1 et %(most)s minutes."),
    "unknown_moment": _l("Choisissez le moment dans la liste."),
    "room_unnamed": _l("Donnez un nom à chaque salle."),
    "room_twice": _l("Deux salles s’appellent «\u00a0%(room)s\u00a0»\u00a0: donnez-leur des noms différents."),
    "rooms_beyond": _l("Nommez %(most)s salles au plus."),
    "table_twice": _l("Deux tables portent le numéro %(number)s\u00a0: donnez-leur des numéros différents."),
    "odd_table": _l(
        "Table %(number)s\u00a0: il faut au moins 2 places, %(most)s au plus, et le plus petit nombre d’abord."
    ),
    "odd_number": _l("Une table porte un numéro entre 1 et %(most)s."),
    "tables_beyond": _l("Nommez %(most)s tables au plus."),
    "odd_rounds": _l("Choisissez entre 1 et %(most)s tours de tables."),
    "odd_pitch": _l("Une présentation dure entre %(fewest)s et %(most)s secondes."),
    "too_many_people": _l("Un projet vient à %(most)s personnes au plus."),
    "importance_moved": _l(
        "Quelqu’un d’autre vient de changer l’importance des raisons. Voici ce qui est gardé\u00a0: relisez, puis"
        " recommencez."
    ),
    "importance_unknown": _l("Choisissez un niveau dans la liste."),
    "name_missing": _l("Écrivez un nom."),
    **RULES_AFTER,
    "nobody_named": _l("Écrivez au moins un nom : il sert au badge et à la place à table."),
    "list_changed": _l(
        "Quelqu’un d’autre a répondu entre-temps pour ce projet. Votre réponse est gardée ci-dessous : relisez-la,"
        " puis envoyez-la à nouveau si c’est bien elle qui compte."
    ),
    "leaves_before": _l("Le départ vient après l’arrivée : relisez les deux heures."),
    "unreadable_hour": _l("Écrivez une heure comme 18 h ou 18 h 30."),
    "too_many": _l("Beaucoup de demandes arrivent en même temps. Réessayez dans un moment, ou appelez-nous."),
    "too_many_wishes": _l("Vous avez déjà %(most)s souhaits : retirez-en un pour en ajouter un autre."),
    "too_many_apart": _l("Vous avez déjà %(most)s demandes : retirez-en une pour en ajouter une autre."),
    **DAY_WORDS,
}


def words_of(error: RuleError) -> str:
    """Say a rule that an act would break, with its figures."""
    return str(WORDS[error.code]) % error.figures
