"""What the product is made of is told, library by library, as it is locked."""

from __future__ import annotations

import json
import re

from tests.house.source import GRANTS, HOUSE

BILL = json.loads((HOUSE / "sbom.cdx.json").read_text(encoding="utf-8"))


def locked() -> dict[str, str]:
    """Return the libraries of requirements.txt and their versions."""
    named = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (HOUSE / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    return {plain(name): version for name, version in named}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def libraries() -> list[dict]:
    return [each for each in BILL["components"] if each["type"] == "library"]


def test_the_bill_of_materials_is_cyclonedx_and_tells_exactly_what_is_locked() -> None:
    assert BILL["bomFormat"] == "CycloneDX"
    assert {plain(each["name"]): each["version"] for each in libraries()} == locked()


def test_each_library_comes_with_its_licence_and_the_sums_of_the_lock() -> None:
    lock = (HOUSE / "requirements.txt").read_text(encoding="utf-8")
    for each in libraries():
        sums = [found["content"] for reference in each["externalReferences"] for found in reference["hashes"]]
        assert each["licenses"], each["name"]
        assert sums, each["name"]
        assert all(found in lock for found in sums), each["name"]


def test_the_fonts_shipped_are_told_too() -> None:
    folders = {prop["value"] for each in BILL["components"] for prop in each.get("properties", [])}
    assert str((GRANTS / "static" / "fonts").relative_to(HOUSE)) in folders
