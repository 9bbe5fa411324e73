"""A whole session to take away: a page that stands on its own, Markdown, or data that can be verified and read back.

Every answer is checked against the article when it is written. Sources are numbered through the document in the order
of their first use, and each shows the number that the article gives it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources

from app.answer import Answer, Quote, Source
from app.cite import in_markdown, source_words
from app.evidence_file import evidence
from app.markup import escaped
from app.proof import Proof, sources
from app.render import SILENT, place
from app.turns import Turn, moment
from ingest.article import Article

ABOUT = "Questions asked of this article, and its own sentences that answer them, word for word."
CONTRADICTED = "What the question assumes is contradicted here. This is not an answer:"
CLOSEST = "The closest passages. They are not an answer, and may say otherwise than it assumes:"
NOTHING = "Nothing was asked."
# What has to be known to look a quote up without Ibid, and what nobody has checked.
VERIFY = (
    "Every quote is one whole sentence, row, caption or entry of a plain-text file, in its own words; line breaks and "
    "control characters in it are shown as spaces and signs. Lines are counted from 1 in the file that has the "
    "SHA-256 above: find the line there, and compare. With Ibid and that file, the same question can be asked again; "
    "the same session taken away as data (JSON) is checked whole by the last line below.",
    "Ibid speaks for the article, not for the world: whether the article is right, its sources may tell.",
)
COMMANDS = ("sha256sum FILE", 'ibid ask --article FILE "the question"', "ibid verify DATA FILE")

# Nothing is loaded, not even what a reader's browser would ask for by itself.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def css() -> str:
    """The document's own style."""
    return (resources.files("app") / "assets" / "session.css").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Session:
    """Turns about one article. ``version`` is the tool's. ``checks``: texts that were checked, as ``ibid.check/1``;
    ``texts``: the same, and quotations, for reading, as their own renderers have proved and shown them.

    Every method takes the time it is written at, as a turn's (ISO 8601, UTC, to the second), and raises ProofError or
    TurnError.
    """

    article: Article
    proof: Proof
    version: str
    turns: Sequence[Turn]
    checks: Sequence[Mapping[str, object]] = ()
    texts: Sequence[str] = ()

    def data(self, at: str) -> dict[str, object]:
        """``ibid.evidence/1`` as plain JSON values."""
        return evidence(self.article, self.proof, self.version, at, turns=self.turns, checks=self.checks)

    # The page.

    def document(self, at: str) -> str:
        """An HTML page that loads nothing and runs nothing."""
        moment(at)
        footnotes = _Footnotes()
        title = escaped(self.article.title)
        turns = "".join(self._turn_html(number, turn, footnotes) for number, turn in enumerate(self.turns, 1))
        if not self.turns and not self.texts:
            turns = f"<p>{NOTHING}</p>"
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title} · Ibid</title>\n<style>{css()}</style>\n</head>\n<body>\n"
            f"<h1>{title}</h1>\n<p>{ABOUT}</p>\n{turns}\n{self._texts_html()}"
            f"{self._footnotes_html(footnotes)}{self._verify_html(at)}</body>\n</html>\n"
        )

    def _texts_html(self) -> str:
        return "".join(f"<section>\n<pre>{_kept(text)}</pre>\n</section>\n" for text in self.texts)

    def _turn_html(self, number: int, turn: Turn, footnotes: _Footnotes) -> str:
        answer = self.proof.check(turn.answer)
        meant = f'<p class="meant">asked as “{escaped(turn.understood)}”</p>\n' if _reworded(turn) else ""
        return (
            f"<section>\n<h2>{number}. {_question(escaped(turn.asked))}</h2>\n{meant}"
            f'<p class="at">{escaped(moment(turn.at))}</p>\n{self._answer_html(answer, footnotes)}</section>\n'
        )

    def _answer_html(self, answer: Answer, footnotes: _Footnotes) -> str:
        if answer.answered:
            return "".join(self._quote_html(quote, self._used(quote, footnotes)) for quote in answer.quotes)
        said = f"<p><strong>{SILENT}</strong> {escaped(answer.reason or '')}</p>\n"
        for line, quotes in _near(answer):
            shown = "".join(self._quote_html(quote, ()) for quote in quotes)
            said += f'<div class="near">\n<p>{line}</p>\n{shown}</div>\n'
        return said

    def _quote_html(self, quote: Quote, used: Sequence[tuple[int, int]]) -> str:
        """``used``: the footnotes of its sources, each with how often it was used before, counting this."""
        before = "".join(
            f'<p class="before">before it: {escaped(self.proof.words(span))}</p>\n' for span in quote.context
        )
        numbers = ", ".join(f'<a id="u{number}-{time}" href="#n{number}">{number}</a>' for number, time in used)
        raised = f" <sup>{numbers}</sup>" if numbers else ""
        return (
            f"{before}<blockquote>{escaped(self.proof.words(quote))}</blockquote>\n"
            f'<p class="place">{escaped(place(quote))}{raised}</p>\n'
        )

    def _footnotes_html(self, footnotes: _Footnotes) -> str:
        items = ""
        for number, (source, times) in enumerate(footnotes.listed(), 1):
            back = " ".join(f'<a href="#u{number}-{time}">↑</a>' for time in range(1, times + 1))
            items += f'<li id="n{number}">[{escaped(_label(source))}] {escaped(self._words(source))} {back}</li>\n'
        if not items:
            return ""
        head = '<section class="sources">\n<h2>Sources, as the article lists them</h2>'
        return f"{head}\n<ol>\n{items}</ol>\n</section>\n"

    def _verify_html(self, at: str) -> str:
        rows = "".join(f"<dt>{name}</dt><dd>{escaped(value)}</dd>\n" for name, value in self._facts(at))
        first, second = (f"<p>{escaped(line)}</p>\n" for line in VERIFY)
        commands = "\n".join(map(escaped, COMMANDS))
        return (
            f"<section>\n<h2>How to verify this</h2>\n<dl>\n{rows}</dl>\n"
            f"{first}<pre><code>{commands}</code></pre>\n{second}</section>\n"
        )

    # Markdown.

    def markdown(self, at: str) -> str:
        """The same in Markdown, its sources as footnotes (``[^1]``)."""
        moment(at)
        footnotes = _Footnotes()
        lines = [f"# {in_markdown(self.article.title)}", "", ABOUT, ""]
        for number, turn in enumerate(self.turns, 1):
            lines += self._turn_lines(number, turn, footnotes)
        if not self.turns and not self.texts:
            lines += [NOTHING, ""]
        for text in self.texts:
            lines += [*(f"    {line}" for line in text.splitlines()), "", "<!-- -->", ""]
        lines += ["## How to verify this", ""]
        lines += [f"- {name}: {in_markdown(value)}" for name, value in self._facts(at)]
        first, second = map(in_markdown, VERIFY)
        lines += ["", first, "", *(f"    {command}" for command in COMMANDS), "", second, ""]
        for number, (source, _) in enumerate(footnotes.listed(), 1):
            lines.append(f"[^{number}]: {in_markdown(f'[{_label(source)}] {self._words(source)}')}")
        return "\n".join(lines).rstrip() + "\n"

    def _turn_lines(self, number: int, turn: Turn, footnotes: _Footnotes) -> list[str]:
        answer = self.proof.check(turn.answer)
        lines = [f"## {number}\\. {_question(in_markdown(turn.asked))}", ""]
        lines += [f"asked as “{in_markdown(turn.understood)}”", ""] if _reworded(turn) else []
        lines += [in_markdown(moment(turn.at)), ""]
        if answer.answered:
            for quote in answer.quotes:
                lines += self._quote_lines(quote, self._used(quote, footnotes))
            return lines
        lines += [f"**{SILENT}** {in_markdown(answer.reason or '')}", ""]
        for line, quotes in _near(answer):
            lines += [f"*{line}*", ""]
            for quote in quotes:
                lines += self._quote_lines(quote, ())
        return lines

    def _quote_lines(self, quote: Quote, used: Sequence[tuple[int, int]]) -> list[str]:
        before = [line for span in quote.context for line in (f"before it: {in_markdown(self.proof.words(span))}", "")]
        numbers = "".join(f"[^{number}]" for number, _ in used)
        return [*before, f"> {in_markdown(self.proof.words(quote))}", "", in_markdown(place(quote)) + numbers, ""]

    # Both.

    def _facts(self, at: str) -> tuple[tuple[str, str], ...]:
        return (
            ("Article", self.article.title),
            ("SHA-256", self.article.sha256),
            ("Written by", f"Ibid {self.version}"),
            ("At", at),
        )

    def _used(self, quote: Quote, footnotes: _Footnotes) -> list[tuple[int, int]]:
        return [footnotes.use(source) for source in sources(self.article, [self.proof.unit(quote)])]

    def _words(self, source: Source) -> str:
        return source_words(source, self.article)


