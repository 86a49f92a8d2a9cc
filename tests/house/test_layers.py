"""The layers hold: who may import whom, who may commit, who may speak SQL."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.source import GRANTS, HOUSE, is_page_or_command, modules

LINT_IMPORTS = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
)

TRESPASSES = {
    "calls/views.py": "import grants.budget.services\nimport sqlalchemy\n",
    "calls/services.py": "import flask\nimport grants.calls.forms\n",
    "calls/forms.py": "",
    "budget/services.py": "import weasyprint\nimport authlib\n",
    "domain/rules.py": "import werkzeug\n",
    "plenary/prints/signs.py": "import sqlalchemy\n",
}
NUMPY_WORKS_IN = "grants/domain/seating"
NUMPY = {"numpy", "numpy.typing"}
ENDS_ITS_OWN_TRANSACTIONS = {
    "grants/mail/delivery.py": "each delivered mail is noted before the next one leaves",
    "grants/accounts/services/sessions.py": "a visit is noted apart from the page that only reads",
    "grants/jobs.py": "each piece of daily work is kept whole, or not at all",
    "grants/errors.py": "the page of an error undoes what crashed, else it crashes in turn",
}


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter there, in a process of its own: it keeps what it imported."""
    command = [sys.executable, "-c", LINT_IMPORTS]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own words


def foreign_imports(text: str) -> set[str]:
    """Return the top-level names a module imports that are neither the standard library nor grants.domain."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return {name for name in names if name.split(".")[0] not in sys.stdlib_module_names and not is_domain(name)}


def is_domain(name: str) -> bool:
    return name == "grants.domain" or name.startswith("grants.domain.")


def ended_transactions(text: str) -> list[int]:
    """Return the lines that commit, roll back or open a transaction that ends by itself."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback", "begin"}
    ]


def spoken_sql(text: str) -> list[int]:
    """Return the lines that use the session for anything but ending the transaction."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "session"
        and ast.unparse(node.value.value) == "db"
        and node.attr not in {"commit", "rollback"}
    ]


def test_the_import_contracts_are_kept() -> None:
    answer = linted(HOUSE)
    assert answer.returncode == 0, answer.stdout


def test_each_import_contract_can_be_broken(tmp_path: Path) -> None:
    rules = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (tmp_path / "pyproject.toml").write_text((HOUSE / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in TRESPASSES.items():
        module = tmp_path / "grants" / name
        module.parent.mkdir(parents=True, exist_ok=True)
        for folder in (module.parent, module.parent.parent):
            (folder / "__init__.py").touch()
        module.write_text(text, encoding="utf-8")
    (tmp_path / "grants" / "__init__.py").touch()
    answer = linted(tmp_path)
    assert answer.returncode != 0
    for contract in rules["contracts"]:
        assert f"{contract['name']} BROKEN" in " ".join(answer.stdout.split()), contract["name"]


def test_the_rules_import_the_standard_library_alone() -> None:
    strangers = {}
    for name, text in modules(GRANTS / "domain"):
        found = foreign_imports(text) - (NUMPY if f"grants/{name}".startswith(NUMPY_WORKS_IN) else set())
        if found:
            strangers[name] = found
    assert strangers == {}


def test_a_foreign_import_would_be_seen() -> None:
    assert foreign_imports(
        "import json, numpy\nfrom grants.db import db\nfrom . import x\nimport grants.domain.states"
    ) == {
        "numpy",
        "grants.db",
        ".",
    }


def test_only_pages_and_commands_end_a_transaction() -> None:
    elsewhere = {
        name: lines
        for name, text in modules()
        if not is_page_or_command(name)
        and name not in ENDS_ITS_OWN_TRANSACTIONS
        and (lines := ended_transactions(text))
    }
    assert elsewhere == {}


def test_a_commit_would_be_seen() -> None:
    assert ended_transactions("def keep():\n    db.session.commit()\n    db.session.flush()\n") == [2]
    assert ended_transactions("with engine.begin() as connection:\n    pass\n") == [1]


def test_pages_and_commands_speak_no_sql() -> None:
    speaking = {
        name: lines
        for name, text in modules()
        if (is_page_or_command(name) or Path(name).stem == "forms") and (lines := spoken_sql(text))
    }
    assert speaking == {}


def test_sql_in_a_page_would_be_seen() -> None:
    assert spoken_sql("row = db.session.get(Call, 1)\ndb.session.commit()\nrows = db.session.scalars(wanted)\n") == [
        1,
        3,
    ]
