"""A browser told in two coarse words, so that people know their own again; nothing finer is kept."""

from __future__ import annotations

import re
from typing import Final

BROWSERS: Final = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/|Opera")),
    ("Samsung Internet", re.compile("SamsungBrowser")),
    ("Firefox", re.compile("Firefox|FxiOS")),
    ("Chrome", re.compile("Chrome|CriOS|Chromium")),
    ("Safari", re.compile("Safari/")),
)
"""Families, the most particular first: nearly all say they are Safari, and many that they are Chrome."""

SYSTEMS: Final = (
    ("iPhone", re.compile("iPhone")),
    ("iPad", re.compile("iPad")),
    ("Android", re.compile("Android")),
    ("ChromeOS", re.compile("CrOS")),
    ("Windows", re.compile("Windows")),
    ("Mac", re.compile("Macintosh|Mac OS X")),
    ("Linux", re.compile("Linux|X11")),
)
SEPARATOR: Final = "/"


def device_of(user_agent: str) -> str:
    """Return “Firefox/Windows” of what a browser says of itself; either word is empty when nothing is recognised."""
    words = (next((name for name, sign in known if sign.search(user_agent)), "") for known in (BROWSERS, SYSTEMS))
    return SEPARATOR.join(words)


def told(device: str) -> tuple[str, str]:
    """Return the browser and the system of what `device_of` kept."""
    browser, _, system = device.partition(SEPARATOR)
    return browser, system
