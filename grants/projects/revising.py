"""A page corrected by its readers: each correction is a version, any version comes back, nothing is ever erased."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from grants.audit import record
from grants.db import db, now
from grants.domain.merging import rebase, without
from grants.projects.models import Project, Revision
from grants.projects.services import PLAIN, Story, index_projects, tell, told

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute

CORRECTED = ("hook", "what", "for_whom", "where_text", "when_text", "commons", "needs", "offers")
"""What anybody may correct. Never the title, which is the address; never who carries it, its money or its licence."""
BATCH = 500


def content_of(project: Project) -> dict[str, Any]:
    """Return what a page says today, as its versions keep it."""
    return plain(asdict(told(project)))


def story_from(content: Mapping[str, Any]) -> Story:
    """Read a version's content; what a later Story does not know is left out."""
    rows: dict[str, Any] = {
        key: tuple((kind, sentence) for kind, sentence in content.get(key, ())) for key in ("needs", "offers")
    }
    keys: dict[str, Any] = {key: tuple(content.get(key, ())) for key in ("neighbourhoods", "themes", "more")}
    fields: dict[str, Any] = {name: content[name] for name in PLAIN if name in content}
    return Story(**fields, **rows, **keys)


def plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content as JSON gives it back: lists, no tuples."""
    return {key: _listed(value) for key, value in content.items()}


def correct(project: Project, changes: Mapping[str, Sequence[Any]], author: str, hand_id: int) -> Revision | None:
    """Lay a correction over the page: by part, [what its author read, what they wrote]; None when nothing changes.

    What somebody else changed meanwhile is kept.
    """
    wanted = {key: pair for key, pair in changes.items() if key in CORRECTED}
    before, after = ({key: pair[side] for key, pair in wanted.items()} for side in (0, 1))
    today = content_of(project)
    merged = plain(rebase(today, before, after))
    if merged == today:
        return None
    return _say(project, merged, author, origin="correction", hand_id=hand_id)


def return_to(project: Project, number: int, author: str, actor: str = "command") -> Revision | None:
    """Give a page the corrected parts of an earlier version, as a new version; None when it says so already.

    Who carries the project and its licence stay as they are. Raises LookupError when there is no such version.
    """
    asked = select(Revision).where(Revision.project_id == project.id, Revision.number == number)
    wanted = db.session.scalars(asked).one_or_none()
    if wanted is None:
        raise LookupError(number)
    today = content_of(project)
    parts = {key: wanted.content[key] for key in (*CORRECTED, "title") if key in wanted.content}
    merged = plain({**today, **parts})
    if merged == today:
        return None
    record(actor, "page_put_back", f"project:{project.id}", {"version": number})
    return _say(project, merged, author, origin="return")


def undo(revisions: Collection[int], author: str) -> list[Project]:
    """Take back these corrections (ids), each page in one new version; return the pages that changed.

    Changes made by others are kept, also those made on top.
    """
    pages = set(_in_batches(select(Revision.project_id), Revision.id, revisions))
    changed = []
    for project, versions in _with_versions(sorted(pages)):
        clean = without([(each.id in revisions, plain(each.content)) for each in versions])
        today = content_of(project)
        merged = plain({**today, **{key: clean[key] for key in CORRECTED if key in clean}})
        if merged != today:
            changed.append((project, merged, versions[-1].number + 1))
    _say_all(changed, author)
    return [project for project, _merged, _number in changed]


def revisions_of(hands: Collection[int]) -> set[int]:
    """Return the corrections (ids) of these hands."""
    return set(_in_batches(select(Revision.id), Revision.hand_id, hands))


def kept_beside(project: Project, before: Story, story: Story) -> Story:
    """Return what a file tells again, with what readers corrected meanwhile in the parts that the file did not change.

    `before` is what the same file told last.
    """
    today, old, fresh = content_of(project), plain(asdict(before)), plain(asdict(story))
    merged = rebase(*({key: content[key] for key in CORRECTED} for content in (today, old, fresh)))
    return story_from({**fresh, **merged})


def _in_batches(asked: Select[int], column: InstrumentedAttribute[Any], ids: Collection[int]) -> list[int]:
    """Return the numbers asked for, a batch of ids at a time."""
    listed = sorted(ids)
    batches = (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
    return [found for batch in batches for found in db.session.scalars(asked.where(column.in_(batch)))]


def _with_versions(ids: Sequence[int]) -> list[tuple[Project, list[Revision]]]:
    """Return projects with all their versions, oldest first: four queries a batch."""
    found: list[tuple[Project, list[Revision]]] = []
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        kept: dict[int, list[Revision]] = defaultdict(list)
        asked = select(Revision).where(Revision.project_id.in_(batch)).order_by(Revision.project_id, Revision.number)
        for revision in db.session.scalars(asked):
            kept[revision.project_id].append(revision)
        projects = select(Project).where(Project.id.in_(batch)).order_by(Project.id)
        rows = (selectinload(Project.places), selectinload(Project.subjects), selectinload(Project.needs_and_offers))
        found += [(each, kept[each.id]) for each in db.session.scalars(projects.options(*rows))]
    return found


def _say(
    project: Project, content: Mapping[str, Any], author: str, *, origin: str, hand_id: int | None = None
) -> Revision:
    """Write a new version of one page."""
    last = db.session.scalar(select(func.max(Revision.number)).where(Revision.project_id == project.id)) or 0
    _say_all([(project, content, last + 1)], author, origin=origin, hand_id=hand_id)
    asked = select(Revision).where(Revision.project_id == project.id, Revision.number == last + 1)
    return db.session.scalars(asked).one()


def _say_all(
    said: Sequence[tuple[Project, Mapping[str, Any], int]],
    author: str,
    *,
    origin: str = "return",
    hand_id: int | None = None,
) -> None:
    """Write a new version of each page, and have lists and search find its words."""
    instant = now()
    for project, content, number in said:
        tell(project, story_from(content))
        project.updated_at = instant
        db.session.add(
            Revision(
                project_id=project.id,
                number=number,
                at=instant,
                author=author,
                origin=origin,
                hand_id=hand_id,
                content=dict(content),
            )
        )
    db.session.flush()
    index_projects([project for project, _content, _number in said])


def _listed(value: object) -> object:
    """Turn tuples into lists, all the way down."""
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, tuple | list) else value


def version_content(project: Project, number: int = 0) -> tuple[int, dict[str, Any]]:
    """Return the number and the content of a version; of what the page says today when there is none of that number."""
    asked = select(Revision).where(Revision.project_id == project.id).order_by(Revision.number.desc()).limit(1)
    found = db.session.scalar(asked.where(Revision.number == number)) if number else None
    if found is not None:
        return number, {**content_of(project), **plain(found.content)}
    last = db.session.scalar(asked)
    return last.number if last else 0, content_of(project)
