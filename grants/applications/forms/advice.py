"""Advice on writing for everybody to read: a rule, one good example, one sentence before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString


class Advice(NamedTuple):
    """What helps to write one answer."""

    rule: LazyString
    good: LazyString
    before: LazyString
    after: LazyString


ADVICE: Final = {
    "title": Advice(
        _l("Un titre se dit à voix haute et se retient. Il dit ce qui va se passer, sans sigle."),
        _l("Un banc, une histoire"),
        _l("Projet intergénérationnel de valorisation du patrimoine immatériel"),
        _l("Le quartier raconté par ses anciens"),
    ),
    "hook": Advice(
        _l(
            "Qui fait quoi, avec qui\u00a0? Un verbe d’action, pas d’adjectif. Lisez la phrase à un voisin\u00a0: s’il"
            " pose une question, mettez la réponse dedans."
        ),
        _l("Dix habitants apprennent à réparer les vélos des autres, sur la place."),
        _l("Favoriser la mobilité douce dans une démarche participative."),
        _l("Chaque samedi, on répare ensemble les vélos du quartier, et chacun repart en roulant."),
    ),
    "what": Advice(
        _l(
            "Commencez par une scène\u00a0: que verra-t-on en passant ce jour-là\u00a0? Puis les étapes, dans l’ordre."
            " Finissez par ce qui aura changé. Une idée par phrase, vingt mots au plus."
        ),
        _l(
            "Le mercredi, six familles cuisinent à la maison de quartier. Chacune apporte une recette. En juin, le"
            " repas se mange dans la rue, et le livret des recettes se donne à qui veut."
        ),
        _l("Notre structure met en place des actions visant à renforcer le lien social."),
        _l("Le premier dimanche du mois, nous sortons des tables dans la rue. On mange, on parle, on se connaît."),
    ),
    "for_whom": Advice(
        _l(
            "Nommez des personnes, pas des publics. Qui vient déjà\u00a0? Qui ne vient jamais, et comment irez-vous à"
            " sa rencontre\u00a0? Un nombre à peu près suffit."
        ),
        _l("Une trentaine d’enfants de Bellevue et leurs parents, invités à la sortie de l’école."),
        _l("Tout public, notamment les publics empêchés."),
        _l("Les voisins de la rue, dont huit qui sortent peu\u00a0: nous passons les chercher."),
    ),
    "when": Advice(
        _l("Un mois suffit si le jour n’est pas choisi. Dites le début, le moment fort, la fin."),
        _l("Ateliers le mercredi de mars à juin\u00a0; fête le 20 juin."),
        _l("Tout au long de l’année."),
        _l("Une balade par mois, d’avril à septembre."),
    ),
    "needs": Advice(
        _l("Une ligne, une demande\u00a0: quoi, combien, quand. Quelqu’un doit pouvoir dire «\u00a0j’ai cela\u00a0»."),
        _l("Une salle pour vingt personnes, le mercredi de 14\u00a0h à 17\u00a0h."),
        _l("De l’aide pour la communication."),
        _l("Quelqu’un qui sait dessiner une affiche, en mars."),
    ),
    "offers": Advice(
        _l(
            "Tout le monde a quelque chose à donner\u00a0: un objet qui dort, un savoir-faire, deux heures. Dites aussi"
            " vos limites."
        ),
        _l("Un barnum de trois mètres à prêter, sauf en juin."),
        _l("Notre expérience."),
        _l("Montrer en deux heures comment on tient la caisse d’une buvette."),
    ),
    "commons": Advice(
        _l(
            "Ce que d’autres pourront reprendre sans vous\u00a0: une recette, un plan, des photos, un mode d’emploi."
            " Dites sa forme, et où on le trouvera."
        ),
        _l("Les plans d’un four à pain sur roues, avec la liste du matériel, en ligne en juillet."),
        _l("Capitalisation de l’expérience."),
        _l("Un carnet de dix pages\u00a0: ce qui a marché, ce qui a raté, ce que cela coûte."),
    ),
}
"""By question; `needs` and `offers` by block of lines."""

TOPICS: Final = {
    "title": _l("Le titre"),
    "hook": _l("La phrase qui donne envie"),
    "what": _l("Ce que vous voulez faire"),
    "for_whom": _l("Pour qui, et avec qui"),
    "when": _l("Quand"),
    "needs": _l("Ce que vous cherchez"),
    "offers": _l("Ce que vous proposez"),
    "commons": _l("Ce que le projet donnera en commun"),
}
"""The heads of the page that gathers it all."""


def advice_for(key: str) -> Advice | None:
    """Return the advice for a question or a block of lines, if there is some."""
    return ADVICE.get(key)
