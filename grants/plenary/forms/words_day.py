"""The rules of the day itself, said in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

DAY_WORDS = {
    "clock_moved": _l("Quelqu’un d’autre vient d’avancer la soirée\u00a0: regardez où elle en est, puis recommencez."),
    "no_such_moment": _l("Ce moment n’est pas dans le déroulé."),
    "not_begun": _l("La soirée n’a pas commencé\u00a0: commencez d’abord un moment."),
    "nobody_speaks": _l("Ce n’est pas le moment des présentations."),
    "all_rounds_over": _l("Tous les tours de tables ont commencé\u00a0: il n’y a plus rien à refaire."),
    "nobody_came": _l(
        "Moins de deux personnes sont là pour les tours à venir\u00a0: pointez d’abord les présents à l’accueil."
    ),
    "not_accepted": _l("Acceptez d’abord ces tables\u00a0: les papillons disent ce que tout le monde voit."),
    "nobody_moves": _l("Personne ne change de table\u00a0: il n’y a pas de papillon à imprimer."),
    "programme_changed": _l(
        "Une autre version du programme a été publiée entre-temps\u00a0: refaites le calcul à partir d’elle."
    ),
}

STATES = {
    "waited": _l("pas encore là"),
    "here": _l("là"),
    "late": _l("en retard"),
    "left": _l("plus là"),
    "absent": _l("ne vient pas"),
}
"""Where somebody stands, in words."""
