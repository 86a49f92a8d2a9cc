"""The application for a server: `gunicorn wsgi:app`, or `flask --app wsgi …` for commands."""

import sys

from grants.app import create_app
from grants.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(str(error))
