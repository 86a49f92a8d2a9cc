"""Refaire le calcul du plafond commun, et le comparer à ce que la ville publie.

Mode d'emploi : mettez ce fichier à côté de partage.json, puis tapez « python3 rejouer.py ». Rien d'autre à installer.

Ce programme est écrit à part : il n'utilise rien du logiciel de la ville. La règle qu'il suit :
  1. personne ne reçoit plus que sa demande, ni plus que le plafond de l'appel ;
  2. une enveloppe réservée n'aide que les projets auxquels elle est réservée ;
  3. un même niveau monte pour tous, et s'arrête pour ceux dont les enveloppes sont vides ;
  4. les centimes qui ne se partagent pas vont aux premiers numéros ; ou bien, si la ville arrondit, chaque plafond
     commun est arrondi vers le bas et ce qui reste demeure sur l'enveloppe.

In English: put this file beside partage.json and run "python3 rejouer.py". It computes the common cap again, on its
own, and says "identical" or names each difference. One level rises for everybody and stops for those whose envelopes
are empty; odd cents go to the first numbers, or the cap is rounded down to the step and the rest stays.
"""

import json
import sys
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

Noms = frozenset[str]


class Demande:
    """Un dossier : son numéro, le plus qu'il peut recevoir, les enveloppes qui peuvent l'aider. / One application."""

    def __init__(self, ligne: dict[str, Any], plafond: int) -> None:
        """Lire une ligne de partage.json. / Read one line."""
        self.numero = str(ligne["key"])
        self.enveloppes: Noms = frozenset(ligne["envelopes"])
        self.plus: int = min(ligne["requested"], plafond) if self.enveloppes else 0


def ensembles(noms: Noms) -> list[Noms]:
    """Donner tous les groupes d'enveloppes possibles. / Every set of envelopes."""
    return [frozenset(groupe) for taille in range(len(noms) + 1) for groupe in combinations(sorted(noms), taille)]


def au_centime(demandes: list[Demande], argent: dict[str, int]) -> dict[str, int]:
    """Faire monter le niveau centime par centime, en sautant ce qui passe pour tous. / Raise the level cent by cent."""
    recu = {demande.numero: 0 for demande in demandes}
    groupes = {groupe: sum(argent[nom] for nom in groupe) for groupe in ensembles(frozenset(argent))}

    def tient(essai: dict[str, int]) -> bool:
        """Dire si aucun groupe d'enveloppes ne paie plus qu'il n'a. / No set of envelopes pays more than it holds."""
        return all(
            sum(essai[demande.numero] for demande in demandes if demande.enveloppes <= groupe) <= somme
            for groupe, somme in groupes.items()
        )

    montent = sorted((demande for demande in demandes if demande.plus), key=lambda demande: demande.numero)
    bas, haut = 0, max((demande.plus for demande in montent), default=0)
    while montent:
        possible, trop = bas, haut + 1
        while trop - possible > 1:  # le plus haut niveau qui tient pour tous / the highest level that fits for all
            milieu = (possible + trop) // 2
            essai = recu | {demande.numero: min(demande.plus, milieu) for demande in montent}
            possible, trop = (milieu, trop) if tient(essai) else (possible, milieu)
        recu |= {demande.numero: min(demande.plus, possible) for demande in montent}
        encore: list[Demande] = []
        for demande in montent:  # puis un centime de plus à chacun, à son tour / then one cent more to each in turn
            essai = recu | {demande.numero: recu[demande.numero] + 1}
            if recu[demande.numero] < demande.plus and tient(essai):
                recu, encore = essai, [*encore, demande]
        montent, bas = encore, possible + 1
    return recu


def niveau(plus: list[int], somme: int) -> Fraction | None:
    """Trouver le niveau exact qui épuise la somme ; None si elle suffit. / The exact level that uses the sum up."""
    reste = Fraction(somme)
    for servis, demande in enumerate(sorted(plus)):
        part = reste / (len(plus) - servis)
        if demande > part:
            return part
        reste -= demande
    return None


