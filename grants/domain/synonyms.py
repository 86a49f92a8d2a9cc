"""Words that say the same in the trade: whoever looks for « vélo » also finds « bicyclette ».

Chosen by hand among the words that associations use in their calls and in towns' lists of grants, never drawn from a
dictionary: two words stand together only when somebody who looks for one is glad of the other. Plain Python.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grants.domain.fulltext import EMPTY_WORDS, SHORTEST_PLURAL, Term, fold, forms, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Key = tuple[str, ...]
    """The words of a wording, folded, each without the mark of its plural."""

ALIKE = """
vélo, bicyclette, cyclisme
jardin, potager, jardinage
potager, maraîchage
vide-grenier, braderie, brocante, foire à tout
numérique, informatique
ordinateur, PC, informatique
smartphone, téléphone portable, téléphone mobile
tablette, tablette tactile, iPad
logiciel, programme informatique, application mobile
codage, programmation informatique
internet, web
podcast, baladodiffusion, émission de radio
film, cinéma, court-métrage
photo, photographie
vidéo, audiovisuel
bande dessinée, BD
bibliothèque, médiathèque
ludothèque, bibliothèque de jeux
bibliothèque d’objets, objethèque, bricothèque
bricolage, réparation
repair café, café réparation, atelier de réparation
recyclage, réemploi, récupération, upcycling
ressourcerie, recyclerie
déchets, ordures, détritus
compost, compostage, composteur
friperie, vêtements d’occasion
couture, stylisme
tricot, crochet
aînés, seniors, personnes âgées, retraités
enfants, petits, gamins
jeunes, adolescents, ados, jeunesse
bébé, nourrisson, tout-petits
parents, parentalité
grands-parents, aïeuls
femmes, filles
handicap, handicapés, invalidité, mobilité réduite
malvoyant, aveugle, non-voyant
malentendant, sourd
langue des signes, LSF
troubles dys, dyslexie, dyspraxie
illettrisme, analphabétisme, alphabétisation
français langue étrangère, FLE
migrants, exilés, réfugiés, demandeurs d’asile
précarité, pauvreté
sans-abri, SDF, sans domicile
entraide, solidarité
bénévolat, bénévoles, volontariat
emploi, travail, insertion professionnelle
logement, habitat
voisin, voisinage
quartier, voisinage
citoyenneté, civisme
concertation, participation citoyenne
débat, discussion
égalité, parité
discrimination, racisme
laïcité, vivre ensemble
mémoire, souvenirs
patrimoine, héritage
histoire locale, passé du quartier
balade, promenade, randonnée
marche, randonnée
voyage, séjour
vacances, colonie de vacances, colo
mer, océan
littoral, estran, rivage
plage, bord de mer
bateau, navire, voilier
voile, nautisme
canoë, kayak
plongée, apnée
natation, nage, piscine
football, foot
pétanque, boules
gymnastique, gym
athlétisme, course à pied
boxe, sports de combat
sport, activité physique
yoga, relaxation, méditation
santé, bien-être
cancer, oncologie
soin, santé
addiction, dépendance
don du sang, transfusion
premiers secours, secourisme
cuisine, gastronomie
repas, banquet
nourriture, alimentation
épicerie solidaire, aide alimentaire, banque alimentaire
frigo, réfrigérateur
pain, boulangerie
café, bistrot, buvette
marché, halle
fête, festivité, kermesse
fête des voisins, repas de quartier
carnaval, mascarade
feu d’artifice, spectacle pyrotechnique
concert, musique vivante
musique, musical
chorale, chœur, chant choral
chant, chanson
orchestre, fanfare, harmonie musicale
bal, guinguette, danse
fest-noz, danse bretonne
théâtre, art dramatique, comédie
cirque, arts du cirque, jonglage
conte, conteur, récit
marionnette, pantin
lecture, livre
écriture, écrivain
poésie, poème, slam
peinture, arts plastiques, dessin
fresque, graffiti, street art, peinture murale
sculpture, modelage
poterie, céramique
gravure, linogravure
imprimerie, impression
affiche, poster
imprimante 3D, impression 3D
fablab, atelier de fabrication
jeu vidéo, e-sport
jeux de société, jeux de plateau
échecs, jeu d’échecs
école, scolaire
collège, collégiens
lycée, lycéens
université, étudiants, faculté
crèche, halte-garderie, garderie
soutien scolaire, aide aux devoirs, devoirs
apprentissage, formation
écologie, environnement, développement durable
climat, réchauffement climatique
biodiversité, nature
arbre, verger
fleurs, fleurissement, massif fleuri
abeille, ruche, apiculture
oiseau, ornithologie
animaux, animal
chat, félin
chien, canin
eau, rivière
énergie, électricité
météo, météorologie
astronomie, étoiles
science, scientifique
voiture, automobile, auto
covoiturage, autopartage
piéton, marche à pied
salle, local
matériel, équipement
argent, budget
accueil, hospitalité
deuil, fin de vie
allaitement, maternité
radio, webradio
journal, gazette, presse
cartographie, carte
couches lavables, zéro déchet
troc, échange, gratiferie
collecte, ramassage
nettoyage, propreté
"""


def widened(terms: Sequence[Term], stem: Callable[[str], str]) -> tuple[Term, ...]:
    """Return the words of a search, each with the other wordings that say the same; two words that make one are one."""
    wide: list[Term] = []
    for term, own, others in _met(terms):
        alike = tuple(tuple(forms(word, stem) for word in words_of(other)) for other in others)
        if len(own) > 1:
            wide.append(Term((), others=(tuple(each.forms for each in own), *alike)))
        else:
            wide.append(replace(term, others=alike))
    return tuple(wide)


def others_of(terms: Sequence[Term]) -> tuple[str, ...]:
    """Return the other wordings looked for, as they are spelled, without repeats."""
    return tuple(dict.fromkeys(other for _term, _own, others in _met(terms) for other in others))


def words_of(wording: str) -> list[str]:
    """Return the words of a wording that are looked for."""
    return [word for word in words(wording) if fold(word) not in EMPTY_WORDS]


def single(folded: str) -> str:
    """Return a folded word without the mark of its plural."""
    return folded[:-1] if len(folded) > SHORTEST_PLURAL and folded[-1] in "sx" else folded


def key_of(wording: str) -> Key:
    """Return what a wording is known by."""
    return tuple(single(fold(word)) for word in words_of(wording))


def _known() -> dict[Key, tuple[str, ...]]:
    """Read the list: by wording, the others of all its lines."""
    known: dict[Key, tuple[str, ...]] = {}
    for line in ALIKE.strip().splitlines():
        wordings = [wording.strip() for wording in line.split(",")]
        for wording in wordings:
            others = [other for other in wordings if other != wording]
            known[key_of(wording)] = tuple(dict.fromkeys((*known.get(key_of(wording), ()), *others)))
    return known


KNOWN = _known()
LONGEST = max(map(len, KNOWN))


def _met(terms: Sequence[Term]) -> Iterator[tuple[Term, tuple[Term, ...], tuple[str, ...]]]:
    """Give, from left to right, the terms that make a wording (the longest first) with its others."""
    place = 0
    while place < len(terms):
        for length in range(min(LONGEST, len(terms) - place), 0, -1):
            own = tuple(terms[place : place + length])
            others = KNOWN.get(tuple(single(term.forms[0]) for term in own), ())
            if others or length == 1:
                yield terms[place], own, others
                place += length
                break
