"""nginx as deploy/nginx.conf says, on free ports of the loopback, with the certificate of a small authority."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
HOST = "enviedefaire.example"
PATIENCE = 60
MAIN = """
{user}
worker_processes 2;
worker_rlimit_nofile 16384;
pid {folder}/nginx.pid;
daemon off;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Front:
    """Where everything listens: nginx with and without TLS, gunicorn behind, the authority of the certificate."""

    secure: int
    plain: int
    behind: int
    authority: Path
    folder: Path


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def site(text: str, front: Front) -> str:
    """Move the shipped configuration to this machine: ports, certificate, log and cache; nothing else changes."""
    moved = {
        r"    listen \[::\].*\n": "",
        r"listen 80\b": f"listen 127.0.0.1:{front.plain}",
        r"listen 443\b": f"listen 127.0.0.1:{front.secure}",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{front.behind}",
        r"/etc/letsencrypt/live/[\w.]+/": f"{front.folder}/",
        r"/var/(log|cache)/nginx/": f"{front.folder}/",
    }
    for before, after in moved.items():
        text, times = re.subn(before, after, text)
        if not times:
            message = f"deploy/nginx.conf no longer says {before}"
            raise SystemExit(message)
    return text


def certify(folder: Path) -> Path:
    """Make an authority and a certificate of the host; return the authority's."""
    ask = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    authority = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Small authority"]
    names = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", f"subjectAltName=DNS:{HOST}"]
    plain = ["-addext", "basicConstraints=critical,CA:FALSE"]
    ours = ["-keyout", "privkey.pem", "-out", "fullchain.pem", "-subj", f"/CN={HOST}"]
    for each in ([*ask, *authority], [*ask, *names, *plain, *ours]):
        subprocess.run(each, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own words
    return folder / "ca.pem"


def program() -> str:
    """Return where nginx is; without it there is nothing to prove."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        sys.exit("nginx is not installed: apt-get install nginx-light")
    return found


@contextmanager
def front_of(var: Path, folder: Path, *, workers: int = 2, environ: dict[str, str] | None = None) -> Iterator[Front]:
    """Serve the data folder `var` in production, by gunicorn with nginx before it."""
    front = Front(free_port(), free_port(), free_port(), certify(folder), folder)
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    (folder / "site.conf").write_text(site(shipped, front), encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder), encoding="utf-8")
    told = {"GRANTS_ENV": "production", "GRANTS_VAR": str(var), "GRANTS_BASE_URL": f"https://{HOST}"}
    told |= {"GRANTS_MAIL_URL": "smtp://127.0.0.1:9", "GRANTS_BIND": f"127.0.0.1:{front.behind}"}
    told |= {"GRANTS_WORKERS": str(workers), "GRANTS_JOBS_IN_PROCESS": "no"} | (environ or {})
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.conf.py", "wsgi:app"]
    servers = [subprocess.Popen(gunicorn, cwd=ROOT, env=os.environ | told)]  # noqa: S603 - our own server
    try:
        until_it_listens(front.behind)
        subprocess.run([program(), "-t", "-q", "-c", folder / "nginx.conf"], check=True)  # noqa: S603
        servers.append(subprocess.Popen([program(), "-c", folder / "nginx.conf"]))  # noqa: S603
        until_it_listens(front.secure)
        yield front
    finally:
        for server in reversed(servers):
            server.terminate()
            server.wait(PATIENCE)


def spent() -> dict[str, float]:
    """Return the CPU seconds used so far by the people (this process), nginx and gunicorn with their workers."""
    found = {"people": time.process_time(), "nginx": 0.0, "gunicorn": 0.0}
    waiting = [os.getpid()]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        with suppress(OSError):
            for thread in (process / "task").iterdir():
                waiting += [int(child) for child in (thread / "children").read_text().split()]
            name, _, rest = (process / "stat").read_text().rpartition(")")
            used = sum(int(tick) for tick in rest.split()[11:13]) / os.sysconf("SC_CLK_TCK")
            if int(process.name) != os.getpid():
                found["nginx" if "(nginx" in name else "gunicorn"] += used
    return found


def until_it_listens(port: int) -> None:
    """Wait until somebody answers on a port."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    message = f"nothing answers on port {port}"
    raise SystemExit(message)
