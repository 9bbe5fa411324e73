"""One quote as a card: its words, its place in the article, what is needed to understand it. All text is escaped."""

from __future__ import annotations

from app.answer import Quote
from app.markup import escaped
from app.render import place
from ingest.article import Article, Span


def quote_card(
    article: Article,
    quote: Quote,
    words: str,
    *,
    by: Span | None = None,
    number: int | None = None,
    below: str = "",
    tools: str = "",
) -> str:
    """A checked ``quote``; ``words``: its own as HTML (app/markup.py).

    ``by``: who speaks, to stand above it. ``number``: its place in the answer, from 0, None if it is no part of one.
    ``below`` and ``tools`` are HTML: what stands under the words, and beside the link to their place.
    """
    before = "".join(
        f'<p class="ibid-before"><span>before it</span> {escaped(article.slice(span))}</p>' for span in quote.context
    )
    whose = f'<p class="ibid-by">{escaped(article.slice(by))}</p>' if by else ""
    numbered = "" if number is None else f' data-number="{number}"'
    return (
        f'<li class="ibid-card" data-start="{quote.start}" data-end="{quote.end}"{numbered}>{before}{whose}'
        f'<blockquote>{words}</blockquote>{below}<div class="ibid-place">'
        f'<a class="ibid-go" href="#s{quote.start}">{escaped(place(quote))}</a>'
        f'<button type="button" data-do="around" aria-expanded="false">Around it</button>{tools}</div></li>'
    )
