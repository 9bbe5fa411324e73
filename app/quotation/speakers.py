"""Whether the one whom a quotation is laid to is the one who says so in the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.quotation.found import Speaker, Spoken
from ingest.article import Article
from ingest.fold import fold_words

_SMALL = frozenset("the a an of in for and at by on to its his her their mr mrs ms dr".split())
# Offices and ranks, which many have: two speakers who share nothing else are two.
_OFFICES = frozenset(
    "president prime minister ministry government authorities officials official spokesman spokeswoman spokesperson "
    "ombudsman defence defense foreign affairs interior general army forces armed military head chief leader state "
    "republic office public human rights report former national international service party member parliament".split()
)
# Letters of a country's name that its people's begins with: Ruritania, Ruritanian; Freedonia, Freedonian.
_STEM = 5


def spoken(article: Article, by: str, found: Sequence[Speaker]) -> Spoken:
    """Whether it is ``by`` who says so: ``other`` only where all who do are surely others."""
    if not found:
        return "unsaid"
    names = [article.slice(span) for one in found for span in (one.who, one.named) if span]
    if any(_same(by, name, article.variants) for name in names):
        return "same"
    # `he`, without a name: anyone.
    pronouns = any(article.slice(one.who).lower() in _PRONOUNS and one.named is None for one in found)
    return "unsaid" if pronouns else "other"


_PRONOUNS = frozenset("he she it they him her them".split())


def _same(one: str, other: str, variants: Mapping[str, str]) -> bool:
    mine, theirs = _name(one, variants), _name(other, variants)
    if not mine or not theirs:
        return False
    if _initials(one) == fold_words(other).replace(" ", "") or _initials(other) == fold_words(one).replace(" ", ""):
        return True
    shared = [word for word in mine if any(_akin(word, there) for there in theirs)]
    if len(shared) == len(mine) or all(any(_akin(word, there) for word in mine) for there in theirs):
        return True
    # `the Ruritanian government` and `Ruritanian authorities`; not two whose first names or offices agree.
    rest = [word for word in (*mine, *theirs) if word not in _OFFICES and not any(_akin(word, one) for one in shared)]
    return not rest and any(word not in _OFFICES for word in shared)


def _name(words: str, variants: Mapping[str, str]) -> list[str]:
    folded = (variants.get(word, word) for word in fold_words(words).replace("’s", "").split())
    return [word for part in folded for word in part.split() if word not in _SMALL and word != "s"]


def _initials(words: str) -> str:
    letters = "".join(word[0] for word in fold_words(words).split() if word not in _SMALL)
    return letters if len(letters) > 2 else " "


def _akin(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _STEM and longer.startswith(shorter) and len(longer) - len(shorter) <= 3)
