"""What happens to a project: it is told, told again, taken off the public pages, found by its words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.slugs import slug_of
from grants.projects.addresses import free_addresses
from grants.projects.models import NeedOffer, Project, ProjectFacets, ProjectPlace, ProjectTheme, Revision
from grants.projects.search import Entry, SearchIndex
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that a project's page says, as plain values.

    Quarters and themes are keys of the call's territory, in order; needs and offers are (kind, sentence). `more` are
    answers that only this call asks: {"key", "label" and "text" by language, "link" (an address or nothing)}.
    """

    title: str
    hook: str = ""
    what: str = ""
    for_whom: str = ""
    where_text: str = ""
    when_text: str = ""
    in_kind: str = ""
    commons: str = ""
    licence: str = "CC BY-SA 4.0"
    carried_group: str = ""
    first_time: bool = False
    neighbourhoods: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    more: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Fresh:
    """A project to make public, and since when, this instant where nothing is said."""

    call: Call
    association: Association
    story: Story
    public_since: datetime | None = None


PLAIN = (
    "title", "hook", "what", "for_whom", "where_text", "when_text", "in_kind", "commons", "licence",
    "carried_group", "first_time",
)  # fmt: skip


def publish_project(
    call: Call, association: Association, story: Story, *, author: str = "", project: Project | None = None
) -> Project:
    """Make a project public, or bring its public page up to date; the address given first stays for ever.

    Each change of the words keeps a whole revision signed `author`; telling the same again changes nothing.
    """
    if project is None:
        return publish_new([Fresh(call, association, story)], author)[0]
    if project.public_since and project.association is association and told(project) == story:
        return project
    instant = now()
    project.association = association
    tell(project, story)
    project.public_since = project.public_since or instant
    project.updated_at = instant
    db.session.flush()
    _keep_revision(project, story, author)
    index_projects([project])
    return project


def publish_new(fresh: Sequence[Fresh], author: str = "") -> list[Project]:
    """Make projects that were never told public, each at an address of its own, in as few statements for all."""
    instant, projects = now(), []
    slugs = free_addresses([(each.story.title, each.call.year) for each in fresh])
    for each, slug in zip(fresh, slugs, strict=True):
        project = Project(slug=slug, call=each.call, association=each.association, created_at=instant)
        tell(project, each.story)
        project.public_since, project.updated_at = each.public_since or instant, instant
        db.session.add(project)
        projects.append(project)
    db.session.flush()
    for project, each in zip(projects, fresh, strict=True):
        first = {"project_id": project.id, "number": 1, "at": instant, "content": asdict(each.story)}
        db.session.add(Revision(author=author, **first))
    index_projects(projects)
    db.session.flush()
    return projects


def preview(story: Story) -> Project:
    """Return the project that this story would make public, kept nowhere."""
    project = Project(title=story.title)
    tell(project, story)
    return project


def take_off(project: Project) -> None:
    """Take a project off the public pages: its file was withdrawn or redirected. Its revisions stay."""
    project.public_since = None
    project.updated_at = now()
    db.session.flush()
    SearchIndex().drop([project.id])
    db.session.execute(delete(ProjectFacets).where(ProjectFacets.project_id == project.id))


def page_changed(project: Project | None) -> None:
    """Note that what a project's page shows besides its story has changed, so that nobody is given an older page."""
    if project is not None:
        project.updated_at = now()


def told(project: Project) -> Story:
    """Return what a project's page says today."""
    return Story(
        **{name: getattr(project, name) for name in PLAIN},
        neighbourhoods=tuple(project.neighbourhoods),
        themes=tuple(project.themes),
        needs=tuple((each.kind, each.sentence) for each in project.needs),
        offers=tuple((each.kind, each.sentence) for each in project.offers),
        more=tuple(project.more),
    )


def index_projects(projects: Iterable[Project]) -> None:
    """Put public projects in the search index and in what lists count, as they are now."""
    public = [project for project in projects if project.public_since]
    SearchIndex().put([_entry(project) for project in public])
    db.session.execute(delete(ProjectFacets).where(ProjectFacets.project_id.in_([each.id for each in public])))
    if public:
        db.session.execute(insert(ProjectFacets), [_facets(project) for project in public])


