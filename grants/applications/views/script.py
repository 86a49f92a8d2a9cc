"""The form's script: small modules, served as one file so that a phone far from everything asks once."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

from flask import Response, current_app

from grants.applications.views.blueprint import bp
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SHARED = ("keep", "server")
"""Modules whose exported names the others use: no two may export the same name."""

PAGES = ("autosave", "recover", "gauge", "budget", "numbers", "reread")
"""Modules that act on the page, each with names of its own."""

YEAR = 31_536_000


@bp.get("/ecrire.js")
@open_to(EVERYONE)
def script() -> ResponseReturnValue:
    """Give the form's modules joined."""
    answer = Response(joined(_folder()), mimetype="text/javascript")
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}"
    return answer


def script_address() -> str:
    """Return where the script is; another script has another address."""
    mark = hashlib.sha256(joined(_folder()).encode()).hexdigest()[:12]
    return f"/ecrire.js?v={mark}"


bp.add_app_template_global(script_address)


@cache
def joined(folder: str) -> str:
    """Return one module: the shared ones in the open, those of pages each in a block, where its names stay its own."""
    shared = [re.sub(r"^export ", "", _module(folder, name), flags=re.MULTILINE) for name in SHARED]
    pages = [f"{{\n{_module(folder, name)}}}\n" for name in PAGES]
    return "".join([*shared, *pages])


def _folder() -> str:
    """Return where the modules are."""
    return f"{current_app.static_folder}/js"


def _module(folder: str, name: str) -> str:
    """Read a module without what it imports: all is in one file."""
    with open(f"{folder}/{name}.js", encoding="utf-8") as file:  # noqa: PTH123 - a name of ours in a folder of ours
        return re.sub(r"^import .*;\n", "", file.read(), flags=re.MULTILINE)
