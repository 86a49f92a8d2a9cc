"""What is installed is locked, and what is committed belongs to no machine in particular."""

from __future__ import annotations

import re

from tests.house.source import HOUSE

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(.*)$", re.MULTILINE)
WISH = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.-])/(?:work|root|home|Users)/\w")
READ = {
    ".py",
    ".html",
    ".txt",
    ".js",
    ".css",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".json",
    ".service",
    ".po",
    ".in",
    ".sh",
    "",
}
NOT_OURS = {
    ".venv",
    ".git",
    "var",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}


def pins(lock: str) -> dict[str, str]:
    """Return the versions a lock file fixes, by normalised name."""
    return {re.sub("[-_.]+", "-", name).lower(): version for name, version, _ in PIN.findall(lock)}


def unlocked(wishes: str, lock: str) -> set[str]:
    """Return what is asked for and not locked."""
    return {re.sub("[-_.]+", "-", name).lower() for name in WISH.findall(wishes)} - set(pins(lock))


def without_hash(lock: str) -> list[str]:
    """Return the pinned libraries that no hash holds."""
    parts = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return [part.split("==")[0] for part in parts if "==" in part and "--hash=sha256:" not in part]


def read(name: str) -> str:
    return (HOUSE / name).read_text(encoding="utf-8")


def test_every_library_asked_for_is_locked_with_hashes() -> None:
    for name in ("requirements", "requirements-dev"):
        assert unlocked(read(f"config/{name}.in"), read(f"{name}.txt")) == set()
        assert without_hash(read(f"{name}.txt")) == []


def test_tests_run_on_the_versions_that_are_served() -> None:
    served, tested = pins(read("requirements.txt")), pins(read("requirements-dev.txt"))
    assert {name: version for name, version in served.items() if tested.get(name) != version} == {}


def test_an_unlocked_library_would_be_seen() -> None:
    lock = "flask==3.1.3 \\\n    --hash=sha256:00\npsycopg-binary==3.3.9\n"
    assert unlocked("# what we need\nFlask>=3.1,<4\npsycopg[binary]>=3.2\n", lock) == {"psycopg"}
    assert without_hash(lock) == ["psycopg-binary"]


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    found = {}
    for path in sorted(HOUSE.rglob("*")):
        parts = path.relative_to(HOUSE).parts
        if path.is_file() and path.suffix in READ and not NOT_OURS & set(parts) and "__pycache__" not in parts:
            named = SOMEBODYS_FOLDER.findall(path.read_text(encoding="utf-8", errors="replace"))
            if named and path.name != "test_files.py":
                found[str(path.relative_to(HOUSE))] = named
    assert found == {}


def test_a_folder_of_somebodys_machine_would_be_seen() -> None:
    assert SOMEBODYS_FOLDER.findall("open('/home/ana/data.csv')") != []
    assert SOMEBODYS_FOLDER.findall("https://ville.example/home/page and ../shared/data/") == []