def note_commons(project: Project | None, *, given: bool) -> None:
    """Note whether a project's report, as it is now, names something given to everybody."""
    if project is not None and project.gave_commons != given:
        project.gave_commons = given
        page_changed(project)
        index_projects([project])


def note_given_in_news(project: Project, *, given: bool) -> None:
    """Note whether the shown news of a project give something to everybody."""
    if project.gave_in_news != given:
        project.gave_in_news = given
        page_changed(project)
        index_projects([project])


def needs_index() -> bool:
    """Tell whether some public project is not in the index yet, as after an update of the product."""
    public, known = select(func.count()).where(Project.public_since.is_not(None)), select(ProjectFacets.project_id)
    return bool(db.session.scalar(public.where(Project.id.not_in(known))))


def index_all() -> int:
    """Index every public project again and return how many there are."""
    total, last = 0, 0
    public = select(Project).where(Project.public_since.is_not(None)).order_by(Project.id).limit(BATCH)
    while projects := db.session.scalars(public.where(Project.id > last)).all():
        index_projects(projects)
        total, last = total + len(projects), projects[-1].id
        db.session.flush()
        db.session.expunge_all()
    return total


def tell(project: Project, story: Story) -> None:
    """Write the story on the project; rows whose words stay are kept."""
    for name in PLAIN:
        setattr(project, name, getattr(story, name))
    project.more = list(story.more)
    places = {place.neighbourhood: place for place in project.places}
    project.places = [places.get(key) or ProjectPlace(neighbourhood=key) for key in dict.fromkeys(story.neighbourhoods)]
    for position, place in enumerate(project.places):
        place.position = position
    subjects = {subject.theme: subject for subject in project.subjects}
    project.subjects = [subjects.get(key) or ProjectTheme(theme=key) for key in dict.fromkeys(story.themes)]
    for position, subject in enumerate(project.subjects):
        subject.position = position
    said = {(each.side, each.kind, each.sentence): each for each in project.needs_and_offers}
    wanted = dict.fromkeys([("need", *pair) for pair in story.needs] + [("offer", *pair) for pair in story.offers])
    project.needs_and_offers = [said.get(row) or NeedOffer(side=row[0], kind=row[1], sentence=row[2]) for row in wanted]
    for position, each in enumerate(project.needs_and_offers):
        each.position = position


def _keep_revision(project: Project, story: Story, author: str) -> None:
    """Add the next revision of a project."""
    last = db.session.scalar(select(func.max(Revision.number)).where(Revision.project_id == project.id))
    db.session.add(
        Revision(
            project_id=project.id, number=(last or 0) + 1, at=project.updated_at, author=author, content=asdict(story)
        )
    )
    db.session.flush()


def _entry(project: Project) -> Entry:
    """Gather what is searched of a project."""
    town = territory(project.call.territory)
    names = [project.association.name, project.carried_group, str(project.call.year)]
    for quarter in map(town.neighbourhood, project.neighbourhoods):
        names += [quarter.name, *quarter.aliases] if quarter else []
    names += [theme.name for theme in map(town.theme, project.themes) if theme]
    texts = [project.hook, project.what, project.for_whom, project.where_text, project.when_text, project.commons]
    texts += [each.sentence for each in project.needs_and_offers]
    texts += [words for each in project.more for words in each["text"].values()]
    return Entry(project.id, project.title, " ".join(names), " ".join(texts))


def _facets(project: Project) -> dict[str, Any]:
    """Gather what lists count and sort of a project: a row of `ProjectFacets`."""
    call, town = project.call, territory(project.call.territory)
    return {
        "project_id": project.id,
        "call_id": call.id,
        "association_id": project.association.id,
        "public_since": project.public_since,
        "themes": _keys(project.themes),
        "quarters": _keys(project.neighbourhoods),
        "kinds": _keys(dict.fromkeys(each.kind for each in project.needs)),
        "priority": town.is_priority(project.neighbourhoods, call.closes_on),
        "commons": project.gave_commons or project.gave_in_news,
        "title_key": slug_of(project.title),
        "association_key": slug_of(project.association.name),
    }


def _keys(keys: Iterable[str]) -> str:
    """Write keys with a space before, between and after, so that each is found whole."""
    return "".join(f" {key}" for key in keys) + " "
