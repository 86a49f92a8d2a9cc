"""What people wrote is laid out and can do nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from grants.projects import text
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
        ("1. un\n2. deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>\n"),
        ("> cité", "<blockquote>\n<p>cité</p>\n</blockquote>\n"),
        ("Titre\n===", "<p>Titre<br>\n===</p>\n"),
        ("---", "<p>---</p>\n"),
        ("`a` et\n\n    b\n\n```\nc\n```", "<p>`a` et</p>\n<p>b</p>\n<p>```<br>\nc<br>\n```</p>\n"),
        ("[a]\n\n[a]: https://a.example", "<p>[a]</p>\n<p>[a]: https://a.example</p>\n"),
        ("<https://a.example> https://a.example", "<p>&lt;https://a.example&gt; https://a.example</p>\n"),
        ('[là](https://a.example "titre")', '<p><a href="https://a.example" rel="nofollow ugc noopener">là</a></p>\n'),
        ("[là](http://a.example)", '<p><a href="http://a.example" rel="nofollow ugc noopener">là</a></p>\n'),
        ("[là](mailto:a@b.example)", '<p><a href="mailto:a@b.example" rel="nofollow ugc noopener">là</a></p>\n'),
        ("un\tdeux\u202eliame\x07", "<p>un\tdeuxliame</p>\n"),
        ("<b>gras</b><div>x</div>", "<p>&lt;b&gt;gras&lt;/b&gt;&lt;div&gt;x&lt;/div&gt;</p>\n"),
        ("<div>\n\nx", "<p>&lt;div&gt;</p>\n<p>x</p>\n"),
    ],
)
def test_a_few_signs_are_laid_out_and_the_rest_stays_text(written, shown):
    assert to_html(written) == shown


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://a.example",
        "tel:1",
    ],
)
def test_only_web_and_mail_links_live(link):
    assert "href" not in to_html(f"[x]({link})").replace(f"({link})", "")


def test_a_reader_that_let_tags_through_would_still_be_held_to_the_list(monkeypatch):
    monkeypatch.setattr(text, "_reader", MarkdownIt("commonmark", {"html": True}))
    text.to_html.cache_clear()
    assert to_html("<h1>un</h1><table><tr><td>deux<img src=x><sub>3</sub></td></tr></table>").strip() == "undeux3"
    text.to_html.cache_clear()


def test_a_text_without_end_keeps_its_beginning_on_the_page():
    assert to_html("é" * 30_000) == f"<p>{'é' * 30_000}</p>\n"
    assert to_html("é" * 29_999 + "ab") == f"<p>{'é' * 29_999}a</p>\n"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'`()[]!*_#\n \t\\/:=aonerscipt\x00\u202e"), max_size=200))
def test_no_text_makes_a_tag_of_its_own(written):
    shown = to_html(written).lower()
    assert not any(tag in shown for tag in ("<script", "<img", "<iframe", "<svg", "<style", "<h1", "<input"))
