"""The council's act: what it stands on, why, what it decides, who took no part, where the money comes from.

References: code général des collectivités territoriales, art. L.2121-29 (the council settles the town's affairs) and
L.2131-11 (councillors with an interest); law n° 2000-321 of 12 April 2000, art. 9-1 (what a subsidy is), 10 (agreement
and financial report) and 10-1 (republican commitment); decree n° 2021-1947 of 31 December 2021 (the commitment itself,
Journal officiel of 1 January 2022); decree n° 2001-495 of 6 June 2001 (agreement above 23,000 euros); law n° 2014-173
of 21 February 2014 (priority areas). The rule that subsidies are voted apart from the budget changed its number in the
code (L.2311-7, then L.1612-25): the town adds the one in force if it cites it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from grants.budget.papers.blocks import Grid, Heading, Items, Signatures, Text, Title, fit
from grants.budget.papers.sums import both, figures, letters

if TYPE_CHECKING:
    from grants.budget.papers.blocks import Block
    from grants.budget.queries import PaperLine, Papers

BLANK = "………"
"""Left to be written by hand."""


def deliberation(papers: Papers) -> list[Block]:
    """Return the act: a draft until the vote is recorded."""
    return [
        *_opening(papers),
        *_visas(papers),
        *_reasons(papers),
        *_decision(papers),
        *_imputation(papers),
        *_closing(papers),
    ]


def single(papers: Papers) -> PaperLine | None:
    """Return the only project of an act, None when it has several."""
    return papers.lines[0] if len(papers.lines) == 1 else None


def object_of(papers: Papers) -> str:
    """Say what an act is about."""
    names = dict.fromkeys(fit(line.association) for line in papers.lines)
    if len(names) == 1:
        return str(_("%(call)s : aide à « %(name)s »", call=papers.title, name=next(iter(names))))
    return str(_("%(call)s : aides aux projets des associations", call=papers.title))


def _opening(papers: Papers) -> list[Block]:
    """Return the head: whose act, of which day, under which number."""
    act, day = papers.act, format_date(papers.act.voted_on if papers.act else papers.dates.council_on, "long")
    name = _("Délibération n°\u00a0%(number)s", number=act.number) if act else _("Projet de délibération")
    present = _("présents : %(blank)s, représentés : %(blank)s, votants : %(blank)s", blank=BLANK)
    sitting = _("Membres en exercice : %(members)s", members=papers.members or BLANK) + ", " + present
    return [
        Text(_("%(funder)s – Extrait du registre des délibérations du conseil", funder=papers.town.funder)),
        Title(name),
        Text(_("Séance du %(day)s", day=day), style="centre"),
        *([] if act else [Text(_("Projet : cet acte n’existe qu’une fois voté."), style="draft")]),
        Text(object_of(papers), lead=_("Objet :")),
        Text(sitting, style="small"),
    ]


def _visas(papers: Papers) -> list[Block]:
    """Return the texts the act stands on."""
    accounts = sorted({(each.chapter, each.account) for each in papers.envelopes if papers.drawn(each.id)})
    budget = ", ".join(_("chapitre %(chapter)s, compte %(account)s", chapter=c, account=a) for c, a in accounts)
    visas = [
        _("le code général des collectivités territoriales, notamment ses articles L.2121-29 et L.2131-11 ;"),
        _(
            "la loi n°\u00a02000-321 du 12 avril 2000 relative aux droits des citoyens dans leurs relations avec les"
            " administrations, notamment ses articles 9-1, 10 et 10-1 ;"
        ),
        _(
            "le décret n°\u00a02001-495 du 6 juin 2001 relatif à la transparence financière des aides octroyées par les"
            " personnes publiques ;"
        ),
        _(
            "le décret n°\u00a02021-1947 du 31 décembre 2021 approuvant le contrat d’engagement républicain des"
            " associations et fondations bénéficiant de subventions publiques ;"
        ),
    ]
    if any(each.earmark == "priority" and papers.drawn(each.id) for each in papers.envelopes):
        visas.append(
            _("la loi n°\u00a02014-173 du 21 février 2014 de programmation pour la ville et la cohésion urbaine ;")
        )
    if budget:
        visas.append(_("le budget de l’exercice %(year)s, %(accounts)s ;", year=papers.year, accounts=budget))
    opened = format_date(papers.dates.opens_on, "long")
    visas.append(_("l’appel « %(call)s », ouvert le %(day)s ;", call=papers.title, day=opened))
    return [Text(each, lead=_("Vu")) for each in visas]


def _reasons(papers: Papers) -> list[Block]:
    """Return why: who asked what, how it was shared, who takes no part."""
    asked, capped = sum(x.requested for x in papers.lines), sum(min(x.requested, papers.cap) for x in papers.lines)
    number = len(papers.lines)
    reasons = [
        ngettext(
            "que le projet présenté est d’intérêt général pour le territoire, qu’il a été reçu complet et qu’il demande"
            " %(asked)s, pour un plafond de %(cap)s par projet ;",
            "que les %(num)s projets présentés sont d’intérêt général pour le territoire, qu’ils ont été reçus complets"
            " et qu’ils demandent ensemble %(asked)s, soit %(capped)s dans la limite du plafond de %(cap)s par"
            " projet ;",
            number,
            asked=figures(asked),
            capped=figures(capped),
            cap=both(papers.cap),
        )
    ]
    if papers.sharing and papers.sharing.short:
        reasons.append(
            _(
                "que les crédits ne suffisent pas à toutes les demandes, qu’aucun projet n’est écarté et que le plafond"
                " commun est donc abaissé de la même façon pour tous, par un calcul public ;"
            )
        )
    unsigned = [line.number for line in papers.lines if not line.commitment_signed]
    if unsigned:
        words = _(
            "que le contrat d’engagement républicain reste à signer avant tout versement pour : %(files)s ;",
            files=", ".join(unsigned),
        )
    else:
        words = ngettext(
            "que l’association a souscrit le contrat d’engagement républicain ;",
            "que chaque association a souscrit le contrat d’engagement républicain ;",
            number,
        )
    return [Text(each, lead=_("Considérant")) for each in [*reasons, words, *_apart(papers)]]


def _apart(papers: Papers) -> list[str]:
    """Say who takes no part; nothing when nobody has an interest."""
    names = ", ".join(fit(name) for name in papers.interested())
    if not names:
        return []
    if papers.act:
        return [_("que n’ont pris part ni à la préparation, ni au débat, ni au vote : %(names)s ;", names=names)]
    return [
        _(
            "que, intéressés à l’affaire au sens de l’article L.2131-11, ne prennent part ni à la préparation, ni au"
            " débat, ni au vote : %(names)s ;",
            names=names,
        )
    ]


def _decision(papers: Papers) -> list[Block]:
    """Return what the council decides."""
    line = single(papers)
    if line is None:
        first = _("d’attribuer les aides énumérées en annexe, pour un total de %(total)s.", total=both(papers.total))
    elif line.amount:
        first = _(
            "d’attribuer à « %(name)s »%(number)s une aide de %(sum)s pour son projet « %(title)s ».",
            name=fit(line.association),
            number=identity(line),
            sum=both(line.amount),
            title=fit(line.title),
        )
    else:
        first = _(
            "d’apporter une aide en nature à « %(name)s »%(number)s pour son projet « %(title)s ».",
            name=fit(line.association),
            number=identity(line),
            title=fit(line.title),
        )
    articles = [first]
    if papers.in_kind_total:
        described = fit(line.in_kind) if line and line.in_kind else _("décrites en annexe")
        articles.append(
            _(
                "d’apporter les aides en nature suivantes : %(what)s, valorisées à %(total)s ; elles ne prennent rien"
                " sur les crédits.",
                what=described,
                total=both(papers.in_kind_total),
            )
        )
    return [
        Text(_("Le conseil, après en avoir délibéré,"), style="centre"),
        Heading(_("Décide")),
        *[_article(place, text) for place, text in enumerate(articles, start=1)],
    ]


def identity(line: PaperLine) -> str:
    """Write the numbers of an association in brackets, nothing when it has none."""
    if line.siret:
        return f" (SIRET {line.siret})"
    return f" (RNA {line.rna})" if line.rna else ""


def _article(place: int, text: str) -> Text:
    """Return one article."""
    return Text(text, lead=_("Article %(place)s.", place=place) if place > 1 else _("Article 1er."))


def _imputation(papers: Papers) -> list[Block]:
    """Return where the money comes from, envelope by envelope."""
    place = 3 if papers.in_kind_total else 2
    drawn = [(each, papers.drawn(each.id)) for each in papers.envelopes if papers.drawn(each.id)]
    rows = [
        (each.name, each.chapter, each.account, each.funder, figures(cents), letters(cents)) for each, cents in drawn
    ]
    blocks: list[Block] = []
    if rows:
        heads = (_("Enveloppe"), _("Chapitre"), _("Compte"), _("Financeur"), _("Somme"), _("En lettres"))
        total = sum(cents for _each, cents in drawn)
        foot = (_("Ensemble"), "", "", "", figures(total), letters(total))
        blocks = [
            _article(place, _("d’imputer la dépense comme suit :")),
            Grid(_("Imputation budgétaire"), heads, rows, (4,), foot, (24, 10, 10, 18, 15, 23)),
        ]
        place += 1
    pay = _(
        "que chaque somme est versée en une fois, dans les soixante jours de la notification ; qu’elle sert au projet"
        " présenté et à lui seul ; que l’association rend son bilan et son compte rendu financier au plus tard le"
        " %(day)s ; que ce qui n’a pas servi est reversé, sauf décision contraire.",
        day=format_date(papers.dates.report_by, "long"),
    )
    sign = _(
        "d’autoriser le maire, ou la personne qui le représente, à signer les actes utiles, dont la convention qu’exige"
        " la loi au-delà de 23\u00a0000\u00a0€ par an et par association."
    )
    return [*blocks, _article(place, pay), _article(place + 1, sign)]


def _closing(papers: Papers) -> list[Block]:
    """Return the voices, how to appeal, who signs."""
    act = papers.act
    voices = [act.votes_for, act.votes_against, act.abstentions] if act else [None] * 3
    said = [BLANK if each is None else str(each) for each in voices]
    labels = (_("Pour"), _("Contre"), _("Abstentions"))
    court = _(
        "Cet acte peut être contesté devant le %(court)s, dans les deux mois de sa publication.",
        court=papers.town.appeal_court,
    )
    return [
        Items([f"{label} : {number}" for label, number in zip(labels, said, strict=True)]),
        Text(court, style="small"),
        Signatures((_("Le ou la secrétaire de séance"), _("Le ou la maire"))),
    ]
