"""What the prints of the evening are held to, and what people might write in them."""

import page

HOSTILE = {
    "emoji": "Fête 🎉👩‍👩‍👧‍👦 de quartier ✅ " * 20,
    "right to left": "جمعية الأصدقاء \u202eabc\u202c שלום " * 20,
    "no space": "a" * 10_000,
    "markup": "<script>alert(1)</script><style>*{display:none}</style><a href='file:///etc/passwd'>x</a> {{ 7*7 }} "
    * 30,
    "controls": "un\x00deux\x07trois\u0301\ufeff\u200b" * 50,
    "long": "Une phrase qui ne finit pas de dire ce qu’elle a à dire. " * 120,
    "percent": "100 % d’envie, %s %d %(x)s %%" * 30,
    "parentheses": ")(\\)( 1 0 R endobj stream " * 30,
}


def failures(document: bytes) -> list[str]:
    """Return what keeps a document from being read aloud (PDF/UA-1) or kept for ever (PDF/A-3a)."""
    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
    unlimited = page.SafetyLimits.unlimited()
    reports = [page.validate_pdf_bytes(document, profile=profile, limits=unlimited) for profile in profiles]
    return [failure.message for report in reports for failure in report.failures]
