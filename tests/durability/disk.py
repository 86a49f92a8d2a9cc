"""A disk without power: the calls that a program made on its files, and what a cut between two of them may leave.

Everything before a file's last sync is kept. Each later write is cut in sectors of 512 bytes, and each sector reaches
the disk or not, whatever the order. Names made, removed or changed since the folder's last sync are kept up to any of
them, as a journalled file system does, or each by chance.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator

SECTOR = 512
SYNCS = {"fsync", "fdatasync"}
NAMES = {
    "unlink": "unlink",
    "unlinkat": "unlink",
    "mkdir": "mkdir",
    "mkdirat": "mkdir",
    "rename": "rename",
    "link": "link",
}
CALLS = "openat,write,pwrite64,pwritev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,link,mkdir,mkdirat"
TRACE = [
    "strace",
    "-f",
    "--seccomp-bpf",
    "-qq",
    "-y",
    "-xx",
    "-s",
    "4000000",
    "-e",
    f"trace={CALLS}",
    "-e",
    "signal=none",
]
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?).*$", re.DOTALL)
FD = re.compile(r"^(?:AT_FDCWD|(\d+))<((?:[^>\\]|\\.)*)>")
SYNC_BEGUN = re.compile(r"^\d+ +f(?:data)?sync\(\d+<((?:[^>\\]|\\.)*)>")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changed something: its kind, the file, and its arguments; `by` is who made it."""

    kind: str
    path: str
    data: bytes = b""
    offset: int = 0
    other: str = ""
    by: str = ""


@dataclass
class File:
    """A file as it is on the disk for certain, and what was written since its last sync."""

    kept: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)
    begun: dict[str, int] = field(default_factory=dict)

    def begin_sync(self, by: str) -> None:
        """Note what somebody's sync covers: what was written before it began."""
        self.begun[by] = len(self.pending)

    def sync(self, by: str) -> None:
        """Bring to the disk what was written before this sync began."""
        covered = self.begun.pop(by, len(self.pending))
        for kind, offset, data in self.pending[:covered]:
            put(self.kept, kind, offset, data)
        del self.pending[:covered]
        self.begun = {each: max(0, upto - covered) for each, upto in self.begun.items()}

    def after_a_cut(self, pick: random.Random) -> bytearray:
        """Return what may be found: each sector of each write since the last sync, or not."""
        left, luck = bytearray(self.kept), pick.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for kind, offset, data in self.pending:
            if kind == "truncate":
                if pick.random() < luck:
                    put(left, kind, offset, data)
                continue
            for start in range(0, len(data), SECTOR):
                if pick.random() < luck:
                    put(left, kind, offset + start, data[start : start + SECTOR])
        return left


def put(content: bytearray, kind: str, offset: int, data: bytes) -> None:
    """Write into a content, holes being zeros."""
    if kind == "truncate":
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


