"""The public list and a project's page beside the bare framework, in CPU time of the same run.

    python bench/pages.py [--projects 1100 10000] [--seconds 2] [--kept FOLDER] [--json FILE]

Each size gets its own database (SQLite in a temporary folder, or DATABASE_URL's, one size then). With `--kept` it
stays in that folder, and is measured again without being written again. Peers over the same database: Flask
alone, and a page of fifty cards read through the ORM and a template, without filters, counts or layout. All are served
by gunicorn with two workers and asked one request after the other; the cost is the CPU time of the workers. The ratio
is that of a page to its peer. Goals: list and JSON ≤ 3, project ≤ 2, kept page and 304 ≤ 2 × Flask alone. Pages
measured as made anew carry a parameter nobody asked before.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alembic import command
from flask import Flask, render_template_string
from sqlalchemy import func, insert, select
from sqlalchemy.orm import joinedload

from grants.accounts.models import Association
from grants.app import create_app
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db
from grants.operations.cli import alembic_config
from grants.projects.models import NeedOffer, Project, ProjectPlace, ProjectTheme
from grants.projects.services import index_all
from grants.settings import load_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_YEAR = 50
MOST_YEARS = 40
"""No town has asked for more years: a large one has more projects in each."""
LAST_YEAR = 2026
VOCABULARY = """
atelier jardin vélo chorale quartier mémoire récit marche cuisine lecture théâtre école radio numérique fête port bateau
couture réparation forêt compost danse sport jeunes aînés parole santé accueil langue bibliothèque
"""
WORDS = VOCABULARY.split()
CARDS = """<!doctype html><title>Projets</title><ul>{% for project in projects %}<li><article>
<p>{{ project.call.year }}</p><h2><a href="/projets/{{ project.slug }}">{{ project.title }}</a></h2>
<p><strong>{{ project.association.name }}</strong></p><p>{{ project.hook }}</p></article></li>{% endfor %}</ul>"""


def fill(number: int, chance: random.Random) -> None:
    """Write that many public projects over as many years as it takes, all but the last year's voted."""
    town = territory("port-leon")
    names = [f"Association {place}" for place in range(max(20, number // 4))]
    db.session.execute(insert(Association), [{"name": name} for name in names])
    projects, calls, acts = [], [], []
    per_year = max(PER_YEAR, -(-number // MOST_YEARS))
    for place in range(number):
        call = place // per_year + 1
        if call > len(calls):
            year = LAST_YEAR - call + 1
            day = {
                name: date(year, 6, 1) for name in ("opens_on", "closes_on", "complete_by", "settle_on", "council_on")
            }
            scheme = {"scheme": "envie-de-faire", "title": f"Appel {year}", "territory": town.key, "cap_cents": 230_000}
            calls.append({"year": year, **scheme, **day, "plenary_on": date(year, 6, 2), "report_by": date(year, 6, 3)})
            acts.append({"call_id": call, "number": str(year), "voted_on": date(year, 6, 1)})
        title = " ".join(chance.choices(WORDS, k=5)).capitalize()
        since = datetime(LAST_YEAR, 6, 1, tzinfo=UTC) - timedelta(days=7 * place)
        hook = " ".join(chance.choices(WORDS, k=15))
        what = "\n\n".join(" ".join(chance.choices(WORDS, k=60)) for _ in range(4))
        times = {"public_since": since, "created_at": since, "updated_at": since}
        row = {
            "slug": f"projet-{place}",
            "call_id": call,
            "association_id": chance.randint(1, len(names)),
            "title": title,
        }
        projects.append({**row, "hook": hook, "what": what, **times})
    for model, rows in ((Call, calls), (Deliberation, acts), (Project, projects)):
        db.session.execute(insert(model), rows)
    ids = range(1, number + 1)
    themes, quarters = [each.key for each in town.themes], [each.key for each in town.neighbourhoods]
    pairs = [(place, key, at) for place in ids for at, key in enumerate(chance.sample(themes, 2))]
    db.session.execute(
        insert(ProjectTheme), [dict(zip(("project_id", "theme", "position"), pair, strict=True)) for pair in pairs]
    )
    pairs = [(place, key, at) for place in ids for at, key in enumerate(chance.sample(quarters, 2))]
    db.session.execute(
        insert(ProjectPlace),
        [dict(zip(("project_id", "neighbourhood", "position"), pair, strict=True)) for pair in pairs],
    )
    said = [
        {"project_id": place, "side": side, "kind": "room", "sentence": "une salle"}
        for place in ids
        for side in ("need", "offer")
    ]
    db.session.execute(insert(NeedOffer), said)
    voted = [
        {"project_id": place, "deliberation_id": (place - 1) // per_year + 1, "voted_cents": 150_000} for place in ids
    ]
    db.session.execute(insert(Award), voted)
    index_all()
    db.session.commit()


def fifty() -> str:
    """Read fifty projects and show them: the peer."""
    chosen = select(Project).options(joinedload(Project.call), joinedload(Project.association))
    projects = db.session.scalars(chosen.order_by(Project.public_since.desc()).limit(50)).all()
    return render_template_string(CARDS, projects=projects)


def bare() -> Flask:
    """Return a Flask of its own over the same database, with nothing of the product but its tables."""
    alone = Flask("alone")
    alone.config["SQLALCHEMY_DATABASE_URI"] = load_settings().database_url
    db.init_app(alone)
    alone.add_url_rule("/nothing", "nothing", lambda: "ok")
    alone.add_url_rule("/fifty", "fifty", fifty)
    return alone


@contextmanager
def served(application: str, environ: dict[str, str]) -> Iterator[Server]:
    """Serve an application with two workers for a while."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ways = ["--pythonpath", f"{ROOT},{ROOT / 'bench'}", "--log-level", "error", "--no-control-socket"]
    line = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "2",
        "--threads",
        "4",
        "-b",
        f"127.0.0.1:{port}",
        *ways,
        application,
    ]
    process = subprocess.Popen(line, env=environ, cwd=ROOT)  # noqa: S603 - our own command line
    try:
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True)
class Server:
    """A gunicorn under way."""

    pid: int
    port: int

    def cpu(self) -> float:
        """Return the CPU seconds its workers have used."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        ticks = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[11:13] for worker in workers]
        return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")

    def ask(self, path: str, headers: dict[str, str]) -> HTTPResponse:
        """Make one request."""
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(200):
            with suppress(OSError):
                self.ask("/", {})
                return
            sleep(0.1)

    def cost(self, path: str, seconds: float, headers: dict[str, str] | None = None, *, anew: bool = False) -> float:
        """Return the CPU milliseconds of one request after a warm-up; `anew` asks an address nobody asked before."""
        sign = "&" if "?" in path else "?"
        addresses = (f"{path}{sign}neuf={number}" if anew else path for number in count(int(monotonic() * 1000)))
        for _ in range(12):
            self.ask(next(addresses), headers or {})
        before, asked, until = self.cpu(), 0, monotonic() + seconds
        while monotonic() < until:
            status = self.ask(next(addresses), headers or {}).status
            if status not in {200, 304}:
                message = f"{path} answered {status}"
                raise RuntimeError(message)
            asked += 1
        return (self.cpu() - before) / asked * 1000


@contextmanager
def room(kept: Path | None, number: int) -> Iterator[str]:
    """Give a folder for the database of one size, kept or not."""
    if kept is None:
        with tempfile.TemporaryDirectory() as var:
            yield var
    else:
        (kept / str(number)).mkdir(parents=True, exist_ok=True)
        yield str(kept / str(number))


def measure(number: int, seconds: float, kept: Path | None) -> dict[str, float]:
    """Return the milliseconds of each page at one size."""
    with room(kept, number) as var:
        environ = {**os.environ, "GRANTS_ENV": "testing", "GRANTS_VAR": var, "GRANTS_TRUSTED_HOSTS": "127.0.0.1"}
        app = create_app(load_settings(environ))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
            if db.session.scalar(select(func.count()).select_from(Project)) != number:
                fill(number, random.Random(1))  # noqa: S311 - repeatable
            db.session.remove()
            db.engine.dispose()
        found: dict[str, float] = {}
        with served("pages:bare()", environ) as alone, served("wsgi:app", environ) as product:
            alone.wait()
            product.wait()
            etag = product.ask("/projets/", {}).headers["ETag"]
            found["Flask alone"] = alone.cost("/nothing", seconds)
            found["50 cards through the ORM"] = alone.cost("/fifty", seconds)
            found["list"] = product.cost("/projets/", seconds, anew=True)
            found["list, theme"] = product.cost("/projets/?theme=mer", seconds, anew=True)
            found["search, two words"] = product.cost("/projets/?q=jardin+%C3%A9cole", seconds, anew=True)
            found["project"] = product.cost(f"/projets/projet-{number // 2}", seconds, anew=True)
            found["JSON of 50"] = product.cost("/api/v1/projects", seconds)
            found["list, kept"] = product.cost("/projets/", seconds)
            found["list, 304"] = product.cost("/projets/", seconds, {"If-None-Match": etag})
        return found


def main() -> None:
    """Measure, print the table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, nargs="+", default=[1100, 10_000])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = {number: measure(number, given.seconds, given.kept) for number in given.projects}
    print(f"{'page':28}" + "".join(f"{number:>12} {'ratio':>7}" for number in found))
    for page in next(iter(found.values())):
        peer = "Flask alone" if page in {"list, kept", "list, 304", "Flask alone"} else "50 cards through the ORM"
        cells = "".join(f"{costs[page]:9.2f} ms {costs[page] / costs[peer]:7.2f}" for costs in found.values())
        print(f"{page:28}{cells}  × {peer}")
    if given.json:
        given.json.write_text(json.dumps({"date": datetime.now(UTC).isoformat(), "milliseconds": found}, indent=1))


if __name__ == "__main__":
    main()
