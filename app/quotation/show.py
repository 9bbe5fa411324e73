"""Found → JSON, terminal. Nothing is formatted unchecked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from app.answer import Answer, Quote
from app.markup import visible
from app.proof import Proof, ProofError
from app.quotation.found import Change, Found, Place, Speaker, Verdict, What
from app.render import Renderer, dumped, place
from app.said import said_by
from ingest.article import Article, Span, Spanned

SCHEMA = "ibid.quotation/1"
# The terminal shows so many places whole, and so many differences of one; of the rest it says how many there are.
PLACES, DIFFERENCES = 10, 20

_SHORT: dict[Verdict, str] = {
    "exact": "Exact.",
    "cut": "Cut.",
    "altered": "Altered.",
    "stitched": "Put together.",
    "other_speaker": "Another's words.",
    "not_there": "Not there.",
}
_MANY: dict[What, str] = {
    "number": "numbers",
    "word": "words",
    "case": "capitals",
    "spelling": "spellings",
    "punctuation": "marks of punctuation",
}
_ONE: dict[What, str] = {
    "number": "number",
    "word": "word",
    "case": "capital",
    "spelling": "spelling",
    "punctuation": "mark of punctuation",
}


class Shown:
    """Formats what was found in one article. Every method checks it against the article first."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._proof = Proof(article)
        self._renderer = Renderer(self._proof, article)

    def json(self, found: Found) -> str:
        """``found`` as one line of JSON, ``ibid.quotation/1``."""
        return dumped(self.data(found))

    def data(self, found: Found) -> dict[str, object]:
        """``found`` as plain JSON values."""
        self.check(found)
        answer = self._renderer.data(_answer(found))
        quotes = iter([*_list(answer["quotes"]), *_list(answer["closest"])])
        return {
            "schema": SCHEMA,
            "quotation": found.text,
            "by": found.by,
            "verdict": found.verdict,
            "reason": self.reason(found),
            "places": [self._place_data(found, one, quotes) for one in found.places],
            "nearest": [self._place_data(found, one, quotes) for one in found.nearest],
            "references": answer["references"],
            "article": answer["article"],
            "took_ms": found.took_ms,
        }

    def reason(self, found: Found) -> str:
        """The verdict in one sentence."""
        places = len(found.places)
        if found.verdict == "not_there":
            return "No place of the article has these words."
        if found.verdict == "exact":
            if all(one.spoken == "unsaid" for one in found.places):
                return f"These words stand in the article{_times(places)}; it does not name who says so."
            return f"These words stand in the article{_times(places)}."
        if found.verdict == "other_speaker":
            return (
                f"These words stand in the article{_times(places)}, and there they are those of {self._whose(found)}."
            )
        if found.verdict == "stitched":
            said = f"These words are from {places} places of the article, which do not follow each other"
            return f"{said}{self._besides(found)}."
        if found.verdict == "cut":
            silent = any(not one.marked for one in found.places[0].left_out)
            signed = "without a sign" if silent else "where an ellipsis says so"
            return f"These words stand in the article, and others between them are left out {signed}."
        return f"The article has this otherwise: {_counted(found.places)}."

    def terminal(self, found: Found, *, colour: bool = False) -> str:
        """``found`` for reading in a terminal. Sentences are on lines of their own, unwrapped, to be copied."""
        self.check(found)
        bold, plain = ("\033[1m", "\033[0m") if colour else ("", "")
        lines = [f"{bold}{_SHORT[found.verdict]}{plain} {visible(self.reason(found))}", ""]
        for number, one in enumerate(found.places[:PLACES], 1):
            lines += self._place_lines(found, one, f"{number}. " if len(found.places) > 1 else "", colour)
        if more := found.places[PLACES:]:
            numbers = ", ".join(dict.fromkeys(str(self._article.line(one.start)) for one in more))
            lines += [f"And in {len(more)} more places: lines {numbers}", ""]
        if found.nearest:
            lines += ["The nearest passage, which is not it:", ""]
            for one in found.nearest:
                lines += self._place_lines(found, one, "–  ", colour)
        if found.sources:
            lines += ["Sources", *self._renderer.source_lines(found.sources)]
        return "\n".join(lines).rstrip() + "\n"

    def check(self, found: Found) -> Found:
        """``found`` itself, if all it shows stands in the article and in the quotation. Raises ProofError."""
        if found.article_sha256 != self._article.sha256:
            raise ProofError(f"this is about another copy of the article ({found.article_sha256[:12]}…)")
        if bool(found.places) == (found.verdict == "not_there"):
            raise ProofError("a quotation stands somewhere or is not there, never both or neither")
        if found.places and found.nearest:
            raise ProofError("a quotation that was found has no passages that only come near")
        quotes = [quote for one in found.places for quote in one.quotes]
        self._proof.check_quotes([*quotes, *(quote for one in found.nearest for quote in one.quotes)])
        self._proof.check_sources(quotes, found.sources)
        for one in (*found.places, *found.nearest):
            self._check_place(found, one)
        return found

    def _check_place(self, found: Found, one: Place) -> None:
        if not one.quotes or not one.quotes[0].start <= one.start < one.end <= one.quotes[-1].end:
            raise ProofError("a place does not lie in the sentences that are shown for it")
        if bool(one.changes) and found.verdict not in ("altered", "stitched", "not_there"):
            raise ProofError("words that were changed are no exact quotation")
        if bool(one.left_out) and found.verdict not in ("cut", "altered", "stitched"):
            raise ProofError("words that leave others out are no exact quotation")
        if found.verdict == "altered" and not one.changes:
            raise ProofError("a quotation that was altered differs in something")
        if found.verdict == "cut" and not one.left_out:
            raise ProofError("a quotation that was cut leaves something out")
        for left in one.left_out:
            if not _inside(left.article, one) or left.article.start == left.article.end:
                raise ProofError("what was left out does not lie in its place")
        for change in one.changes:
            if not _inside(change.article, one) or not _inside(change.quoted, Span(0, len(found.text))):
                raise ProofError("a difference does not lie in its place")
        told = (said_by(self._article, *self._proof.unit(quote)) for quote in one.quotes)
        if not set(one.speakers) <= {Speaker(said.who, said.named) for said in told if said}:
            raise ProofError("who is said to speak does not in the sentences that are shown")

    # JSON

    def _place_data(self, found: Found, one: Place, quotes: Iterable[object]) -> dict[str, object]:
        whole = Span(one.start, one.end)
        return {
            **self._there(whole),
            "line": self._article.line(one.start),
            "section": list(one.quotes[0].section),
            "part": _typed(found, one.part) if one.part else None,
            "left_out": [{**self._there(left.article), "at": left.at, "marked": left.marked} for left in one.left_out],
            "changes": [
                {
                    "what": change.what,
                    "quoted": _typed(found, change.quoted),
                    "article": self._there(change.article),
                }
                for change in one.changes
            ],
            "speakers": [
                {**self._there(said.who), "named": self._there(said.named) if said.named else None}
                for said in one.speakers
            ],
            "spoken": one.spoken,
            "quotes": [quote for _, quote in zip(one.quotes, quotes, strict=False)],
        }

    def _there(self, span: Span) -> dict[str, object]:
        return {"text": self._article.slice(span), "start": span.start, "end": span.end}

    # The terminal

    def _place_lines(self, found: Found, one: Place, mark: str, colour: bool) -> list[str]:
        lines = [mark + self._words(one, colour)]
        lines.append(f"   {place(one.quotes[0])}")
        if found.verdict == "stitched" and one.part:
            lines.append(f"   for: {_line(found.text[one.part.start : one.part.end])}")
        differs = [_change_line(found, self._article, change) for change in one.changes]
        for left in one.left_out:
            sign = "with an ellipsis" if left.marked else "without a sign"
            differs.append(f"left out {sign}: {_line(self._article.slice(left.article))}")
        lines += [f"   {line}" for line in differs[:DIFFERENCES]]
        if len(differs) > DIFFERENCES:
            lines.append(f"   and {len(differs) - DIFFERENCES} more differences")
        if one.speakers:
            names = " and ".join(_line(self._article.slice(said.named or said.who)) for said in one.speakers)
            lines.append(f"   said there by {names}{_NOT_BY if one.spoken == 'other' else ''}")
        elif one.spoken == "unsaid":
            lines.append("   who says so is not named there")
        return [*lines, ""]

    def _words(self, one: Place, colour: bool) -> str:
        """The sentences, the words that were looked for in bold."""
        bold, plain = ("\033[1m", "\033[0m") if colour else ("", "")
        before = Span(one.quotes[0].start, one.start)
        after = Span(one.end, one.quotes[-1].end)
        words = [visible(self._article.slice(span)) for span in (before, Span(one.start, one.end), after)]
        return f"{words[0]}{bold}{words[1]}{plain}{words[2]}"

    # Wording

    def _whose(self, found: Found) -> str:
        said = (one.named or one.who for place in found.places for one in place.speakers)
        return " and of ".join(dict.fromkeys(_one_line(self._article.slice(span)) for span in said))

    def _besides(self, found: Found) -> str:
        if any(one.changes for one in found.places):
            return f"; {_counted(found.places)}"
        return "; words are left out too" if any(one.left_out for one in found.places) else ""


