"""The article → HTML for reading, in the order of its text: every sentence once, at ``id="s{start}"``.

The page around it has an h1 (Ibid) and an h2 (the article's title); neither is made here. Ids: ``s{start}`` a
sentence, ``h{start}`` a heading, ``r82`` an entry of the reference list, ``n-a`` a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise

from app.markup import anchor, escaped, marked
from ingest.article import Article, Heading, Kind, Passage, Sentence, Spanned
from ingest.infobox import ROOT

# Level of the article's own title on the page, and the lowest that HTML has.
_TITLE_LEVEL, _LOWEST_LEVEL = 2, 6
# Passages of these kinds that follow each other are one block.
_TOGETHER = (Kind.INFOBOX, Kind.NOTE, Kind.REFERENCE, Kind.RECOVERED)
_RECOVERED = "From the page's unpunctuated copy; reference numbers there run into the figures."


def typeset(article: Article) -> str:
    """The whole article: headings, paragraphs, infobox, captions, quotations, notes, references."""
    return _Typesetter(article).html()


def outline(article: Article) -> str:
    """The article's headings as links, nested as they are; nothing where it has none."""
    parts: list[str] = []
    within = 0
    for heading, depth in _depths(article.headings):
        parts.append("<ol>" if depth > within else "</li>" + "</ol></li>" * (within - depth))
        parts.append(f'<li><a href="#h{heading.start}">{escaped(article.slice(heading))}</a>')
        within = depth
    listed = "".join(parts) + "</li></ol>" * within
    return f'<nav aria-label="Sections of the article">{listed}</nav>' if listed else ""


