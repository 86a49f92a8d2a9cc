"""What no page of the town offers as it stands: things to press put into it, and what is sent without a button."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update

from grants.accounts.services import ensure_person, open_session
from grants.applications.models import Application
from grants.applications.services import PaperPlan, Words, start_paper, write
from grants.applications.services.writers import add_writer
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.demo.services import CLERK
from grants.domain.history_choices import State
from grants.domain.kit_archive import pack
from grants.domain.report import REPORT_FIELDS
from grants.incoming.models import HistoryImport
from grants.kits.queries import kit_of
from grants.mail.models import MailText, OutboxMail
from grants.plenary.models import Plenary
from grants.privacy.models import Disposal, DisposalLine
from grants.privacy.services.requests import ask_erasure
from grants.reports.models import Report
from grants.workshops.models import SignUp
from tests.audit.watching import WORDS, Press
from tests.journeys.addresses import MET, OPEN
from tests.journeys.asking import CHIEF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.addresses import Town

DAY: Final = f"{now():%d/%m/%Y}"
TIRED: Final = "tiree@port-leon.example"


@dataclass
class More:
    """What was put in the town: the pages to read besides, as whom, and what leads to it."""

    pages: list[tuple[str, str]] = field(default_factory=list)
    paper: str = ""
    guest: SignUp | None = None
    kit: str = ""
    tired: int = 0
    asked: int = 0
    screen: str = ""


def put_more(town: Town) -> More:
    """Put in the town what gives its pages more to press; return what leads there."""
    clerk = ensure_person(CLERK)
    for email, role in ((CHIEF, "admin"), (town.writer, "member")):
        person = ensure_person(email)
        person.role = role
        open_session(email, "fr", 30)
    sent, told, draft = (_file(each) for each in (town.sent, town.told, town.draft))
    write(sent, clerk, "town", Words("Il manque un devis."))
    add_writer(draft, ensure_person(town.stranger))
    call = sent.call
    paper = start_paper(call, clerk, PaperPlan("Mme Le Gall", "desk", "armoire 2", now().date()), "k" * 22)
    db.session.add(MailText(template="application_received", language="fr", number=1, subject="Reçu", text=WORDS))
    db.session.execute(update(OutboxMail).values(sent_at=None, tries=9))
    tired = ensure_person(TIRED)
    tired.role, tired.factor_since = "staff", now()
    asked = ask_erasure(ensure_person(town.stranger))
    _lists(sent)
    db.session.flush()
    pages = [(role, f"/dossiers/{file}") for file in town.files for role in ("owner", "writer")]
    pages += [(role, f"{page}/personnes") for role, page in pages]
    pages += [("admin", f"/gestion/{part}/{file}") for file in town.files for part in ("dossiers", "bilans")]
    desk = f"/gestion/budget/{MET}"
    pages += [
        ("admin", desk + page) for page in ("", "/paiements", "/notifications", "/cloture", "/journal", "/cumuls")
    ]
    pages += [("admin", f"{desk}/dossiers/{told.number}"), ("admin", "/gestion/courriels/application_received/fr")]
    pages += [("admin", f"/gestion/appels/{OPEN}"), ("admin", "/gestion/budget/2031"), ("bank", f"{desk}/paiements/1")]
    guest = db.session.scalars(select(SignUp).order_by(SignUp.id.desc())).first()
    pages += [("admin", f"/gestion/ateliers/{guest.workshop_id}/inscrits"), ("admin", f"/ateliers/{guest.workshop_id}")]
    kit = base64.b64encode(pack(kit_of(call))).decode()
    return More(pages, paper.public_id, guest, kit, tired.id, asked.id, scheme_of(call).screen_of("siret"))


def _file(public_id: str) -> Application:
    return db.session.scalars(select(Application).where(Application.public_id == public_id)).one()


def _lists(sent: Application) -> None:
    """Make a list an archivist signed to destroy, and one to hand over."""
    today = now().date()
    for number, fate in (("E-2026-2", "destroy"), ("V-2026-1", "hand_over")):
        made = Disposal(number=number, clock="aided", fate=fate, prepared_by="command", visa_on=today)
        made.visa_name, made.visa_reference, made.visa_by = "Mme Archives", "V 1", "command"
        made.lines = [DisposalLine(application_id=sent.id, opened_on=today, since=today, ended_on=today)]
        db.session.add(made)
        sent = _file_after(sent)


def _file_after(file: Application) -> Application:
    return db.session.scalars(select(Application).where(Application.id != file.id).order_by(Application.id)).first()


def evening_to_come() -> None:
    """Move the evening to next week: people still answer."""
    db.session.execute(update(Plenary).values(held_on=now().date() + timedelta(days=7)))


def evening_over() -> None:
    """Move the evening to last year: people told how it was."""
    db.session.execute(update(Plenary).values(held_on=now().date() - timedelta(days=250)))


def report_sent() -> None:
    """Have every report sent."""
    db.session.execute(update(Report).values(state="sent"))


def report_closed() -> None:
    """Have every report closed."""
    report_sent()
    db.session.execute(update(Report).values(closed_at=now()))


def import_stands(state: State) -> Callable[[], None]:
    """Have every given file stand at a step of its import."""

    def stand() -> None:
        report = {"imported": 1, "lines": 1, "removed": 0, "kept": []}
        db.session.execute(update(HistoryImport).values(state=state, moved_at=None, report=report))

    return stand


def main_writer_gone(public_id: str) -> Callable[[], None]:
    """Have a file stand without a main writer."""

    def go() -> None:
        _file(public_id).person_id = None

    return go


@dataclass(frozen=True)
class Late:
    """Ways to change something once the town was changed: pages to read then, or what is sent without a button."""

    before: Callable[[], None]
    pages: tuple[tuple[str, str], ...] = ()
    presses: tuple[Press, ...] = ()


def late(town: Town) -> Iterator[Late]:
    """Give what is pressed when the town stands otherwise."""
    token, slug = town.values["key"], town.values["slug"]
    home, desk = f"/pleniere/{MET}", f"/gestion/pleniere/{MET}"
    answers = tuple(("link", f"{home}/venir/{token}{page}") for page in ("", "/souhaits?q=a", "/a-part?q=a"))
    staff = (("admin", f"{home}/venir"), ("admin", f"{home}/qui-vient/{slug}"), ("admin", f"{desk}/personnes"))
    told = (
        direct("plenary.invite", "admin", f"{desk}/invitations"),
        direct("plenary.tell_of_change", "admin", f"{desk}/prevenir"),
    )
    yield Late(evening_to_come, (*answers, *staff, ("admin", desk), ("admin", f"{desk}/deroule")), told)
    asked = (("link", f"{home}/questions/{token}/{each}") for each in ("evening", "half_year"))
    after = (("admin", f"{home}/compte-rendu"), *asked)
    yield Late(evening_over, after)
    yield Late(report_sent, (("admin", f"/gestion/bilans/{town.told}"),))
    yield Late(report_closed, (("admin", f"/gestion/bilans/{town.told}"),))
    number = town.values["import_id"]
    place = f"/gestion/donnees/importer/{number}"
    steps = (
        (State.TRIED, "begin", "importer"),
        (State.TRYING, "again", "essayer"),
        (State.IMPORTED, "undo", "defaire"),
    )
    for state, view, page in steps:
        yield Late(import_stands(state), presses=(direct(f"incoming.{view}", "admin", f"{place}/{page}"),))
    taken = direct("applications.take_on", "owner", f"/dossiers/{town.sent}/personnes/principale")
    yield Late(main_writer_gone(town.sent), presses=(taken,))


def direct(view: str, role: str, address: str, /, **sent: Any) -> Press:
    """Give what is sent without a button."""
    return Press(view, role, address, (sent,))


def without_button(town: Town, more: More) -> Iterator[Press]:
    """Give what a page cannot be found to send: what a script sends, a mail program, or a form with a file."""
    own, news = f"/dossiers/{town.draft}", town.special["commons.news"]["number"]
    aside = town.special["applications.settle"]["number"]
    yield direct("applications.save", "owner", f"{own}/enregistrer", what="Des bancs")
    yield direct("applications.settle", "owner", f"{own}/mis-de-cote/{aside}", use="1")
    yield direct("applications.numbers", "owner", f"{own}/numeros?ecran={more.screen}", siret="732 829 320 00074")
    noted = {"asked_by": "M. Le Bihan", "way": "desk", "kept_at": "armoire 3", "received_on": DAY, "key": "k" * 22}
    yield direct("applications.paper_again", "admin", f"/gestion/dossiers/{more.paper}/papier", **noted)
    yield direct(
        "reports.save", "owner", f"/dossiers/{town.told}/bilan/enregistrer", **{REPORT_FIELDS[0].key: "Dix bancs"}
    )
    yield direct("reports.write_to_all", "admin", f"/gestion/bilans/ecrire?annee={MET}", words=WORDS, key="r" * 22)
    yield direct("commons.withdraw_news", "owner", f"/projets/{town.values['slug']}/nouvelles/{news}/retirer")
    hand = town.special["voices.hand"]["number"]
    yield direct("voices.hand", "admin", f"/gestion/paroles/main/{hand}", why="Publicité")
    yield direct("follow.stop_at_once", "link", f"/suivre/{town.special['follow.page']['token']}/arreter")
    yield direct("mails.stop", "link", f"/courriels/{town.special['mails.stop']['token']}/arreter/news")
    yield direct("mails.try_again", "admin", f"/gestion/courriels/envois/{town.values['mail_id']}/reprendre")
    yield direct("accounts.reset_factor", "admin", f"/gestion/protection/{more.tired}")
    yield direct("federation.neighbour", "admin", "/gestion/voisins/1", name="Voisine", licence="Licence Ouverte 2.0")
    yield direct("kits.begin", "admin", "/gestion/kits/ouvrir", kit=more.kit, year="2040")
    table = io.BytesIO(b"Association;Montant\nLes Lilas;100\n")
    yield direct("incoming.index", "admin", "/gestion/donnees/importer", file=(table, "aides.csv"))
    yield direct("privacy.erase", "admin", "/gestion/personnes/effacer", address=town.stranger, again=town.stranger)
    yield direct("privacy.give_data", "admin", "/gestion/personnes/donnees", address=town.writer)
    yield direct("privacy.set_aside", "admin", f"/gestion/personnes/demandes/{more.asked}")
    yield direct("privacy.carry_out_disposal", "admin", "/gestion/archives/E-2026-2/executer", again="E-2026-2")
    yield direct("privacy.hand_over_disposal", "admin", "/gestion/archives/V-2026-1/versement.zip")
    guest = more.guest
    if guest is not None:
        place = f"ateliers/{guest.workshop_id}"
        yield direct("workshops.take_off", "admin", f"/gestion/{place}/inscrits/{guest.id}/enlever")
        yield direct("workshops.workshop", "admin", f"/{place}", name="Zoé", email="zoe@example.org")
    desk = f"/gestion/pleniere/{MET}"
    yield direct("plenary.usual_schedule", "admin", f"{desk}/deroule/habituel")
