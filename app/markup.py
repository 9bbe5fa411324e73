"""Words of the article → HTML: the only place where they become markup, and nothing in them can.

What is read back from the HTML (``textContent``) is the words themselves: newlines are spaces, and what
would move or turn a display's text is shown as ``visible`` does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from ingest.article import Article, Marker, Sentence, Span

# Control characters would move a terminal's cursor or turn its text around: shown as their pictures (U+2400 …) or left
# out of the display. The JSON holds them as they are.
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), 0xFFFD)
_VISIBLE |= dict.fromkeys((0x061C, 0x2028, 0x2029), 0xFFFD)  # a third mark of direction; line breaks of Unicode's own
_VISIBLE |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)  # lone surrogates: no terminal can be sent one

# Labels as articles have them: they stand in an id as they are. All others are spelt out in hexadecimal.
_PLAIN_LABEL = re.compile(r"[0-9]{1,9}|[a-z]{1,2}")


_SPEAKS = ('<b class="ibid-who">', "</b>")
_MARKED = ('<mark class="ibid-differs">', "</mark>")

_LONE = re.compile("[\ud800-\udfff]")


def visible(words: str) -> str:
    """``words`` for a display: nothing in them moves a cursor or turns text around."""
    return words.replace("\r\n", "\n").translate(_VISIBLE)


def whole(words: str) -> str:
    """``words`` without halves of surrogate pairs, each replaced by one character: a browser can send them, and a shell
    hands over bytes that are no UTF-8 as such; no tokenizer takes them, and nothing with them can be written as UTF-8.
    """
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", words)


def one_line(words: str) -> str:
    """``words`` for a display, on one line and with single blanks."""
    return " ".join(visible(words).split())


def escaped(words: str) -> str:
    """``words`` for HTML, on one line: nothing in them can be read as a tag, an attribute's end or a reference."""
    return html.escape(visible(words)).replace("\n", " ")


def anchor(label: str) -> str:
    """``label`` as a part of an id: 82 and e as they are, any other in hexadecimal; no two labels alike."""
    return label if _PLAIN_LABEL.fullmatch(label) else f"-{label.encode('utf-8', 'surrogatepass').hex()}"


def marked(
    article: Article, sentence: Sentence, *, tabbable: bool = True, who: Span | None = None, marks: Sequence[Span] = ()
) -> str:
    """The words of ``sentence``, all of them, its markers as handles.

    Handles that are not ``tabbable`` are left out when one goes through the page with the Tab key. ``who`` is set
    off where it lies inside the sentence and crosses no marker; ``marks`` are marked as far as they lie inside it.
    """
    parts: list[str] = []
    at = sentence.start
    for marker in sentence.markers:
        parts += [_stretch(article, at, marker.start, who, marks), _handle(article, marker, tabbable)]
        at = marker.end
    parts.append(_stretch(article, at, sentence.end, who, marks))
    return "".join(parts)


def _stretch(article: Article, start: int, end: int, who: Span | None, marks: Sequence[Span]) -> str:
    """The words between two markers."""
    held = [(max(one.start, start), min(one.end, end), _MARKED) for one in marks]
    if who is not None and start <= who.start and who.end <= end:
        held.append((who.start, who.end, _SPEAKS))
    shown, at = "", start
    for begins, last, tags in sorted(held):
        # Of two marks that overlap, the second goes on from where the first ends.
        first = max(begins, at) if tags is _MARKED else begins
        if at <= first < last and not cuts_a_line_break(article.text, Span(first, last)):
            shown += escaped(article.text[at:first]) + tags[0] + escaped(article.text[first:last]) + tags[1]
            at = last
    return shown + escaped(article.text[at:end])


def cuts_a_line_break(text: str, span: Span) -> bool:
    """Whether ``span`` begins or ends inside a ``\\r\\n``: each half would be shown for itself."""
    return any(text.startswith("\r\n", at - 1) for at in (span.start, span.end) if at > 0)


def _handle(article: Article, marker: Marker, tabbable: bool) -> str:
    """``[82]`` as a button. Its ``data-label`` is that of the entry it stands for: ``[note 2]`` has b."""
    spoken = f"reference {marker.label}" if marker.label.isdigit() else f"note {marker.label.rpartition(' ')[2]}"
    if marker.other_list:
        label, rest, spoken = marker.label, ' data-list="other"', f"{spoken} of another list"
    else:
        entry = article.entry(marker.label)
        label, rest = entry.label if entry else marker.label, ""
    rest += f' aria-label="{escaped(spoken)}"' + ("" if tabbable else ' tabindex="-1"')
    return (
        f'<button type="button" class="ibid-ref" data-label="{escaped(label)}"{rest}>'
        f"{escaped(article.slice(marker))}</button>"
    )
