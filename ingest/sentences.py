"""A stretch of text → sentence spans.

A sentence ends at a stop, with the closing marks and the citation markers that follow it: a marker after
the full stop belongs to the sentence before. Speech in quotation marks is not cut, so that a quoted
statement keeps its speaker. Nothing is repaired: the spans together hold every character that is not
white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.article import Marker, Sentence
from ingest.markers import find_markers, plain, quotations, trailing

STOPS = ".!?…"
# Stops of scripts that put no blank after them, or use another mark than the full stop.
OTHER_STOPS = "。！？।։؟۔"
_MAY_CUT = re.compile(f"[{STOPS}{OTHER_STOPS}\\[]")
CLOSERS = "\"'”’»)]"
BLANKS = " \u00a0"

# Words whose full stop does not end a sentence when a capital or a figure follows.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev hon sen rep gov pres gen lt col maj capt cpl sgt adm cmdr brig st mt ft ave blvd "
    "jr sr inc ltd co corp bros dept univ assn no nos vol vols fig figs pp p ed eds trans ch sec art op cit al "
    "vs v cf ca c approx est e.g i.e etc jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# After these the same stop may well end the sentence, if what follows is a word that starts one.
MAY_END = frozenset("etc al inc ltd co corp jr sr bros st jan feb mar apr jun jul aug sep sept oct nov dec".split())
# Before a figure these are always abbreviations (`4 Jan. 1908`, `c. 1400`); `no` is one only there.
BEFORE_FIGURE = frozenset("no b d jan feb mar apr jun jul aug sep sept oct nov dec".split())
# Words that begin a sentence and seldom continue a name: after `U.S.` they tell the end of a sentence.
STARTERS = frozenset(
    "the a an in on at by for from as after before during since when while although though however it he she they we "
    "this that these those there his her its their but and if according both all some many most no meanwhile "
    "subsequently later then also despite following under with".split()
)
# A marker run between a word and a capital stands for a lost full stop, unless the word before it wants a name
# after it (`of[3] Paris`, `President[3] Smith`), in which case the sentence goes on.
WANTS_MORE = frozenset(
    "of in on at by for from to with and or the a an as than that which who into near under over against between "
    "president minister general colonel major captain king queen prince princess pope sir lord lady saint "
    "mr mrs dr".split()
)
# How many words must stand on both sides before a lost full stop is assumed: fewer look like names in a list.
LOST_STOP_WORDS = 4
# A quotation longer than this is cut into its sentences after all (a mark that was opened twice would otherwise
# swallow a paragraph). The longest quotation of three sentences in the bundled article has 349 characters.
LONGEST_QUOTATION = 800

# Runs of stops, closing marks and markers longer than this are noise, not the end of a sentence with its sources
# (the longest in the bundled article has 26 characters).
LONG_RUN = 60

_WORD_BEFORE = re.compile(r"([^\W\d_](?:[^\W_]|[.'’-]){0,24})$")
_WORD_AT = re.compile(r"[^\W\d_]+")
_LEFT_OUT = re.compile(r"[(\[](?:\.{3}|…)[)\]]")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}|[A-Za-z])$")


def split(text: str, start: int, end: int, *, notes: frozenset[str] = frozenset()) -> tuple[Sentence, ...]:
    """The sentences of ``text[start:end]``, with the markers that belong to each.

    ``notes``: the labels the notes list can have. Linear in the length.
    """
    markers = find_markers(text, start, end, notes=notes)
    sentences: list[Sentence] = []
    at_marker = 0
    for first, last in _spans(text, start, end, notes):
        inside: list[Marker] = []
        while at_marker < len(markers) and markers[at_marker].start < last:
            inside.append(markers[at_marker])
            at_marker += 1
        own = tuple(inside)
        sentences.append(Sentence(first, last, plain(text, first, last, own), own))
    return tuple(sentences)


def unit(text: str, start: int, end: int, *, notes: frozenset[str] = frozenset()) -> Sentence:
    """``text[start:end]``, trimmed, as one unit that is not cut: a row, a caption, an entry."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    markers = find_markers(text, start, end, notes=notes)
    return Sentence(start, end, plain(text, start, end, markers), markers)


def _spans(text: str, start: int, end: int, notes: frozenset[str]) -> Iterator[tuple[int, int]]:
    first = _skip(text, start, end)
    for cut in _cuts(text, start, end, notes):
        last = _rskip(text, first, cut)
        if last > first:
            yield first, last
            first = _skip(text, cut, end)
    last = _rskip(text, first, end)
    if last > first:
        yield first, last


