"""Strings that break things elsewhere. A page may show them as they are, and may run nothing of them."""

from __future__ import annotations

from bs4 import BeautifulSoup

NAUGHTY = {
    "script": "<script>alert('fairhand')</script>",
    "script that closes a field": "</textarea></title></script><script>alert(1)</script>",
    "attribute": '" onfocus="alert(1)" autofocus x=\'',
    "image": "<img src=x onerror=alert(1)>",
    "vector": "<svg/onload=alert(1)>",
    "address that runs": "javascript:alert(1)",
    "comment": "<!-- --> ]]> <![CDATA[ &lt;b&gt; &amp; &#60;script&#62;",
    "quotes": "' \" ` \\ \u2019 \u201c",
    "SQL": "'; DROP TABLE answer; --",
    "SQL wildcards": "%_[]^*?",
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7} {{ config }}",
    "format": "%s %d %(name)s {0} {name} {0.__class__}",
    "path": "../../../../etc/passwd",
    "header": "a\r\nSet-Cookie: own=1\r\n\r\n<b>body</b>",
    "NUL": "a\x00b",
    "controls": "\x01\x07\x08\x1b[2J\x7f",
    "only controls": "\x00\x01",
    "right to left": "مرحبا بالعالم שלום",
    "turned round": "\u202egnp.exe\u202c \u2066left\u2069",
    "nothing to see": "\u200b\u2060\u00ad",
    "byte order mark": "\ufeffanswer",
    "family": "👩\u200d👩\u200d👧\u200d👦 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "beyond the basic plane": "\U0001d4bb\U0001d4b6\U0001d4be\U0001d4c7 \U0002070e \U00010348",
    "Welsh": "Llŷn, tŵr, gŵyl, ŵ ŷ Ŵ Ŷ ẃ ẁ ẅ ỳ",
    "Welsh in parts": "Lly\u0302n, tw\u0302r, gw\u0302yl",
    "heaped marks": "Z\u0351\u036b\u0343\u036a\u0302\u036b" * 30,
    "full width": "\uff11\uff12\uff13 \uff21\uff22\uff23",
    "lines": "one\rtwo\r\nthree\u2028four\x85five\x0bsix",
    "tabs and spaces": "\t a \u00a0\u3000 b \t",
    "only spaces": " \t\n\u00a0 ",
    "spreadsheet": '=HYPERLINK("http://x.example","click")',
    "spreadsheet by other signs": "+1+1|'-2@SUM(A1)",
    "number": "1e309",
    "not a number": "NaN",
    "truth": "true",
    "nothing": "null",
    "unknown": "unknown",
    "JSON": '{"value": ["x"], "evidence_url": null}',
    "long": "x" * 20_000,
    "long line of words": "work " * 3_000,
    "many lines": "India\n" * 2_000,
    "half of a pair": "\ud83d half",
}
"""By what they are. The last is no text: a browser cannot send it, but somebody else can (see `form`)."""


def encoded(text: str) -> bytes:
    """The bytes of a text as a careless program sends them, halves of surrogate pairs included."""
    return text.encode("utf-8", "surrogatepass")


def runs_nothing(page: BeautifulSoup) -> bool:
    """Whether no script, event or address of the page is other than our own."""
    own = all(script.get("src", "").startswith("/static/") for script in page.find_all("script"))
    events = [name for tag in page.find_all(True) for name in tag.attrs if name.lower().startswith("on")]
    links = [tag["href"].strip().lower() for tag in page.find_all(href=True)]
    return own and not events and not any(link.startswith(("javascript:", "data:text")) for link in links)