def items(article: Article, passage: Passage) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences of ``passage`` by list item: a bullet before a sentence begins one. One item if there is none."""
    found: list[list[Sentence]] = []
    at = passage.start
    for sentence in passage.sentences:
        if not found or article.text[at : sentence.start].strip():
            found.append([])
        found[-1].append(sentence)
        at = sentence.end
    return tuple(map(tuple, found))


def _depths(headings: Sequence[Heading]) -> Iterator[tuple[Heading, int]]:
    """Each heading with how many headings it lies within, itself counted: from 1, and never 2 more than the last."""
    levels: list[int] = []
    for heading in headings:
        while levels and levels[-1] >= heading.level:
            levels.pop()
        levels.append(heading.level)
        yield heading, len(levels)


class _Typesetter:
    """Typesets one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._headings = {heading.start: depth for heading, depth in _depths(article.headings)}
        # The infobox stands above the first heading; one that is named as it is begins no second one.
        self._body = article.headings[0].start if article.headings else len(article.text)
        self._sentences = {_span(sentence) for passage in article.passages for sentence in passage.sentences}
        # What is shown at its own place, and needs not be shown again as an intro.
        self._placed = self._sentences | {_span(label) for label in (*article.headings, *article.labels)}
        self._introducing = {_span(passage.intro) for passage in article.passages if passage.intro}

    def html(self) -> str:
        """All of it, a block a line."""
        # The infobox's labels go with its rows.
        labels = (label for label in self._article.labels if label.path[0] != ROOT or label.start > self._body)
        parts: list[Heading | Passage] = [*self._article.headings, *labels, *self._article.passages]
        parts.sort(key=lambda part: part.start)
        return "\n".join(
            chain.from_iterable(self._blocks(group, list(run)) for group, run in groupby(parts, key=self._group))
        )

    def _group(self, part: Heading | Passage) -> Kind | None:
        """What is set together: the infobox with its legend, a list, the recovered passages; None for running text."""
        if isinstance(part, Heading):
            return None
        if part.kind is Kind.CAPTION and part.section == (ROOT,) and part.start < self._body:
            return Kind.INFOBOX
        return part.kind if part.kind in _TOGETHER else None

    def _blocks(self, group: Kind | None, run: Sequence[Heading | Passage]) -> Iterator[str]:
        passages = [part for part in run if isinstance(part, Passage)]
        if group is Kind.INFOBOX:
            yield self._infobox(passages)
        elif group is Kind.NOTE:
            yield f'<ol class="ibid-notes" type="a">{"".join(map(self._entry, passages))}</ol>'
        elif group is Kind.REFERENCE:
            yield f'<ol class="ibid-references">{"".join(map(self._entry, passages))}</ol>'
        elif group is Kind.RECOVERED:
            yield self._recovered(passages)
        else:
            for part in run:
                yield self._heading(part) if isinstance(part, Heading) else self._passage(part)

    # The running text.

    def _heading(self, heading: Heading) -> str:
        words = escaped(self._article.slice(heading))
        depth = self._headings.get(heading.start)
        if depth is None:  # over the captions below it, no section of its own
            return f'<p class="ibid-over">{words}</p>'
        level = min(_TITLE_LEVEL + depth, _LOWEST_LEVEL)
        return f'<h{level} id="h{heading.start}">{words}</h{level}>'

    def _passage(self, passage: Passage) -> str:
        before, inside = self._intro(passage), self._items(passage)
        if passage.kind is Kind.BLOCK_QUOTE:
            intro = passage.intro
            by = f' aria-describedby="s{intro.start}"' if intro and _span(intro) in self._sentences else ""
            return f"{before}<blockquote{by}>{inside or self._paragraph(passage)}</blockquote>"
        return before + (inside or self._paragraph(passage))

    def _paragraph(self, passage: Passage) -> str:
        name = ""
        if passage.kind is Kind.CAPTION:
            legend = passage.intro is not None and _span(passage.intro) in self._sentences
            name = ' class="ibid-caption ibid-legend"' if legend else ' class="ibid-caption"'
        elif _span(passage.sentences[-1]) in self._introducing and len(passage.sentences) == 1:
            name = ' class="ibid-intro"'
        return f"<p{name}>{self._run(passage.sentences)}</p>"

    def _items(self, passage: Passage) -> str:
        """``passage`` as a list; nothing if it is none."""
        found = items(self._article, passage)
        bulleted = self._article.text[passage.start : passage.sentences[0].start].strip() or len(found) > 1
        return f"<ul>{''.join(f'<li>{self._run(item)}</li>' for item in found)}</ul>" if bulleted else ""

    def _intro(self, passage: Passage) -> str:
        """What introduces ``passage``, unless that is shown at its own place or is its section's name."""
        if passage.intro is None or _span(passage.intro) in self._placed:
            return ""
        words = self._article.slice(passage.intro)
        return "" if " ".join(words.split()) in passage.section else f'<p class="ibid-intro">{escaped(words)}</p>'

    def _run(self, sentences: Sequence[Sentence]) -> str:
        """Sentences in a row, apart where they are apart in the text."""
        parts = [self._sentence(sentences[0])]
        for before, sentence in pairwise(sentences):
            parts += [" " if before.end < sentence.start else "", self._sentence(sentence)]
        return "".join(parts)

    def _sentence(self, sentence: Sentence) -> str:
        words = marked(self._article, sentence, tabbable=False)
        return f'<span class="ibid-s" id="s{sentence.start}" data-end="{sentence.end}">{words}</span>'

    # The infobox: a group of rows for each label, their own group label beside them.

    def _infobox(self, passages: Sequence[Passage]) -> str:
        grouped = any(len(passage.section) > 2 for passage in passages)
        across = ' colspan="2"' if grouped else ""
        bodies: list[str] = []
        for label, rows in groupby(passages, key=lambda passage: passage.section[1:2]):
            head = f'<tr><th{across} scope="rowgroup">{escaped(label[0])}</th></tr>' if label else ""
            bodies.append(f"<tbody>{head}{''.join(self._row(row, across) for row in rows)}</tbody>")
        return f'<table class="ibid-infobox"><caption>{ROOT}</caption>{"".join(bodies)}</table>'

    def _row(self, passage: Passage, across: str) -> str:
        """One passage of the infobox. Rows that no group label governs take the whole width."""
        if passage.kind is Kind.CAPTION:
            words = self._paragraph(passage)
        elif len(passage.sentences) > 1:
            words = f"<ul>{''.join(f'<li>{self._sentence(sentence)}</li>' for sentence in passage.sentences)}</ul>"
        else:
            words = self._sentence(passage.sentences[0])
        words = self._intro(passage) + words
        group = " › ".join(passage.section[2:])
        if group:
            return f'<tr><th scope="row">{escaped(group)}</th><td>{words}</td></tr>'
        return f"<tr><td{across}>{words}</td></tr>"

    # The lists at the end, and what stands only in the page's other copy.

    def _entry(self, passage: Passage) -> str:
        """A note or a reference, numbered as in the article. Only the one that its label stands for has an id."""
        label = passage.label or ""
        found = self._article.entry(label) if label else None
        name = "n-" if passage.kind is Kind.NOTE else "r"
        own = f' id="{name}{anchor(label)}"' if found and _span(found) == _span(passage) else ""
        number = _number(label, letters=passage.kind is Kind.NOTE)
        words = self._run(passage.sentences)
        if number is not None:
            return f'<li{own} value="{number}">{words}</li>'
        # The list must not count it: whatever number came would be a wrong one.
        said = f'<span class="ibid-number">{escaped(label)}.</span> ' if label else ""
        return f'<li{own} style="list-style: none">{said}{words}</li>'

    def _recovered(self, passages: Sequence[Passage]) -> str:
        parts: list[str] = []
        for section, run in groupby(passages, key=lambda passage: passage.section):
            place = " › ".join(map(escaped, section))
            parts.append(f"<dt>{place}</dt>")
            parts += [f"<dd>{self._run(passage.sentences)}</dd>" for passage in run]
        return (
            f'<aside class="ibid-recovered" aria-label="{escaped(_RECOVERED)}">'
            f"<p>{escaped(_RECOVERED)}</p><dl>{''.join(parts)}</dl></aside>"
        )


def _span(part: Spanned) -> tuple[int, int]:
    return part.start, part.end


def _number(label: str, *, letters: bool) -> int | None:
    """``label`` as an HTML list counts it: 82; of a note a 1, z 26, aa 27. None for what no list would show so."""
    if letters and 0 < len(label) <= 2 and label.isascii() and label.islower() and label.isalpha():
        return int(sum((ord(letter) - 96) * 26**place for place, letter in enumerate(reversed(label))))
    if not letters and label.isascii() and label.isdigit() and len(label) <= 9 and str(int(label)) == label:
        return int(label)
    return None
