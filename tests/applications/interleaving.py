"""Two editors at one file: what each page shows and types, what reaches the town and when, and who overwrites whom.

The town is the real service over the real database. What a page had on its screen is followed here as plain texts,
without the fingerprints that the product compares.
"""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier

from grants.applications import services
from grants.applications.models import Application
from grants.applications.services import Writer
from grants.db import db
from grants.domain.file import mark

FIELDS = ("title", "hook", "what")
TURNS = 14


@dataclass
class Page:
    """An open page: texts on the screen, fingerprints it holds, texts not known to be saved, all it ever showed."""

    name: str
    texts: dict[str, str]
    marks: dict[str, str]
    waiting: set[str] = field(default_factory=set)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def show(self, key, text):
        self.seen.setdefault(key, set()).add(text)

    def type(self, key, text):
        self.texts[key] = text
        self.waiting.add(key)
        self.show(key, text)

    def hear(self, said):
        """Take what the town answered: fingerprints, and the other text where two were written."""
        for key in said.sent:
            if key in said.clashes:
                self.show(key, said.clashes[key])
                continue
            self.marks[key] = mark(said.sent[key])
            if self.texts[key] == said.sent[key]:
                self.waiting.discard(key)


@dataclass
class Said:
    """What a save sent, and what stood instead where it met another text."""

    sent: dict[str, str]
    clashes: dict[str, str]


class Town:
    """The file as the town has it."""

    def __init__(self, app, public_id, *, careful=True):
        self.app, self.public_id, self.careful = app, public_id, careful

    def save(self, page, sent, *, script=True):
        """Save as a page does, by script or by a button; a careless town takes every save as if it had been shown."""
        with self.app.app_context():
            file = db.session.query(Application).filter_by(public_id=self.public_id).one()
            marks = page.marks if self.careful else {key: mark(file.answers.get(key, "")) for key in sent}
            saved = services.save(file, sent, dict(marks), Writer(page.name, "", "", alone=script))
            clashes = {key: saved.answers.get(key, "") for key in saved.clashes}
            db.session.commit()
            return Said(dict(sent), clashes)

    def answers(self):
        with self.app.app_context():
            file = db.session.query(Application).filter_by(public_id=self.public_id).one()
            return {key: file.answers.get(key, "") for key in FIELDS}

    def everything(self):
        """Return every text of each field that a person can still find: in the file, or set aside in its log."""
        with self.app.app_context():
            file = db.session.query(Application).filter_by(public_id=self.public_id).one()
            found = {key: {file.answers.get(key, "")} for key in FIELDS}
            for event in file.events:
                if event.kind == "set_aside":
                    found[event.details["field"]].add(event.words)
            return found


class Interleaving:
    """One random story of two editors; `losses` says who overwrote what without having seen it."""

    def __init__(self, town, seed):
        self.town = town
        self.chance = random.Random(seed)  # noqa: S311 - the same story each time
        self.number = 0
        self.losses = []
        self.pages = [self.open(), self.open()]
        self.left = []

    def open(self):
        """Open a page: it shows what the town has, under a name of its own."""
        self.number += 1
        texts = self.town.answers()
        page = Page(f"p{self.number}", dict(texts), {key: mark(text) for key, text in texts.items()})
        for key, text in texts.items():
            page.show(key, text)
        return page

    def run(self):
        for turn in range(TURNS):
            page = self.chance.choice(self.pages)
            act = self.chance.choice(
                [self.types, self.types, self.types, self.saves, self.saves, self.loses, self.presses, self.returns,
                 self.insists, self.both]
            )  # fmt: skip
            act(page, turn)
        for page in [*self.left, *self.pages]:
            self.deliver(page)
        return self.losses

    def types(self, page, turn):
        key = self.chance.choice(FIELDS)
        page.type(key, self.chance.choice(["", page.texts[key], *[f"{page.name} {turn} é"] * 4]))

    def saves(self, page, _turn):
        """The script saves what waits."""
        self.deliver(page)

    def loses(self, page, _turn):
        """The save arrives, its answer does not."""
        self.deliver(page, heard=False)

    def presses(self, page, _turn):
        """A button sends the whole page; where two texts met both are shown, else another page opens."""
        said = self.send([(page, dict(page.texts), False)])[0]
        page.hear(said)
        for key, theirs in said.clashes.items():
            page.marks[key] = mark(theirs)
            page.waiting.add(key)
        if not said.clashes:
            self.pages[self.pages.index(page)] = self.open()

    def returns(self, page, _turn):
        """The page closes; what it had not saved stays on the device, and a later page offers it under its name."""
        if page.waiting:
            self.left.append(page)
        self.pages[self.pages.index(page)] = self.open()
        if self.left and self.chance.random() < 0.7:
            self.deliver(self.left.pop(0))

    def insists(self, page, _turn):
        """After both texts were shown, somebody keeps theirs."""
        said = self.deliver(page)
        for key, theirs in (said.clashes if said else {}).items():
            page.marks[key] = mark(theirs)
            page.waiting.add(key)
        self.deliver(page)

    def both(self, _page, turn):
        """Two saves arrive at the same instant."""
        for page in self.pages:
            page.type("title", f"{page.name} {turn} ensemble")
        sent = [(page, {key: page.texts[key] for key in page.waiting}, True) for page in self.pages]
        for page, said in zip(self.pages, self.send(sent), strict=True):
            page.hear(said)

    def deliver(self, page, *, heard=True):
        sent = {key: page.texts[key] for key in sorted(page.waiting)}
        if not sent:
            return None
        said = self.send([(page, sent, True)])[0]
        if heard:
            page.hear(said)
        return said

    def send(self, saves):
        """Send saves, all at once, and look for a text that nobody can find any more."""
        before = self.town.everything()
        start = Barrier(len(saves))

        def one(save):
            start.wait()
            page, sent, script = save
            return self.town.save(page, sent, script=script)

        if len(saves) == 1:
            said = [one(saves[0])]
        else:
            with ThreadPoolExecutor(len(saves)) as pool:
                said = list(pool.map(one, saves))
        self.compare(before, self.town.everything(), saves)
        return said

    def compare(self, before, after, saves):
        """Note each text typed here that is nowhere, and each text that left unseen by whoever saved."""
        for key in FIELDS:
            shown = set()
            for page, sent, _script in saves:
                if key not in sent:
                    continue
                shown |= page.seen[key]
                typed = key in page.waiting and mark(sent[key]) != page.marks[key]
                met = any(sent[key] in other.seen[key] for other, each, _ in saves if other is not page and key in each)
                if typed and not met and sent[key] not in after[key]:
                    self.losses.append(f"{key}: {sent[key]!r}, typed, is nowhere")
            self.losses += [f"{key}: {text!r} left unseen" for text in before[key] - after[key] - shown]
