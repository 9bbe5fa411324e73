"""What a quotation is, beside the article: the verdict."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.answer import Quote
from app.proof import citations, sources
from app.quotation.compare import Comparison, aligned, compare
from app.quotation.found import Found, Place, QuotationError, Verdict
from app.quotation.held import BREAK, Held, held
from app.quotation.speakers import spoken
from app.quotation.trace import FEW, Segment, nearest, rivals, trace
from app.quotation.words import Word, readings
from ingest.article import Article, Passage, Sentence, Span

# As much of a quotation's words must stand at the place for it to be that place's, altered: of a sentence of any other
# text, under half do.
ALTERED = 0.6
# It may be broken in as many places, and in one more for so many words: what is broken oftener is no quotation, but
# words that any text has.
BROKEN, BROKEN_WORDS = 1, 5
# A quotation is put together from parts of so many words at least, which make up so much of it.
PART, STITCHED = 4, 0.8
# Few words can be anyone's. Where no three are in a row, no more words than they are may be missing between them; where
# other words differ than figures, three must be the article's, and so much of what all tell, by how rare each is.
TOLD, IN_A_ROW = 0.4, 3
# How many places a quotation of no more than a long sentence is compared with, where several are as near.
TRIED, SENTENCE = 5, 60

# What the quotation's end may share with the article's, so that the marked words end as they do.
_STOPS = ".!?…"


# Of the ways to read a quotation, the one that makes least of the differences counts.
_ORDER: tuple[Verdict, ...] = ("exact", "cut", "stitched", "altered", "not_there")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A quotation, read: its words, and those as the article's row has them."""

    text: str
    words: tuple[Word, ...]
    coded: str

    @property
    def whole(self) -> Span:
        return Span(0, len(self.words))


def find(article: Article, text: str, by: str | None = None) -> Found:
    """Where and how ``text`` stands in ``article``; ``by``: who is meant to have said so.

    Raises QuotationError for less than two words and for an empty name. Time grows with the length of both.
    """
    started = time.perf_counter()
    read = readings(text)
    if by is not None and not any(char.isalnum() for char in by):
        raise QuotationError("the name of who is to have said so is empty; give one, or leave it out")
    # Of a quotation that is all brackets only one reading has words.
    read = tuple(one for one in read if len(one) > 1)
    if not read:
        many = "only one word" if any(readings(text)) else "no word"
        raise QuotationError(f"there is {many} in the quotation; give two or more")
    row = held(article)
    asked = [_Asked(text, words, row.coded(words)) for words in read]
    verdict, places = _judged(row, asked)
    if by is not None:
        verdict, places = _attributed(article, verdict, places, by)
    near = _nearest(row, asked[0]) if verdict == "not_there" else ()
    return Found(
        text=text,
        by=by,
        verdict=verdict,
        places=places,
        nearest=near,
        sources=sources(row.article, _units(row, places)),
        article_title=article.title,
        article_sha256=article.sha256,
        took_ms=round((time.perf_counter() - started) * 1000, 2),
    )


def _judged(row: Held, asked: Sequence[_Asked]) -> tuple[Verdict, tuple[Place, ...]]:
    closest: Comparison | None = None
    of = asked[0]
    for one in asked:
        alike = [
            compare(row, one.words, one.coded, [Segment(0, at, len(one.words))], one.whole)
            for at in row.places(one.coded)
        ]
        if exact := [found for found in alike if not found.changes]:
            return "exact", tuple(_place(row, one, one.whole, found, 1.0) for found in exact)
        for found in alike:
            if closest is None or len(found.changes) < len(closest.changes):
                closest, of = found, one
    if closest is not None:
        return "altered", (_place(row, of, of.whole, closest, 1.0),)
    traced = [_traced(row, one) for one in asked]
    return min(traced, key=lambda one: (_ORDER.index(one[0]), sum(len(place.changes) for place in one[1])))


def _traced(row: Held, asked: _Asked) -> tuple[Verdict, tuple[Place, ...]]:
    """Of words that stand nowhere as a whole."""
    places = trace(row, asked.words, asked.coded)
    if stitched := _stitched(row, asked, places):
        return "stitched", stitched
    tried = [max(places, key=_held_words), *_rivals(row, asked)] if places else _short(row, asked)
    compared = [compare(row, asked.words, asked.coded, segments, asked.whole) for segments in tried]
    compared.sort(key=lambda found: (-len(found.pairs), found.breaks, found.last - found.first))
    for found in compared:
        share = len(found.pairs) / len(asked.words)
        if share < ALTERED or not _likely(row, asked, found):
            continue
        verdict: Verdict = "altered" if found.changes else "cut" if found.left_out else "exact"
        return verdict, (_place(row, asked, asked.whole, found, share),)
    return "not_there", ()


def _likely(row: Held, asked: _Asked, found: Comparison) -> bool:
    """Whether what differs is a quotation's, and not another text's."""
    if found.breaks > BROKEN + len(asked.words) // BROKEN_WORDS:
        return False
    if len(asked.words) > FEW:
        return True
    if found.longest < IN_A_ROW and found.passed_over > len(asked.words):
        return False
    if all(change.what in ("number", "spelling") for change in found.changes):
        return True
    told = [math.log(len(row.line) / len(row.postings.get(char, "?"))) for char in asked.coded]
    return len(found.pairs) >= IN_A_ROW and sum(told[at] for at, _ in found.pairs) >= TOLD * sum(told)