@dataclass(slots=True)
class _Footnotes:
    """The sources of one document: one footnote each, by the order of first use."""

    _uses: dict[Source, int] = field(default_factory=dict)
    _numbers: dict[Source, int] = field(default_factory=dict)

    def use(self, source: Source) -> tuple[int, int]:
        """The number of its footnote, and how often it was used, counting this."""
        # `note 2` and `b` are one entry: it goes by its own label.
        known = Source(_label(source), source.entry, source.why)
        number = self._numbers.setdefault(known, len(self._numbers) + 1)
        self._uses[known] = self._uses.get(known, 0) + 1
        return number, self._uses[known]

    def listed(self) -> list[tuple[Source, int]]:
        """Every source, with how often it was used."""
        return list(self._uses.items())


def _kept(text: str) -> str:
    """A text of several lines for HTML: its line breaks stay."""
    return "\n".join(escaped(line) for line in text.splitlines())


def _label(source: Source) -> str:
    return source.entry.label if source.entry else source.label


def _reworded(turn: Turn) -> bool:
    return turn.understood != turn.asked


def _question(shown: str) -> str:
    return shown if shown.strip() else "(an empty question)"


def _near(answer: Answer) -> list[tuple[str, tuple[Quote, ...]]]:
    """What stands under a refusal: a line, and its passages."""
    both = ((CONTRADICTED, answer.contradicting), (CLOSEST, answer.near))
    return [(line, quotes) for line, quotes in both if quotes]
