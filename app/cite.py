"""One quote to copy and take away: its words, where they stand, and what its reference numbers stand for.

Four ways to write the same. Each holds the quote's words, its markers in them; what surrounds them is text on one
line, and nothing of the article can be read as markup.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from app.answer import Answer, Quote, Source
from app.markup import escaped, visible
from app.proof import Proof, ProofError, sources
from app.render import NO_ENTRY, place
from ingest.article import Article

# Characters of the copy's hash that are shown: as many as on the page.
SHORT = 12

# What Markdown, or a common extension of it, reads anywhere in a line (emphasis, code, links, HTML, entities, tables,
# footnotes, mathematics, citations, templates), and what it reads where a line begins (lists, quotes, rules).
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~$&^@=]")
_AT_BEGINNING = re.compile(r"^(?:([-+:%])|([0-9]+)([.)]))")


@dataclass(frozen=True, slots=True)
class Copies:
    """The same quote and citation, four times. All but ``plain`` show a line break in the words as a space."""

    plain: str
    markdown: str
    html: str
    wikitext: str


def cited(quote: Quote, answer: Answer, proof: Proof, article: Article) -> Copies:
    """``quote``, one of ``answer``'s or one that comes closest, with its citation. Raises ProofError."""
    proof.check(answer)
    if quote not in (*answer.quotes, *answer.closest):
        raise ProofError("this quote is not one of this answer")
    words = proof.words(quote)
    title = _one_line(article.title)
    where = f"{_one_line(place(quote))} · copy"
    copy = article.sha256[:SHORT]
    listed = [f"[{source.label}] {source_words(source, article)}" for source in sources(article, [proof.unit(quote)])]
    return Copies(
        plain="\n".join((f"“{words}”", f"— {title} · {where} {copy}", *listed)) + "\n",
        markdown=_markdown(words, title, where, copy, listed),
        html=_html(words, title, where, copy, listed),
        wikitext=_wikitext(words, title, where, copy, listed),
    )


def source_words(source: Source, article: Article) -> str:
    """The entry of a source on one line, or what is said where there is none."""
    if source.why is not None:
        return NO_ENTRY[source.why]
    return _one_line(article.slice(source.entry)) if source.entry else ""


def in_markdown(words: str) -> str:
    """``words`` as Markdown that gives them back, on one line that may begin a paragraph, a quote or an item."""
    safe = _ANYWHERE.sub(r"\\\g<0>", _one_line(words))
    return _AT_BEGINNING.sub(lambda found: f"\\{found[1]}" if found[1] else rf"{found[2]}\{found[3]}", safe)


def _markdown(words: str, title: str, where: str, copy: str, listed: list[str]) -> str:
    lines = [f"> {in_markdown(words)}", "", f"— *{in_markdown(title)}* · {in_markdown(where)} `{copy}`", ""]
    return "\n".join(lines + [f"- {in_markdown(each)}" for each in listed]).rstrip() + "\n"


def _html(words: str, title: str, where: str, copy: str, listed: list[str]) -> str:
    items = "".join(f"<li>{escaped(each)}</li>\n" for each in listed)
    listing = f"<ul>\n{items}</ul>\n" if items else ""
    return (
        f"<blockquote><p>{escaped(words)}</p></blockquote>\n"
        f"<p>— <cite>{escaped(title)}</cite> · {escaped(where)} <code>{copy}</code></p>\n"
        f"{listing}"
    )


def _wikitext(words: str, title: str, where: str, copy: str, listed: list[str]) -> str:
    """A quotation with a footnote for its place and one for each source."""
    notes = [f"''{_no_wiki(title)}'' · {_no_wiki(where)} {copy}", *map(_no_wiki, listed)]
    footnotes = "".join(f"<ref>{note}</ref>" for note in notes)
    return f"<blockquote>{_no_wiki(words)}{footnotes}</blockquote>\n"


def _no_wiki(words: str) -> str:
    """Text that MediaWiki shows as it is. Inside ``nowiki`` it still reads entities, and the end of it."""
    return f"<nowiki>{html.escape(_one_line(words), quote=False)}</nowiki>"


def _one_line(words: str) -> str:
    """``words`` for a display, line breaks and what is indented after them as one space."""
    return " ".join(line.strip() for line in visible(words).split("\n"))