def _held_words(segments: Sequence[Segment]) -> int:
    return sum(one.length for one in segments)


def _rivals(row: Held, asked: _Asked) -> list[list[Segment]]:
    """Other places of a quotation whose words in a row stand at several."""
    return rivals(row, asked.words, asked.coded, TRIED) if len(asked.words) <= SENTENCE else []


def _short(row: Held, asked: _Asked) -> list[list[Segment]]:
    """What a few words share with the sentences that have the most of them."""
    near = nearest(row, asked.coded, TRIED) if len(asked.words) <= FEW else []
    found = [aligned(asked.coded, row.line, first, last) for first, last in near]
    return sorted(filter(None, found), key=_held_words, reverse=True)


def _stitched(row: Held, asked: _Asked, places: Sequence[list[Segment]]) -> tuple[Place, ...]:
    """The parts of a quotation that is put together from several places; none if it is not."""
    parts = [segments for segments in places if _held_words(segments) >= PART]
    if len(parts) < 2 or sum(map(_held_words, parts)) < STITCHED * len(asked.words):
        return ()
    found: list[Place] = []
    start = 0
    for at, segments in enumerate(parts):
        last = at + 1 == len(parts)
        end = len(asked.words) if last else _begin(row, asked, segments[-1], parts[at + 1][0])
        part = Span(start, end)
        found.append(_place(row, asked, part, compare(row, asked.words, asked.coded, segments, part), 1.0))
        start = end
    return tuple(found)


def _begin(row: Held, asked: _Asked, before: Segment, first: Segment) -> int:
    """Where the part that ``first`` is of begins: a word or two before an ellipsis are in no segment."""
    back = 0
    while first.quoted - back > before.quoted + before.length and first.at > back:
        if row.line[first.at - back - 1] != asked.coded[first.quoted - back - 1]:
            break
        back += 1
    return first.quoted - back


def _place(row: Held, asked: _Asked, part: Span, found: Comparison, share: float) -> Place:
    first, last = row.word(found.first), row.word(found.last - 1)
    end = last.end
    after = asked.text[asked.words[part.end - 1].end :] if part.end == len(asked.words) else ""
    while row.article.text[end : end + 1] and row.article.text[end] in _STOPS and row.article.text[end] in after[:4]:
        end += 1
    first_unit, last_unit = row.unit_at(first.start), row.unit_at(end - 1)
    return Place(
        start=first.start,
        end=end,
        part=Span(asked.words[part.start].start, asked.words[part.end - 1].end),
        quotes=tuple(_quote(row.article, unit, share) for unit in row.units[first_unit : last_unit + 1]),
        left_out=found.left_out,
        changes=found.changes,
        speakers=row.speakers(first_unit, last_unit),
    )


def _quote(article: Article, unit: tuple[Passage, Sentence], score: float) -> Quote:
    passage, sentence = unit
    return Quote(
        start=sentence.start,
        end=sentence.end,
        line=article.line(sentence.start),
        section=passage.section,
        kind=passage.kind,
        citations=citations(passage, sentence),
        context=(passage.intro,) if passage.intro else (),
        score=round(score, 4),
    )


def _nearest(row: Held, asked: _Asked) -> tuple[Place, ...]:
    """The sentences that hold the longest part of it, or else the most of its words; nothing if it shares no word."""
    places = [place for place in trace(row, asked.words, asked.coded) if _held_words(place) >= PART]
    if places:
        segment = max((one for place in places for one in place), key=lambda one: one.length)
        part = Span(segment.quoted, segment.quoted + segment.length)
        return (
            _place(
                row,
                asked,
                part,
                compare(row, asked.words, asked.coded, [segment], part),
                segment.length / len(asked.words),
            ),
        )
    found = nearest(row, asked.coded, 1)
    if not found:
        return ()
    at = row.unit_at(row.word(found[0][0]).start)
    unit = row.units[at]
    shared = len(set(asked.coded) & set(row.line[slice(*found[0])]) - {BREAK}) / len(set(asked.coded))
    return (
        Place(
            unit[1].start,
            unit[1].end,
            None,
            (_quote(row.article, unit, shared),),
            speakers=row.speakers(at, at),
        ),
    )


def _attributed(
    article: Article, verdict: Verdict, places: tuple[Place, ...], by: str
) -> tuple[Verdict, tuple[Place, ...]]:
    """``places`` with whether ``by`` says so there. Exact words are another's if they are so wherever they stand."""
    said = tuple(replace(place, spoken=spoken(article, by, place.speakers)) for place in places)
    if verdict == "exact" and all(place.spoken == "other" for place in said):
        return "other_speaker", said
    return verdict, said


def _units(row: Held, places: Iterable[Place]) -> list[tuple[Passage, Sentence]]:
    """The sentences that hold the places, in their order."""
    return [row.units[row.unit_at(quote.start)] for place in places for quote in place.quotes]