def arrondi(demandes: list[Demande], argent: dict[str, int], pas: int) -> dict[str, int]:
    """Trouver chaque niveau exact, puis l'arrondir vers le bas. / Find each exact level, then round it down."""
    recu = {demande.numero: demande.plus for demande in demandes}
    ouvertes, montent = frozenset(argent), [demande for demande in demandes if demande.plus]
    while montent:
        niveaux = {}
        for groupe in ensembles(ouvertes):
            dedans = [demande.plus for demande in montent if demande.enveloppes & ouvertes <= groupe]
            trouve = niveau(dedans, sum(argent[nom] for nom in groupe))
            if trouve is not None:
                niveaux[groupe] = trouve
        if not niveaux:
            break
        premier = min(niveaux.values())  # ce qui s'épuise d'abord / what is used up first
        serres = sorted((groupe for groupe in niveaux if niveaux[groupe] == premier), key=len)
        attendent = [demande for demande in montent if demande.plus > premier]
        touches = [
            next((groupe for groupe in serres if demande.enveloppes & ouvertes <= groupe), frozenset())
            for demande in attendent
        ]
        vides: Noms = frozenset().union(*touches)
        centimes = int(premier)
        commun = centimes - centimes % pas if centimes >= pas else centimes
        for demande in montent:
            if demande.enveloppes & ouvertes <= vides:
                recu[demande.numero] = min(demande.plus, commun)
        montent = [demande for demande in montent if not demande.enveloppes & ouvertes <= vides]
        ouvertes -= vides
    return recu


def differences(publie: dict[str, Any]) -> list[str]:
    """Nommer ce qui n'est pas comme publié. / Name whatever is not as published."""
    entree, sortie = publie["inputs"], publie["results"]
    argent, plafond, pas = entree["envelopes"], entree["cap"], entree.get("step", 1)
    demandes = [Demande(ligne, plafond) for ligne in entree["requests"]]
    recu = arrondi(demandes, argent, pas) if pas > 1 else au_centime(demandes, argent)
    trouve = []
    for numero in sorted(recu.keys() | sortie["awarded"].keys()):
        ici, la = recu.get(numero, 0), sortie["awarded"].get(numero, 0)
        if ici != la:
            trouve.append(f"{numero} : publié {euros(la)}, calculé {euros(ici)} / published, computed")
    paye = dict.fromkeys(argent, 0)
    par_dossier = dict.fromkeys(recu, 0)
    permis = {demande.numero: demande.enveloppes for demande in demandes}
    for part in sortie["drawn"]:
        nom, numero = part["envelope"], part["key"]
        if nom not in permis.get(numero, frozenset()):
            trouve.append(f"{numero} : « {nom} » ne peut pas l'aider / may not pay for it")
            continue
        paye[nom] += part["cents"]
        par_dossier[numero] += part["cents"]
    trouve += [f"« {nom} » paie plus qu'elle n'a / pays more than it has" for nom in paye if paye[nom] > argent[nom]]
    trouve += [
        f"{numero} : les enveloppes paient {euros(somme)} / the envelopes pay"
        for numero, somme in par_dossier.items()
        if somme != sortie["awarded"].get(numero, 0)
    ]
    return trouve + hors_plafond(demandes, sortie)


def hors_plafond(demandes: list[Demande], sortie: dict[str, Any]) -> list[str]:
    """Tenir chaque somme au plafond commun publié. / Hold each sum to the published common cap."""
    commun = {nom: groupe["cents"] for groupe in sortie["common_caps"] for nom in groupe["envelopes"]}
    trouve = []
    for demande in demandes:
        if demande.plus:
            cap = max(commun[nom] for nom in demande.enveloppes)
            somme = sortie["awarded"].get(demande.numero, 0)
            if not min(demande.plus, cap) <= somme <= min(demande.plus, cap + 1):
                trouve.append(f"{demande.numero} : plafond commun publié {euros(cap)} / published common cap")
    return trouve


def euros(centimes: int) -> str:
    """Écrire une somme. / Write a sum."""
    return f"{centimes // 100},{centimes % 100:02d} €"


def main() -> int:
    """Lire, refaire, comparer, dire. / Read, compute again, compare, tell."""
    fichier = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("partage.json")
    publie = json.loads(fichier.read_text(encoding="utf-8"))
    entree = publie["inputs"]
    print(
        f"Partage {publie['year']} : {len(entree['requests'])} demandes, {len(entree['envelopes'])} enveloppes,"
        f" plafond {euros(entree['cap'])}, arrondi {euros(entree.get('step', 1))}"
    )
    trouve = differences(publie)
    for phrase in trouve:
        print(f"Différence / Difference : {phrase}")
    if not trouve:
        print("Identique : le calcul refait ici donne les sommes publiées. / Identical: the same sums, to the cent.")
    return 1 if trouve else 0


if __name__ == "__main__":
    sys.exit(main())
