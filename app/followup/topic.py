"""What the last question is about, in a few of its words: for what means all of it."""

from __future__ import annotations

from app.followup.phrases import Seen
from app.followup.words import FUNCTION, words_of

# A question of more words is not repeated in brackets: its nouns are.
LONG = 12


def topic(last: Seen, text: str) -> str:
    """The telling words of ``last`` that ``text`` lacks, in brackets after a blank; nothing where it has all."""
    parts = last.parts
    told = f"{parts.noun} {parts.rest}".strip() if parts else last.text.rstrip(" ?!.")
    words, held = words_of(told), {word.low for word in words_of(text)}
    telling = [i for i, word in enumerate(words) if word.low not in held and word.low not in FUNCTION]
    if not telling:
        return ""
    first, end = telling[0], telling[-1] + 1
    if first and words[first - 1].low in ("in", "on", "at", "by", "about", "of", "the"):
        first -= 1
    if end - first > LONG:
        nouns = [phrase.text for phrase in last.phrases if phrase.head not in held][:3]
        return f" ({', '.join(nouns)})" if nouns else ""
    if all(word.low not in held or word.low in FUNCTION for word in words[first:end]):
        return f" ({told[words[first].start : words[end - 1].end]})"
    return f" ({' '.join(words[i].text for i in telling)})"
