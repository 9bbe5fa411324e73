"""What may stand in what Ibid gives away: no tag but its own, no link but http(s), nothing that steers a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

# Elements that Ibid's own HTML has. None of them loads or runs anything.
TAGS = frozenset(
    "html head meta title style body section header main aside nav article div p span h1 h2 h3 h4 h5 h6 ol ul li "
    "dl dt dd table caption thead tbody tr th td blockquote q cite b strong em mark sup code pre a button "
    "details summary template br label".split()
)
# Of links, those into the page itself, and those that a browser asks a server for.
_LINK = re.compile(r"#|https?://", re.IGNORECASE)
# What moves a terminal's cursor, turns its text around, or is no text at all.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WIKI = re.compile(r"<nowiki>[^<>]*</nowiki>|<ref>|</ref>|</?blockquote>|''|[ ·0-9a-f…\n]")
_MARKDOWN = re.compile(r"(?<!\\)(?:\\\\)*(?:<(?!!-- -->)|!\[|\]\()")


def in_html(html: str) -> Iterator[str]:
    """What is wrong with a page or a part of one, a line each."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.wrong
    if found := STEERS.search(html):
        yield f"U+{ord(found[0]):04X} in HTML"


def in_terminal(lines: str) -> Iterator[str]:
    """What is wrong with words for a terminal."""
    if found := STEERS.search(lines):
        yield f"U+{ord(found[0]):04X} in a terminal"


def in_markdown(text: str) -> Iterator[str]:
    """What is wrong with Markdown: a tag, a picture, a link. Lines that are indented by four are read as code."""
    for line in text.splitlines():
        if not line.startswith("    ") and (found := _MARKDOWN.search(line)):
            yield f"{found[0]!r} in Markdown"
    yield from in_terminal(text)


def in_wikitext(text: str) -> Iterator[str]:
    """What is wrong with wikitext: any word that is not between ``nowiki``."""
    if rest := _WIKI.sub("", text):
        yield f"{rest[:40]!r} in wikitext"
    yield from in_terminal(text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}> in HTML")
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src", "action") and not _LINK.match(value or "")):
                self.wrong.append(f"<{tag} {name}={value!r}> in HTML")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"a comment in HTML: {data[:40]!r}")
