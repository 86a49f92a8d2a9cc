"""The control: the same application, which answers first and commits a fifth of a second later."""

from threading import Timer

from grants.app import create_app
from grants.db import db
from grants.settings import load_settings

LATE = 0.2
app = create_app(load_settings())


def commit_later():
    session = db.session()
    db.session.registry.clear()

    def commit():
        with app.app_context():
            session.commit()
            session.close()

    Timer(LATE, commit).start()


db.session.commit = commit_later
