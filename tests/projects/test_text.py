"""What people wrote is laid out and can do nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.projects.text import to_html

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Un\n\nDeux", "<p>Un</p>\n<p>Deux</p>\n"),
        ("Un\nDeux", "<p>Un<br>\nDeux</p>\n"),
        ("* un\n* deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"),
        ("**fort** et *doux*", "<p><strong>fort</strong> et <em>doux</em></p>\n"),
        ("# Titre", "<p># Titre</p>\n"),
        (
            "[là](https://a.example)",
            '<p><a href="https://a.example" rel="nofollow ugc noopener">là</a></p>\n',
        ),
        (
            "![image](https://a.example/x.png)",
            '<p>!<a href="https://a.example/x.png" rel="nofollow ugc noopener">image</a></p>\n',
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("2 < 3 & 4 > 1", "<p>2 &lt; 3 &amp; 4 &gt; 1</p>\n"),
        ("a\x00b", "<p>ab</p>\n"),
        ("Prêts\u00a0? Oui\u202f!", "<p>Prêts\u00a0? Oui\u202f!</p>\n"),
        ("", ""),
    ],
)
def test_a_few_signs_are_laid_out_and_the_rest_stays_text(written, shown):
    assert to_html(written) == shown


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
)
def test_only_web_and_mail_links_live(link):
    assert "href" not in to_html(f"[x]({link})").replace(f"({link})", "")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'`()[]!*_#\n \t\\/:=aonerscipt\x00\u202e"), max_size=200))
def test_no_text_makes_a_tag_of_its_own(written):
    shown = to_html(written).lower()
    assert not any(tag in shown for tag in ("<script", "<img", "<iframe", "<svg", "<style", "<h1", "<input"))
