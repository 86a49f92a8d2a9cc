"""The control: the same application, which answers first and commits a fifth of a second later.

Requests wait for the commits of those before them, so that nobody meets a file that is promised and not there yet: only
a kill in that fifth of a second loses.
"""

from threading import Event
from time import sleep

from flask import g, has_request_context

from grants.app import create_app
from grants.db import db
from grants.settings import load_settings

LATE = 0.2
app = create_app(load_settings())
commit_now = db.session.commit
late: set[Event] = set()


def wait_for_the_others():
    for each in list(late):
        each.wait()


def commit_later():
    if not has_request_context():
        commit_now()
        return
    db.session.flush()
    g.commits = True


@app.after_request
def answer_first(response):
    if g.get("commits"):
        session, done = db.session(), Event()
        db.session.registry.clear()
        late.add(done)

        def commit():
            sleep(LATE)
            session.commit()
            session.close()
            late.discard(done)
            done.set()
            app.extensions["jobs"].deliver_soon()

        response.call_on_close(commit)
    return response


db.session.commit = commit_later
app.before_request_funcs[None].insert(0, wait_for_the_others)