def _cuts(text: str, start: int, end: int, notes: frozenset[str]) -> Iterator[int]:
    """Offsets at which one sentence ends and white space, or the next one, begins."""
    quoted = [span for span in quotations(text, start, end) if span.end - span.start <= LONGEST_QUOTATION]
    at_quote = 0
    sentence = start
    at = start
    while (seen := _MAY_CUT.search(text, at, end)) is not None:
        at = seen.start()
        while at_quote < len(quoted) and quoted[at_quote].end <= at:
            at_quote += 1
        if at_quote < len(quoted) and quoted[at_quote].start < at < quoted[at_quote].end - 1:
            # Inside speech: on to its closing mark, looking back at the stop that may stand before it.
            at = quoted[at_quote].end - 1
            if text[at - 1] in STOPS + OTHER_STOPS:
                at -= 1
                cut = _after_stop(text, sentence, at, end)
                at = quoted[at_quote].end
                if cut is not None:
                    yield cut
                    sentence = at = cut
                continue
        char = text[at]
        if char in STOPS:
            cut = _after_stop(text, sentence, at, end)
            if cut is None and (run := _closing(text, at + 1, end)) - at > LONG_RUN:
                at = run  # a run of stops and brackets is looked at once, not once for each of its characters
                continue
        elif char in OTHER_STOPS:
            cut = _closing(text, at + 1, end)
        else:
            cut = _lost_stop(text, sentence, at, end, notes)
        if cut is None:
            at += 1
        else:
            yield cut
            sentence = at = cut


def _closing(text: str, at: int, end: int) -> int:
    """Past the stops, closing marks, markers and remarks that follow a stop; a blank may set the markers off."""
    while at < end:
        if text[at] in STOPS + OTHER_STOPS or text[at] in CLOSERS:
            at += 1
        elif text[at] == "[" and (after := trailing(text, at, end)) > at:
            at = after
        elif (
            text[at] in BLANKS
            and (after := trailing(text, at + 1, end)) > at + 1
            and (after == end or text[after].isspace())
        ):
            at = after  # `It fell. [1] Then …`
        else:
            break
    return at


def _after_stop(text: str, sentence: int, stop: int, end: int) -> int | None:
    """Where the sentence ends whose stop stands at ``stop``, or None if it goes on."""
    after = _closing(text, stop + 1, end)
    if after >= end:
        return end
    cited = text[after - 1] == "]" and text[stop + 1 : after].find("[") >= 0
    following = _skip(text, after, end)
    if following >= end:
        return end
    if following == after and not (cited and text[after].isupper()):
        return None  # `3.1`, `bbc.com`, `U.N`
    word = _WORD_AT.match(text, following, end)
    if word is not None and text[following].islower():
        # `captured.[248] and On 27 October`: a joining word left before a new sentence.
        joined = _skip(text, word.end(), end)
        return after if cited and word[0] in ("and", "but", "or") and text[joined : joined + 1].isupper() else None
    if not cited and text[stop] == "." and _abbreviated(text, sentence, stop, following):
        return None
    if not cited and _LEFT_OUT.search(text, max(sentence, stop - 4), after):
        return None  # `(...)` stands for words left out, not for an end
    if text[following] in ",;:)" or (text[following] in "–—-" and text[stop] != "."):
        return None
    return after


def _abbreviated(text: str, sentence: int, stop: int, after: int) -> bool:
    """Whether the full stop at ``stop`` belongs to an abbreviation, an initial or a list number.

    ``after``: where the text goes on.
    """
    match = _WORD_BEFORE.search(text[max(sentence, stop - 26) : stop])
    if match is None:
        return stop - sentence <= 4 and _LIST_NUMBER.match(text[sentence:stop]) is not None
    word = match[1]
    next_word = _WORD_AT.match(text, after)
    following = next_word[0] if next_word else ""
    starter = following.casefold() in STARTERS
    if word.casefold() in BEFORE_FIGURE and text[after].isdigit():
        return True
    if word.casefold() == "no":
        return False
    if len(word) == 1 and word.isupper():
        return not starter  # `J. Smith`
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return not starter  # `U.S. House`, but not `U.S. The`
    if word.casefold() in MAY_END:
        return (bool(following) and not starter) or (word.casefold() == "al" and text[after] == "(")
    return word.casefold() in ABBREVIATIONS


def _lost_stop(text: str, sentence: int, bracket: int, end: int, notes: frozenset[str]) -> int | None:
    """Where a sentence ends that lost its stop: `…in his conclusion[7][8] The ministry denied…`."""
    if not text[bracket - 1 : bracket].isalpha():
        return None
    after = trailing(text, bracket, end)
    if after == bracket or not text[after : after + 1].isspace():
        return None
    if not find_markers(text, bracket, after, notes=notes):
        return None
    following = _skip(text, after, end)
    if not text[following : following + 1].isupper():
        return None
    left = text[max(sentence, bracket - 200) : bracket].split()
    if len(left) < LOST_STOP_WORDS or left[-1].casefold() in WANTS_MORE or not left[-1].islower():
        return None
    rest = re.split(r"[,;:(]|\[", text[following : following + 120], maxsplit=1)[0].split()
    return after if len(rest) >= LOST_STOP_WORDS else None


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _rskip(text: str, start: int, at: int) -> int:
    while at > start and text[at - 1].isspace():
        at -= 1
    return at
