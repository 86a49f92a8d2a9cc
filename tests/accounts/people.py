"""Somebody who opens the links of their mail and presses the buttons there."""

from __future__ import annotations

import re

from tests.conftest import csrf_token


def link_in(mail, path):
    """Return the address in a mail that begins with this path."""
    return re.search(rf"http://localhost((?:/en)?/{path}/\S+)", mail.text)[1]


def press(client, link, **data):
    """Open a page and press a button of its form."""
    page = client.get(link)
    assert page.status_code == 200, f"{link} answered {page.status_code}"
    return client.post(link, data={"csrf_token": csrf_token(page.text), **data})


def post(client, page, action, **data):
    """Open a page, then post one of its forms."""
    opened = client.get(page)
    assert opened.status_code == 200, f"{page} answered {opened.status_code}"
    return client.post(action, data={"csrf_token": csrf_token(opened.text), **data})
