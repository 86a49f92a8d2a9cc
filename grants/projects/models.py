"""A project as everybody reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import Base, now


class Project(Base):
    """What an association wants to do, published from the day its file is complete (`public_since`).

    Neighbourhoods and themes are keys of the call's territory. `number` is its place in the year's list (1, 2, …).
    `gave_commons` once its report, sent, names something that anybody may take and use again; `gave_in_news` as long as
    shown news do.
    `more` are the answers that only its call asks, in the words of the time (see `Story`).
    """

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    carried_group: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    hook: Mapped[str] = mapped_column(default="")
    what: Mapped[str] = mapped_column(default="")
    for_whom: Mapped[str] = mapped_column(default="")
    where_text: Mapped[str] = mapped_column(default="")
    when_text: Mapped[str] = mapped_column(default="")
    in_kind: Mapped[str] = mapped_column(default="")
    commons: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="CC BY-SA 4.0")
    first_time: Mapped[bool] = mapped_column(default=False)
    gave_commons: Mapped[bool] = mapped_column(default=False)
    gave_in_news: Mapped[bool] = mapped_column(default=False)
    more: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    public_since: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, index=True)

    call: Mapped[Call] = relationship()
    association: Mapped[Association] = relationship()
    places: Mapped[list[ProjectPlace]] = relationship(cascade="all, delete-orphan", order_by="ProjectPlace.position")
    points: Mapped[list[ProjectPoint]] = relationship(cascade="all, delete-orphan", order_by="ProjectPoint.id")
    subjects: Mapped[list[ProjectTheme]] = relationship(cascade="all, delete-orphan", order_by="ProjectTheme.position")
    needs_and_offers: Mapped[list[NeedOffer]] = relationship(
        cascade="all, delete-orphan", order_by="NeedOffer.position"
    )
    partners: Mapped[list[ProjectPartner]] = relationship(
        cascade="all, delete-orphan", order_by="ProjectPartner.position"
    )

    @property
    def carrier_ids(self) -> list[int]:
        """Numbers of the associations that carry it, that of its file first."""
        return [self.association_id, *(each.association_id for each in self.partners)]

    @property
    def carried_by(self) -> str:
        """Who carries it, as the evening names them: the group or the association of its file, then the others."""
        return ", ".join(
            [self.carried_group or self.association.name, *(each.association.name for each in self.partners)]
        )

    @property
    def neighbourhoods(self) -> list[str]:
        """Keys of the quarters where it happens."""
        return [place.neighbourhood for place in self.places]

    @property
    def themes(self) -> list[str]:
        """Keys of its themes, the first being the one it is listed under."""
        return [subject.theme for subject in self.subjects]

    @property
    def needs(self) -> list[NeedOffer]:
        """What the project looks for."""
        return [each for each in self.needs_and_offers if each.side == "need"]

    @property
    def offers(self) -> list[NeedOffer]:
        """What the project can give."""
        return [each for each in self.needs_and_offers if each.side == "offer"]


class ProjectPartner(Base):
    """An association that carries a project with the one of its file, and its part of what was voted, in cents.

    `share_cents` is None until the parts are written: they are equal then. What the others leave is the carrier's.
    """

    __tablename__ = "project_partner"
    __table_args__ = (CheckConstraint("share_cents > 0", name="share"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), primary_key=True, index=True)
    position: Mapped[int]
    share_cents: Mapped[int | None] = mapped_column(BigInteger)

    association: Mapped[Association] = relationship()


class ProjectPlace(Base):
    """A quarter where a project happens."""

    __tablename__ = "project_place"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    neighbourhood: Mapped[str] = mapped_column(primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ProjectPoint(Base):
    """An exact place where a project happens, in degrees (WGS 84): a hall, a garden, never somebody's home.

    A project without any stands in its quarters.
    """

    __tablename__ = "project_point"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float]
    longitude: Mapped[float]


class ProjectTheme(Base):
    """A theme of a project."""

    __tablename__ = "project_theme"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class NeedOffer(Base):
    """A thing a project looks for, or can give, with its kind and a sentence."""

    __tablename__ = "need_offer"
    __table_args__ = (
        CheckConstraint("side IN ('need', 'offer')", name="side"),
        CheckConstraint(
            "kind IN ('room', 'equipment', 'skill', 'volunteers', 'public', 'communication', 'partner', 'money',"
            " 'other')",
            name="kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    side: Mapped[str]
    kind: Mapped[str]
    sentence: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class Revision(Base):
    """What a project's page said at one time, whole, and who wrote it.

    `origin` tells what made it: the file of its association, a reader's correction, or a return to earlier words.
    `hand_id` numbers the hand (of `grants.voices`) that corrected.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("origin IN ('file', 'correction', 'return')", name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    author: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="file")
    hand_id: Mapped[int | None] = mapped_column(index=True)
    content: Mapped[dict[str, Any]]


class ProjectFacets(Base):
    """What lists count, choose and sort of a public project, on one narrow row: a whole project is ten times wider.

    Written with the search index, dropped with it. Themes, quarters and kinds of need are keys with a space before,
    between and after; the two sort keys are folded, without article. `priority` holds on the day the call closes.
    """

    __tablename__ = "project_facets"
    __table_args__ = (Index("ix_project_facets_newest", "public_since", "project_id"),)

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    call_id: Mapped[int] = mapped_column(index=True)
    association_id: Mapped[int] = mapped_column(index=True)
    public_since: Mapped[datetime]
    themes: Mapped[str] = mapped_column(default="")
    quarters: Mapped[str] = mapped_column(default="")
    kinds: Mapped[str] = mapped_column(default="")
    priority: Mapped[bool] = mapped_column(default=False)
    commons: Mapped[bool] = mapped_column(default=False)
    title_key: Mapped[str] = mapped_column(default="", index=True)
    association_key: Mapped[str] = mapped_column(default="", index=True)


class KnownWord(Base):
    """A word that public projects use or used, folded, for the typos of those who search.

    `spelling` is how it was first written, `length` its letters, `letters` one bit for each letter from a to z in it.
    """

    __tablename__ = "known_word"

    word: Mapped[str] = mapped_column(primary_key=True)
    spelling: Mapped[str]
    length: Mapped[int] = mapped_column(index=True)
    letters: Mapped[int] = mapped_column(BigInteger)
