"""What a browser is told with every answer, whoever gives it: a view, an error, a file of `static/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import current_app, g, request, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask, Response

P = ParamSpec("P")
R = TypeVar("R")

CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
OURS = ("clipboard-write", "fullscreen", "geolocation", "publickey-credentials-create", "publickey-credentials-get")
NOBODYS = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "clipboard-read", "compute-pressure",
    "cross-origin-isolated", "display-capture", "encrypted-media", "gamepad", "gyroscope", "hid",
    "identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi",
    "otp-credentials", "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr",
    "unload", "usb", "web-share", "window-management", "xr-spatial-tracking",
)  # fmt: skip
"""What browsers let a page ask for (https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md)."""
PERMISSIONS_POLICY = ", ".join([f"{name}=(self)" for name in OURS] + [f"{name}=()" for name in NOBODYS])
READ_ELSEWHERE = "Access-Control-Allow-Origin"
SHARED = "Cross-Origin-Resource-Policy"
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    SHARED: "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
HSTS = {"Strict-Transport-Security": f"max-age={2 * 31_536_000}; includeSubDomains"}
"""Two years; only where the site is served over HTTPS."""
NOT_KEPT = "private, no-store"
ASKED_AGAIN = "private, no-cache"
FOR_ALL = "public, no-cache"
A_MOMENT = ("X-Accel-Expires", "1")
"""Seconds for which nginx gives the same answer to others (deploy/nginx.conf); it tells browsers nothing of it."""


class Told:
    """Adds to the answers of a WSGI application the headers they lack."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, secure: bool) -> None:
        """Wrap the outermost application, so that nothing answers without passing here."""
        self.application = application
        self.headers = HEADERS | HSTS if secure else HEADERS

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, with its own headers first."""

        def start(status: str, headers: list[tuple[str, str]], *failure: object) -> object:
            return start_response(status, complete(headers, self.headers), *failure)  # type: ignore[arg-type]

        return self.application(environ, start)


def complete(given: list[tuple[str, str]], wanted: dict[str, str]) -> list[tuple[str, str]]:
    """Return headers with those that miss; what may be read from any site may be embedded by any site."""
    names = {name.lower() for name, _ in given}
    if READ_ELSEWHERE.lower() in names:
        wanted = wanted | {SHARED: "cross-origin"}
    return given + [(name, value) for name, value in wanted.items() if name.lower() not in names]


def same_for_all(view: Callable[P, R]) -> Callable[P, R]:
    """Declare that every reader without a cookie gets the same answer at an address that holds no secret."""
    view.same_for_all = True  # type: ignore[attr-defined]
    return view


def _same_for_all(response: Response) -> bool:
    """Tell whether an answer may go to the next reader too; who has a cookie always gets one of their own."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "same_for_all", False) or "HTTP_COOKIE" in request.environ:
        return False
    return response.status_code in {200, 304} and not session.modified


def hold_back(app: Flask) -> None:
    """Keep a signed-in person's pages out of every cache, the browser's own too: computers are shared."""

    @app.after_request
    def say_how_long(response: Response) -> Response:
        named = "Cache-Control" in response.headers
        if _same_for_all(response):
            response.headers.add(*A_MOMENT)
            if "Vary" not in response.headers:
                response.vary.add("Cookie")
            response.headers.setdefault("Cache-Control", FOR_ALL)
            return response
        if g.get("person") is not None and (response.mimetype == "text/html" or not named):
            response.headers["Cache-Control"] = NOT_KEPT
        elif not named:
            response.headers["Cache-Control"] = ASKED_AGAIN
        return response


def for_everybody(headers: object, _path: str, url: str) -> None:
    """Let pages of other sites load the one script that is written for them (WhiteNoise asks for each file)."""
    if url.endswith("/embarquer.js"):
        headers[READ_ELSEWHERE] = "*"  # type: ignore[index]
