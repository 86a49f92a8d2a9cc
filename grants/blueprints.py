"""Every room's door, in the order of the year: the pages and the commands the application opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.accounts import cli as accounts_cli
from grants.accounts import views as accounts
from grants.accounts.services import forget_sign_ins
from grants.applications import cli as applications_cli
from grants.applications import views as applications
from grants.applications.services import remind_of_closing
from grants.budget import cli as budget_cli
from grants.budget import views as budget
from grants.budget.services import publish_heads, warn_of_silence
from grants.calls import views as calls
from grants.commons import views as commons
from grants.demo import cli as demo_cli
from grants.federation import services as federation_services
from grants.federation import views as federation
from grants.follow import views as follow
from grants.follow.services import forget_unconfirmed, tell_followers
from grants.incoming import cli as incoming_cli
from grants.incoming import views as incoming
from grants.incoming.services import forget_files, import_asked, try_asked, undo_asked
from grants.kits import cli as kits_cli
from grants.kits import views as kits
from grants.mail import services as mails_services
from grants.mail import views as mails
from grants.opendata import cli as opendata_cli
from grants.opendata import views as opendata
from grants.opendata.kept import keep_archive
from grants.opendata.services import count_published
from grants.operations import cli as operations_cli
from grants.operations import views as operations
from grants.operations.services import back_up, back_up_asked, warn_of_missing_backups
from grants.plenary import cli as plenary_cli
from grants.plenary import views as plenary
from grants.plenary.services import forget_evening, remind_of_evening
from grants.plenary.services.encounters import forget_contacts
from grants.plenary.services.letters_after import write_after
from grants.plenary.services.printing import print_asked
from grants.plenary.services.searching import search_programmes
from grants.privacy import cli as privacy_cli
from grants.privacy import views as privacy
from grants.privacy.services import carry_out, finish_disposals, forget_spent, watch_clocks
from grants.projects import cli as projects_cli
from grants.projects import views as projects
from grants.reports import views as reports
from grants.reports.services import remind_reports
from grants.security import forget_buckets
from grants.territories import views as territories
from grants.voices import services as voices_services
from grants.voices import views as voices
from grants.workshops import services as workshops_services
from grants.workshops import views as workshops
from grants.years import cli as years_cli
from grants.years import views as years
from grants.years.archive.kept import archive_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click import Command
    from flask import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (
    mails.bp,
    accounts.bp,
    territories.bp,
    calls.bp,
    workshops.bp,
    projects.bp,
    applications.bp,
    budget.bp,
    plenary.bp,
    reports.bp,
    voices.bp,
    incoming.bp,
    kits.bp,
    opendata.bp,
    federation.bp,
    follow.bp,
    commons.bp,
    years.bp,
    privacy.bp,
    operations.bp,
)
COMMANDS: tuple[Command, ...] = (
    accounts_cli.admin,
    applications_cli.mail,
    budget_cli.awards,
    budget_cli.budget,
    budget_cli.audit,
    demo_cli.demo,
    incoming_cli.history,
    kits_cli.calls,
    opendata_cli.opendata,
    projects_cli.projects,
    plenary_cli.plenary,
    privacy_cli.privacy,
    years_cli.years,
    operations_cli.database,
    operations_cli.jobs,
    operations_cli.backups,
    operations_cli.check,
)

DAILY: tuple[Callable[[], object], ...] = (
    publish_heads,
    remind_of_closing,
    workshops_services.remind,
    workshops_services.forget,
    warn_of_silence,
    write_after,
    forget_contacts,
    remind_of_evening,
    forget_evening,
    remind_reports,
    voices_services.forget_writers,
    count_published,
    keep_archive,
    forget_unconfirmed,
    forget_buckets,
    forget_spent,
    watch_clocks,
    finish_disposals,
    tell_followers,
    mails_services.send_digests,
    forget_files,
    forget_sign_ins,
    federation_services.read_neighbours,
    warn_of_missing_backups,
    back_up,
)
"""What is done each morning. Each may be called twice on one day, or not at all: it looks at what is due, and notes
what it did."""

EACH_MINUTE: tuple[Callable[..., Iterator[None]], ...] = (federation_services.relate_changed,)
"""What is looked at each minute, at the cost of a question or two when there is nothing to do."""

LONG_WORKS: tuple[Callable[..., Iterator[None]], ...] = (
    search_programmes,
    print_asked,
    try_asked,
    import_asked,
    undo_asked,
    archive_year,
    federation_services.read_neighbour,
    back_up_asked,
    carry_out,
)
"""What takes longer than a page may: `current_jobs().soon(name, …)` starts it, each `yield` keeps what was done."""