_NOT_BY = ", not by the one named"


def _answer(found: Found) -> Answer:
    """What was found, as an answer: its quotes are shown as those of any."""
    return Answer(
        question=found.text,
        quotes=tuple(quote for one in found.places for quote in one.quotes),
        sources=found.sources,
        closest=tuple(quote for one in found.nearest for quote in one.quotes),
        reason=None if found.places else _SHORT["not_there"],
        confidence=1.0,
        article_title=found.article_title,
        article_sha256=found.article_sha256,
        took_ms=found.took_ms,
    )


def _list(data: object) -> list[object]:
    assert isinstance(data, list)
    return data


def _inside(span: Spanned, whole: Spanned | Quote) -> bool:
    return whole.start <= span.start <= span.end <= whole.end


def _typed(found: Found, span: Span) -> dict[str, object]:
    return {"text": found.text[span.start : span.end], "start": span.start, "end": span.end}


def _change_line(found: Found, article: Article, change: Change) -> str:
    typed, there = _line(found.text[change.quoted.start : change.quoted.end]), _line(article.slice(change.article))
    if not there:
        return f"{change.what}: {typed} – not in the article"
    return f"{change.what}: {typed} – in the article: {there}"


def _counted(places: Sequence[Place]) -> str:
    """`1 number and 2 words differ`."""
    counts = Counter(change.what for one in places for change in one.changes)
    named = [f"{many} {_ONE[what] if many == 1 else _MANY[what]}" for what, many in counts.items()]
    if left := sum(len(one.left_out) for one in places):
        tail = f", and words are left out in {left} place{'s' if left > 1 else ''}"
    else:
        tail = ""
    verb = "differs" if sum(counts.values()) == 1 else "differ"
    return f"{', '.join(named[:-1])}{' and ' if named[1:] else ''}{named[-1]} {verb}{tail}"


def _times(places: int) -> str:
    return f", in {places} places" if places > 1 else ""


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _line(words: str) -> str:
    return visible(_one_line(words))
