"""What the product is made of, and whether anything known is wrong with it.

    python -m bench.trust.dependencies [--write] [--json FILE]

A place of its own receives exactly what `requirements.txt` locks; what is in it is told in CycloneDX (`sbom.cdx.json`,
written with --write), with the licence each library declares and the sums of the lock; then each library is looked up
in the advisories of the Python Packaging Authority. Status 1 when an advisory is open, and status 3 when one library
could not be looked up: silence is not a clean sheet. Control: a library with a known fault must be found.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from grants import __version__

BILL = ROOT / "sbom.cdx.json"
LOCK = ROOT / "requirements.txt"
FAULTY = "jinja2==2.11.2"
"""A release whose faults are public (PYSEC-2021-66): whoever looks must find it."""
FONT = {
    "type": "file",
    "bom-ref": "font:atkinson-hyperlegible-next",
    "name": "Atkinson Hyperlegible Next",
    "licenses": [{"license": {"id": "OFL-1.1"}}],
    "properties": [{"name": "path", "value": "grants/static/fonts"}],
}
READ_BY_HAND = {"pyrage": "MIT", "huey": "MIT", "pypdfium2": "BSD-3-Clause"}
"""Licences that stand in the library's own file and not in what it declares."""
UNAVAILABLE = 3


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a program and keep what it says."""
    return subprocess.run([str(each) for each in words], capture_output=True, text=True, check=False)  # noqa: S603 - words of ours


def place(folder: Path, *wanted: str) -> Path:
    """Make a virtual environment that holds what is wanted; return its folder of programs."""
    venv.create(folder, with_pip=True)
    pip = folder / "bin" / "pip"
    installed = run(pip, "install", "--quiet", "--disable-pip-version-check", *wanted)
    if installed.returncode:
        raise SystemExit(installed.stderr)
    return folder / "bin"


def plain(name: str) -> str:
    """Return the one spelling of a library's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sums() -> dict[str, list[str]]:
    """Return the SHA-256 sums that the lock admits, by name of library."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if named := re.match(r"([A-Za-z0-9._-]+)==", line):
            name = plain(named[1])
        if summed := re.search(r"--hash=sha256:([0-9a-f]{64})", line):
            found.setdefault(name, []).append(summed[1])
    return found


def bill(tools: Path, served: Path) -> dict[str, Any]:
    """Tell in CycloneDX what is served: the libraries installed, their licences, their sums, and the font shipped."""
    told = run(tools / "cyclonedx-py", "environment", "--output-reproducible", "--of", "JSON", served / "python")
    if told.returncode:
        raise SystemExit(told.stderr)
    made: dict[str, Any] = json.loads(told.stdout)
    locked = sums()
    kept = []
    for each in made["components"]:
        name = plain(each["name"])
        if name in locked:
            each.pop("externalReferences", None)
            reference = {"type": "distribution", "url": f"https://pypi.org/simple/{name}/"}
            reference["hashes"] = [{"alg": "SHA-256", "content": each_sum} for each_sum in sorted(locked[name])]
            told_licence = [{"license": {"id": READ_BY_HAND[name]}}] if name in READ_BY_HAND else each["licenses"]
            kept.append(each | {"externalReferences": [reference], "licenses": told_licence})
    references = {each["bom-ref"] for each in kept}
    made["components"] = [*sorted(kept, key=lambda each: each["name"].lower()), FONT]
    made["dependencies"] = [
        each | {"dependsOn": [other for other in each.get("dependsOn", []) if other in references]}
        for each in made["dependencies"]
        if each["ref"] in references
    ]
    made["metadata"]["component"] = {
        "type": "application",
        "bom-ref": "enviedefaire",
        "name": "enviedefaire",
        "version": __version__,
        "licenses": [{"license": {"id": "AGPL-3.0-or-later"}}],
    }
    return made


def advisories(tools: Path, *what: str) -> dict[str, Any]:
    """Look each library up; return how many, the faults found, and those nobody could look up."""
    asked = run(tools / "pip-audit", "--disable-pip", "--no-deps", "--progress-spinner", "off", "-f", "json", *what)
    try:
        told = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        return {"looked_up": 0, "faults": [], "unknown": [asked.stderr.strip().splitlines()[-1:]]}
    unknown = [each["name"] for each in told if "skip_reason" in each]
    faults = [f"{each['name']} {each['version']}: {fault['id']}" for each in told for fault in each.get("vulns", [])]
    return {"looked_up": len(told) - len(unknown), "faults": faults, "unknown": unknown}


def main() -> int:
    """Install, tell, look up, and say which of the three went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="keep the bill of materials in sbom.cdx.json")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tools = place(Path(folder, "tools"), "cyclonedx-bom>=7.5,<8", "pip-audit>=2.10,<3")
        served = place(Path(folder, "served"), "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
        made = bill(tools, served)
        if options.write:
            BILL.write_text(json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        faulty = Path(folder, "faulty.txt")
        faulty.write_text(FAULTY + "\n", encoding="utf-8")
        control = advisories(tools, "-r", str(faulty))
        found = advisories(tools, "-r", str(LOCK))
    figures = {"components": len(made["components"]), "control": control, **found}
    print(json.dumps(figures, indent=1))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if found["unknown"] or not control["faults"]:
        print("The advisories could not be read for all of them: nothing is known of their faults.", file=sys.stderr)
        return UNAVAILABLE
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