class Disk:
    """The files under one folder, from a copy made before the recording."""

    def __init__(self, folder: Path, named: str):
        """Read the files of `folder`, which the recorded program knew as `named`."""
        self.named = named.rstrip("/")
        self.files = {}
        self.folders = {""}
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if path.is_dir():
                self.folders.add(name)
            elif path.is_file():
                self.files[name] = File(bytearray(path.read_bytes()))
        self.names = dict(self.files)
        self.changed: list[tuple[str, str, File | None]] = []

    def inside(self, path: str) -> str | None:
        """Return the name of a path under the folder, None outside it."""
        if path == self.named:
            return ""
        return path[len(self.named) + 1 :] if path.startswith(f"{self.named}/") else None

    def play(self, call: Call) -> None:
        """Have a call happen."""
        name = self.inside(call.path)
        if name is None:
            return
        kind = getattr(self, f"_{call.kind}", None)
        if kind is not None:
            kind(name, call)

    def _create(self, name: str, _call: Call) -> None:
        if name not in self.files and name not in self.folders:
            self._name(name, File())

    def _name(self, name: str, file: File | None) -> None:
        """Give a name to a file, or take it away, until the folder is synced."""
        if file is None:
            self.files.pop(name, None)
        else:
            self.files[name] = file
        self.changed.append((str(Path(name).parent) if "/" in name else "", name, file))

    def _mkdir(self, name: str, _call: Call) -> None:
        self.folders.add(name)

    def _write(self, name: str, call: Call) -> None:
        if name in self.files:
            self.files[name].pending.append(("write", call.offset, call.data))

    def _truncate(self, name: str, call: Call) -> None:
        if name in self.files:
            self.files[name].pending.append(("truncate", call.offset, b""))

    def _begin_sync(self, name: str, call: Call) -> None:
        if name in self.files:
            self.files[name].begin_sync(call.by)

    def _sync(self, name: str, call: Call) -> None:
        if name in self.files:
            self.files[name].sync(call.by)
        elif name in self.folders:
            self._keep_names([each for each in self.changed if each[0] == name])
            self.changed = [each for each in self.changed if each[0] != name]

    def _unlink(self, name: str, _call: Call) -> None:
        if name in self.files:
            self._name(name, None)

    def _rename(self, name: str, call: Call) -> None:
        new = self.inside(call.other)
        if name in self.files and new is not None:
            file = self.files[name]
            self._name(new, file)
            self._name(name, None)

    def _link(self, name: str, call: Call) -> None:
        new = self.inside(call.other)
        if name in self.files and new is not None:
            self._name(new, self.files[name])

    def _keep_names(self, changed: Iterable[tuple[str, str, File | None]]) -> None:
        for _, name, file in changed:
            if file is None:
                self.names.pop(name, None)
            else:
                self.names[name] = file

    def cut(self, pick: random.Random, to: Path) -> None:
        """Write what a power cut may leave now into an empty folder; this disk goes on unchanged."""
        ordered = pick.random() < 0.5
        upto = pick.randint(0, len(self.changed))
        luck = pick.random()
        left = self.changed[:upto] if ordered else [each for each in self.changed if pick.random() < luck]
        before = dict(self.names)
        self._keep_names(left)
        found, self.names = self.names, before
        for name in sorted(self.folders):
            (to / name).mkdir(parents=True, exist_ok=True)
        for name, file in found.items():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            (to / name).write_bytes(file.after_a_cut(pick) if file.pending else file.kept)


def calls_of(lines: Iterable[str], home: str = "") -> Iterator[Call]:
    """Read the calls of a trace in their order; a name without a folder is one of the folder `home`.

    A sync that others interrupt in the trace is told twice, when it begins and when it is over.
    """
    places: dict[str, int] = {}
    begun: dict[str, str] = {}
    for line in lines:
        pid = line.split(" ", 1)[0]
        if "<unfinished ...>" in line:
            begun[pid] = line.partition(" <unfinished ...>")[0]
            if found := SYNC_BEGUN.match(line):
                yield Call("begin_sync", _path(found[1]), by=pid)
            continue
        whole = line
        if "resumed>" in line:
            whole = begun.pop(pid, "") + line.partition("resumed>")[2]
        if found := LINE.match(whole.rstrip("\n")):
            for call in _call(found[2], found[3], found[4], places):
                yield replace(
                    call, path=_beside(home, call.path.encode()), other=_beside(home, call.other.encode()), by=pid
                )


def _text(quoted: str) -> bytes:
    return bytes.fromhex(quoted.replace("\\x", ""))


def _path(text: str) -> str:
    return _text(text).decode(errors="replace") if text.startswith("\\x") else text


def _call(name: str, told: str, result: str, places: dict[str, int]) -> Iterator[Call]:
    """Read one call; `places` follows where each open file is written next."""
    if result == "?" or int(result) < 0:
        return
    fd = FD.match(told)
    where = _path(fd[2]) if fd else ""
    texts = [_text(each) for each in STRING.findall(told)]
    if name in {"write", "pwrite64", "pwritev"}:
        yield _written(name, where, b"".join(texts)[: int(result)], told, places)
    elif name == "openat":
        path = _beside(where, texts[0])
        places[path] = 0
        yield from [Call("create", path)] if "O_CREAT" in told else []
        yield from [Call("truncate", path)] if "O_TRUNC" in told else []
    elif name == "ftruncate":
        yield Call("truncate", where, offset=int(told.rpartition(",")[2]))
    elif name in SYNCS:
        yield Call("sync", where)
    elif name in NAMES:
        yield Call(NAMES[name], _beside(where, texts[0]), other=_beside(where, texts[-1]))


def _written(name: str, where: str, data: bytes, told: str, places: dict[str, int]) -> Call:
    """Read a write, which says its place or follows the one before."""
    offset = places.get(where, 0) if name == "write" else int(told.rpartition(",")[2])
    if name == "write":
        places[where] = offset + len(data)
    return Call("write", where, data, offset)


def _beside(folder: str, name: bytes) -> str:
    """Return a whole path."""
    return str(Path(folder) / name.decode(errors="replace"))


def has_strace() -> bool:
    """Tell whether this machine can record."""
    return shutil.which("strace") is not None
