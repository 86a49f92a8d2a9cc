"""The audit log in words: what each act is called, and what its details say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.budget.forms.words.sums import euros
from grants.calls.forms import DATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

ACTS: dict[str, LazyString] = {
    "envelope_opened": _l("Enveloppe ouverte"),
    "envelope_edited": _l("Enveloppe décrite autrement"),
    "envelope_closed": _l("Enveloppe fermée"),
    "call_opened": _l("Appel ouvert"),
    "scenario_removed": _l("Scénario retiré"),
    "scenario_kept": _l("Scénario gardé"),
    "scenario_changed": _l("Scénario modifié"),
    "season_noted": _l("Année passée notée"),
    "season_removed": _l("Année passée ôtée du tableau"),
    "import_given": _l("Fichier donné à importer"),
    "import_trial_asked": _l("Essai d’un fichier demandé"),
    "import_asked": _l("Import d’un fichier demandé"),
    "import_undo_asked": _l("Annulation d’un import demandée"),
    "import_read": _l("Lecture d’un fichier choisie"),
    "import_dropped": _l("Fichier à importer oublié"),
    "report_on_paper": _l("Bilan reçu sur papier"),
    "report_exempted": _l("Bilan dispensé"),
    "report_closed": _l("Bilan clôturé"),
    "report_reopened": _l("Bilan rouvert"),
    "report_asked": _l("Bilan demandé à une association"),
    "page_put_back": _l("Page remise à une version plus ancienne"),
    "place_marked": _l("Lieu d’un projet mis sur la carte"),
    "place_forgotten": _l("Lieu d’un projet ôté de la carte"),
    "project_news_told": _l("Nouvelle d’un projet publiée"),
    "project_news_changed": _l("Nouvelle d’un projet corrigée"),
    "project_news_withdrawn": _l("Nouvelle d’un projet retirée par les siens"),
    "mail_text_kept": _l("Texte d’un courriel réécrit"),
    "mail_text_ours": _l("Texte d’origine d’un courriel remis"),
    "mail_tried_again": _l("Nouvel envoi d’un courriel demandé"),
    "workshop_left": _l("Inscription à un atelier retirée"),
    "workshop_planned": _l("Atelier annoncé"),
    "workshop_changed": _l("Atelier modifié"),
    "workshop_called_off": _l("Atelier annulé"),
    "call_changed": _l("Appel modifié"),
    "books_exported": _l("Livres exportés"),
    "clock_warned": _l("Fin d’une durée de garde annoncée"),
    "draft_forgotten": _l("Brouillon abandonné effacé"),
    "disposal_prepared": _l("Bordereau d’archives préparé"),
    "disposal_line_kept": _l("Dossier enlevé d’un bordereau"),
    "disposal_signed": _l("Visa des archives noté"),
    "disposal_started": _l("Exécution d’un bordereau demandée"),
    "disposal_handed": _l("Dossiers d’un bordereau emportés"),
    "file_disposed": _l("Dossier vidé après visa"),
    "disposal_done": _l("Bordereau d’archives exécuté"),
    "invitation_accepted": _l("Invitation à rejoindre l’équipe acceptée"),
    "role_given": _l("Rôle donné ou changé"),
    "staff_removed": _l("Personne retirée de l’équipe"),
    "account_sight_given": _l("Droit de voir les coordonnées bancaires donné"),
    "account_sight_taken": _l("Droit de voir les coordonnées bancaires retiré"),
    "sessions_ended": _l("Appareils déconnectés"),
    "clock_set": _l("Application de codes mise en place"),
    "recovery_made": _l("Codes de secours créés"),
    "recovery_used": _l("Code de secours utilisé"),
    "proconnect_tied": _l("Compte ProConnect relié"),
    "proconnect_entered": _l("Entrée par ProConnect"),
    "factor_reset": _l("Protection retirée par un administrateur"),
    "account_seen": _l("IBAN vu en entier"),
    "accounts_exported": _l("IBAN emportés pour les finances"),
    "payee_noted": _l("IBAN ou SIRET noté"),
    "project_shared": _l("Associations qui portent un projet"),
    "plan_set": _l("Échéancier enregistré"),
    "claim_made": _l("Reversement demandé à une association"),
    "claim_ended": _l("Demande de reversement close"),
    "year_end_settled": _l("Fin d’année réglée"),
    "agreement_recorded": _l("Convention enregistrée"),
    "slip_typed": _l("Billet de rencontre saisi"),
    "news_hidden": _l("Nouvelles d’une rencontre cachées"),
    "news_shown": _l("Nouvelles d’une rencontre montrées à nouveau"),
    "words_hidden": _l("Mots d’une rencontre cachés"),
    "words_shown": _l("Mots d’une rencontre montrés à nouveau"),
    "minutes_written": _l("Compte rendu de plénière écrit"),
    "minutes_hidden": _l("Texte du compte rendu caché"),
    "minutes_shown": _l("Texte du compte rendu montré à nouveau"),
    "evening_invited": _l("Invitations à la plénière envoyées"),
    "evening_change_told": _l("Changement de la plénière annoncé"),
    "evening_link_sent": _l("Lien personnel de la plénière envoyé"),
    "evening_answer_typed": _l("Réponse à l’invitation saisie"),
    "evening_person_added": _l("Personne ajoutée à la plénière"),
    "evening_person_coming": _l("Personne attendue à la plénière"),
    "evening_person_absent": _l("Absence notée à la plénière"),
    "evening_person_removed": _l("Personne enlevée de la plénière"),
    "evening_walk_in": _l("Personne inattendue accueillie à la plénière"),
    "evening_clock_moved": _l("Horloge de la plénière changée"),
    "demand_made": _l("Demande faite à tous les programmes"),
    "demand_withdrawn": _l("Demande faite aux programmes retirée"),
    "plenary_opened": _l("Plénière ouverte"),
    "plenary_changed": _l("Jour, lieu ou tailles de la plénière changés"),
    "plenary_copied": _l("Plénière préparée comme une autre année"),
    "rooms_changed": _l("Salles et tables de la plénière changées"),
    "schedule_changed": _l("Déroulé de la plénière changé"),
    "programme_moved": _l("Programme de la plénière changé à la main"),
    "programme_published": _l("Programme de la plénière publié"),
    "tables_made_again": _l("Tables refaites pendant la plénière"),
    "prints_asked": _l("Impressions de la plénière demandées"),
    "printed_plainly": _l("Projets imprimés simplement\u00a0: leur texte ne pouvait être mis en page"),
    "kit_opened": _l("Appel ouvert d’après un kit"),
    "history_imported": _l("Aides d’années passées importées"),
    "backup_asked": _l("Sauvegarde demandée"),
    "backup_taken": _l("Sauvegarde emportée"),
    "history_undone": _l("Import d’années passées défait"),
    "importance_set": _l("Importance des raisons de se rencontrer changée"),
    "neighbour_added": _l("Territoire voisin ajouté"),
    "neighbour_linked": _l("Territoire voisin relié"),
    "neighbour_paused": _l("Lecture d’un voisin arrêtée"),
    "neighbour_resumed": _l("Lecture d’un voisin reprise"),
    "neighbour_asked": _l("Lecture d’un voisin demandée"),
    "neighbour_forgotten": _l("Territoire voisin oublié"),
    "neighbour_ended": _l("Flux d’un voisin disparu"),
    "neighbour_read": _l("Flux d’un voisin lu"),
    "cousins_found": _l("Projets cousins cherchés"),
    "voice_hidden": _l("Mots d’un lecteur cachés"),
    "voice_shown": _l("Mots d’un lecteur montrés"),
    "hand_undone": _l("Tout ce qu’une main a écrit, défait"),
    "erasure_asked": _l("Effacement demandé par la personne"),
    "erasure_set_aside": _l("Demande d’effacement classée"),
    "person_erased": _l("Personne effacée"),
    "person_given": _l("Données d’une personne remises"),
    "association_invited": _l("Invitation à une association"),
    "association_joined": _l("Personne jointe à une association"),
    "association_asked": _l("Demande à rejoindre une association"),
    "association_not_joined": _l("Demande à rejoindre une association écartée"),
    "association_left": _l("Départ d’une association"),
    "association_removed": _l("Personne retirée d’une association"),
    "association_turned_down": _l("Invitation à une association déclinée"),
    "association_called_back": _l("Invitation à une association reprise"),
}
"""Each act by its code: whoever records another one adds its words here."""
NAMES: dict[str, LazyString] = {
    "name": _l("nom"),
    "file": _l("dossier"),
    "cents": _l("somme"),
    "partners": _l("avec"),
    "parts_cents": _l("leurs parts"),
    **DATES,
    "funder": _l("qui donne"),
    "account": _l("compte"),
    "chapter": _l("chapitre"),
    "cap_cents": _l("plafond par projet"),
    "reason": _l("motif"),
    "kind": _l("sorte"),
    "earmark": _l("pour qui"),
    "title": _l("titre"),
    "introduction": _l("présentation"),
    "late_files_welcome": _l("dossiers en retard bienvenus"),
    "number": _l("numéro"),
    "act": _l("bordereau"),
    "format": _l("format"),
    "lines": _l("lignes"),
    "iban": _l("IBAN"),
    "siret": _l("SIRET"),
    "day": _l("jour"),
    "reference": _l("référence"),
    "signed_on": _l("signée le"),
    "parts": _l("versements"),
    "files": _l("fichiers"),
    "table": _l("tableau"),
    "removed": _l("enlevées"),
    "kept": _l("gardées"),
    "people": _l("personnes"),
    "held_on": _l("jour"),
    "starts_at": _l("début"),
    "ends_at": _l("fin"),
    "place": _l("lieu"),
    "access": _l("accès"),
    "round_minutes": _l("minutes par tour"),
    "pitch_seconds": _l("secondes par présentation"),
    "fewest_seats": _l("places par table, au moins"),
    "most_seats": _l("places par table, au plus"),
    "like": _l("comme en"),
    "rooms": _l("salles"),
    "tables": _l("tables"),
    "seats": _l("places, au moins et au plus"),
    "moments": _l("moments"),
    "clock": _l("durée"),
    "turn": _l("avertissement"),
    "count": _l("nombre"),
    "fate": _l("sort"),
    "disposal": _l("bordereau"),
    "since": _l("depuis"),
    "rounds": _l("tours de tables"),
    "counts_wishes": _l("besoins et propositions"),
    "counts_asked": _l("souhaits"),
    "counts_words": _l("sujets communs"),
    "counts_themes": _l("thèmes"),
    "counts_place": _l("quartiers"),
    "counts_audience": _l("personnes concernées"),
    "counts_calendar": _l("calendrier"),
    "counts_commons": _l("communs"),
    "counts_experience": _l("première fois"),
    "counts_known": _l("ceux qui se connaissent"),
    "role": _l("rôle"),
    "role_files": _l("dossiers de l’appel"),
    "role_budget": _l("budget de l’appel"),
    "role_evening": _l("plénière de l’appel"),
    "role_until": _l("jusqu’au"),
    "sessions": _l("appareils"),
    "left": _l("codes qui restent"),
    "whom": _l("qui"),
    "host": _l("site"),
    "licence": _l("licence"),
    "scheme": _l("dispositif"),
    "changed": _l("projets changés"),
    "ties": _l("liens"),
    "projects": _l("projets"),
    "sha256": _l("empreinte"),
    "rows": _l("lignes par table"),
    "was": _l("état d’avant"),
    "demand": _l("demande"),
    "clock_act": _l("geste"),
    "mail": _l("courriel"),
    "language": _l("langue"),
}
"""What the details of an act are called."""
VALUES: dict[object, LazyString] = {
    "money": _l("argent"),
    "in_kind": _l("aide en nature"),
    "none": _l("tous les projets"),
    "account": _l("espaces que personne n’ouvre"),
    "draft": _l("brouillons jamais envoyés"),
    "unaided": _l("dossiers sans aide votée"),
    "aided": _l("dossiers aidés"),
    "destroy": _l("élimination"),
    "hand_over": _l("versement"),
    "priority": _l("quartiers prioritaires"),
    "staff": _l("tous les appels"),
    "admin": _l("tous les appels, et administre l’équipe"),
    "member": _l("certains appels"),
    "level_none": _l("ne compte pas"),
    "level_little": _l("un peu"),
    "level_usual": _l("comme d’habitude"),
    "level_much": _l("beaucoup"),
    "together": _l("se rencontrer"),
    "known": _l("se connaissent déjà"),
    "go": _l("commencer un moment"),
    "pause": _l("pause"),
    "resume": _l("reprendre"),
    "shift": _l("allonger ou raccourcir"),
    "speak": _l("donner la parole"),
    True: _l("oui"),
    False: _l("non"),
}
LONGEST_VALUE = 80


def act_named(act: str) -> str:
    """Return what an act is called."""
    return str(ACTS.get(act, act))


def act_told(details: Mapping[str, Any]) -> list[str]:
    """Return the details of an act, each as a short sentence: what it was, what it became."""
    before, after = details.get("before") or {}, details.get("after") or {}
    order = {name: place for place, name in enumerate(NAMES)}
    first = sorted(details.items(), key=lambda each: order.get(each[0], len(order)))
    told = [_told(name, value) for name, value in first if name not in {"before", "after", "version"}]
    for name, value in after.items():
        if name in before and before[name] != value:
            was, now = _value(name, before[name]), _value(name, value)
            told.append(str(_("%(what)s\u00a0: « %(was)s » devient « %(now)s »", what=_name(name), was=was, now=now)))
        elif not before and name not in details and value:
            told.append(_told(name, value))
    return told


def _told(name: str, value: object) -> str:
    """Return one detail."""
    return str(_("%(what)s\u00a0: %(value)s", what=_name(name), value=_value(name, value)))


def _name(name: str) -> str:
    return str(NAMES.get(name, name))


def _value(name: str, value: object) -> str:
    """Write one value for people."""
    if name.endswith("cents") and isinstance(value, int):
        return euros(value)
    if isinstance(value, list):
        return ", ".join(_value(name, each) for each in value)
    text = str(VALUES[value]) if isinstance(value, str | bool) and value in VALUES else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE].rstrip()}…"
