"""Which quotes of an answer are several accounts of the same thing, each by another party."""

from __future__ import annotations

from collections.abc import Sequence

from app.question import read
from app.said import accounts
from app.values import news
from app.wanted import COUNTED, asks_for
from ingest.article import Article, Passage, Sentence


def accounts_given(asked: str, article: Article, units: Sequence[tuple[Passage, Sentence]]) -> tuple[int, ...] | None:
    """A group for each quote, from 1, by who speaks; 0 for one that is no account. None where there are not two.

    Of one thing: what is asked for has several answers, or each account gives a value of the kind asked for. Quotes on
    one subject that happen to have speakers are no accounts: the best of them stays first.
    """
    groups = accounts(article, units)
    if groups is None:
        return None
    question = read(asked)
    if not question.several:
        wanted = asks_for(question.words)
        if wanted not in COUNTED:
            return None
        groups = tuple(
            group if news(sentence.plain, wanted, question.words) else 0
            for group, (_, sentence) in zip(groups, units, strict=True)
        )
    # What the search puts first is shown first: it is one of the accounts, or there are none.
    return groups if groups[0] and len({group for group in groups if group}) > 1 else None
