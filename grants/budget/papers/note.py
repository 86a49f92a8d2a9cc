"""The explanatory note that councillors receive with the summons, five clear days before they sit.

Code général des collectivités territoriales, art. L.2121-12 (towns from 3,500 inhabitants): a note of synthesis on the
matters put to the vote is sent with the summons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from grants.budget.papers.blocks import Grid, Heading, Items, Text, Title, fit
from grants.budget.papers.sums import both, figures
from grants.domain.calendar import note_limit, silence_limit
from grants.domain.states import KEPT, State

if TYPE_CHECKING:
    from grants.budget.papers.blocks import Block
    from grants.budget.queries import Papers

SENT = frozenset(State) - {State.DRAFT}


def note(papers: Papers) -> list[Block]:
    """Return the note."""
    return [
        Title(_("Note explicative de synthèse")),
        Text(papers.title, style="centre"),
        Text(_("Séance du %(day)s", day=format_date(papers.dates.council_on, "long")), style="centre"),
        *_call(papers),
        *_files(papers),
        *_sums(papers),
        *_sharing(papers),
        *_in_kind(papers),
        *_interested(papers),
        *_calendar(papers),
    ]


def _call(papers: Papers) -> list[Block]:
    """Say what the call is."""
    return [
        Heading(_("L’appel")),
        Text(
            _(
                "Chaque année, la ville ouvre un appel où tous les projets recevables sont gardés : personne ne"
                " concourt contre personne. Un dossier tient en deux pages et l’aide est plafonnée à %(cap)s par"
                " projet. Un projet est recevable s’il est d’intérêt général pour le territoire, si l’association a"
                " souscrit le contrat d’engagement républicain et si elle a une identité qui permet de la payer.",
                cap=both(papers.cap),
            )
        ),
        Text(_("Une subvention n’est jamais un droit : seul le conseil l’accorde.")),
    ]


def _files(papers: Papers) -> list[Block]:
    """Say how many files came, and who comes for the first time."""
    states, newcomers = papers.states, [line for line in papers.lines if line.newcomer]
    rows = [
        (_("Dossiers envoyés"), str(sum(states.get(state, 0) for state in SENT))),
        (_("Recevables, mis au vote"), str(sum(states.get(state, 0) for state in KEPT))),
        (_("À compléter"), str(states.get(State.TO_COMPLETE, 0))),
        (_("Orientés ailleurs, avec un motif écrit"), str(states.get(State.REDIRECTED, 0))),
        (_("Retirés par l’association"), str(states.get(State.WITHDRAWN, 0))),
        (_("En quartier prioritaire"), str(sum(line.priority_area for line in papers.lines))),
    ]
    names = [f"{fit(line.association)} – {fit(line.title)}" for line in newcomers]
    words = ngettext(
        "%(num)s association demande pour la première fois :",
        "%(num)s associations demandent pour la première fois :",
        len(newcomers),
    )
    return [
        Heading(_("Les dossiers")),
        Grid(_("Les dossiers reçus"), (_("Étape"), _("Nombre")), rows, (1,), (), (75, 25)),
        *([Text(words), Items(names)] if names else [Text(_("Aucune association ne demande pour la première fois."))]),
    ]


def _sums(papers: Papers) -> list[Block]:
    """Say what is asked, what is proposed, what is left on each envelope."""
    given = _("Voté") if papers.act else _("Proposé")
    heads = [
        _("Enveloppe"),
        _("Compte"),
        _("Crédits ouverts"),
        _("Demandé"),
        _("Sous le plafond"),
        given,
        _("Reste"),
    ]
    rows = [
        (
            each.name,
            each.account,
            figures(each.allocated),
            figures(each.requested),
            figures(each.capped),
            figures(papers.drawn(each.id)),
            figures(each.available - (0 if papers.act else papers.drawn(each.id))),
        )
        for each in papers.envelopes
    ]
    total = _("Total voté : %(total)s.", total=both(papers.total)) if papers.act else None
    return [
        Heading(_("Les sommes")),
        Grid(_("Enveloppe par enveloppe"), heads, rows, (2, 3, 4, 5, 6), (), (22, 13, 13, 13, 13, 13, 13)),
        Text(
            _(
                "Une demande est comptée dans la première enveloppe qui peut la payer : un projet de quartier"
                " prioritaire, dans les crédits réservés à ces quartiers. Si ceux-ci ne suffisent pas, il peut aussi"
                " recevoir des crédits ouverts à tous ; l’inverse n’arrive jamais."
            ),
            style="small",
        ),
        Text(total or _("Total proposé au vote : %(total)s.", total=both(papers.total))),
    ]


def _sharing(papers: Papers) -> list[Block]:
    """Say how the common cap was computed."""
    sharing = papers.sharing
    if sharing is None:
        words = _("Le plafond commun n’est pas encore calculé : cette note est à reprendre ensuite.")
        return [Heading(_("Le plafond commun")), Text(words, style="strong")]
    if not sharing.short:
        words = _("Les crédits suffisent : chaque projet est proposé pour toute sa demande, dans la limite du plafond.")
        return [Heading(_("Le plafond commun")), Text(words)]
    names = {each.key: each.name for each in papers.envelopes}
    caps = [f"{' + '.join(names.get(key, key) for key in group)} : {both(cents)}" for group, cents in sharing.caps]
    words = _(
        "Les demandes sous plafond (%(capped)s) dépassent les crédits (%(credits)s). Aucun projet n’est écarté : le"
        " plafond baisse pour tous de la même façon, jusqu’à ce que tout tienne. Qui demandait moins reçoit toute sa"
        " demande (%(whole)s projets sur %(files)s). Les crédits réservés aux quartiers prioritaires ne servent qu’à"
        " eux. Le calcul est public et chacun peut le refaire. Plafond commun obtenu :",
        capped=figures(sharing.capped),
        credits=figures(sharing.credits),
        whole=sharing.met_whole,
        files=sharing.files,
    )
    return [Heading(_("Le plafond commun")), Text(words), Items(caps)]


def _in_kind(papers: Papers) -> list[Block]:
    """Say the help in kind, valued apart."""
    number = sum(bool(line.in_kind_cents or line.in_kind) for line in papers.lines)
    if not number:
        return []
    words = ngettext(
        "%(num)s projet demande une aide en nature, valorisée à %(sum)s : elle ne prend rien sur les crédits.",
        "%(num)s projets demandent une aide en nature, valorisée en tout à %(sum)s : elle ne prend rien sur les"
        " crédits.",
        number,
        sum=both(papers.in_kind_total),
    )
    return [Heading(_("Les aides en nature")), Text(words)]


def _interested(papers: Papers) -> list[Block]:
    """Name who takes no part, and for which files."""
    rows = [
        (fit(tie.name), fit(tie.role), fit(line.association), line.number) for line in papers.lines for tie in line.ties
    ]
    words = _(
        "Les personnes intéressées à un dossier n’ont pas pris part à sa préparation et quittent la salle pendant le"
        " débat et le vote (article L.2131-11 du code général des collectivités territoriales)."
    )
    if not rows:
        named = papers.interested()
        return [Heading(_("Élus intéressés")), Items([fit(name) for name in named] or [_("Aucun lien connu.")])]
    heads = (_("Élu·e"), _("Lien"), _("Association"), _("Dossier"))
    return [
        Heading(_("Élus intéressés")),
        Text(words),
        Grid(_("Qui ne prend pas part, et pourquoi"), heads, rows, (), (), (26, 28, 32, 14)),
    ]


def _calendar(papers: Papers) -> list[Block]:
    """Tell the days."""
    dates = papers.dates
    days = [
        (_("Clôture de l’appel"), dates.closes_on),
        (_("Calcul du plafond commun"), dates.settle_on),
        (_("Deux mois après la clôture (silence valant réponse)"), silence_limit(dates.closes_on)),
        (_("Dernier jour d’envoi de cette note (cinq jours francs)"), note_limit(dates.council_on)),
        (_("Vote du conseil"), dates.council_on),
        (_("Lettres de notification, au plus tard"), dates.notify_by),
        (_("Versement, au plus tard"), dates.pay_by),
        (_("Plénière des projets"), dates.plenary_on),
        (_("Bilans et comptes rendus financiers, au plus tard"), dates.report_by),
    ]
    rows = [(words, str(format_date(day, "long"))) for words, day in sorted(days, key=lambda each: each[1])]
    return [Heading(_("Le calendrier")), Grid(_("Le calendrier"), (_("Étape"), _("Jour")), rows, (), (), (65, 35))]
