"""What was said about each article → docs/outside.md. Everything in it comes from one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from eval.outside.area import auc
from eval.outside.articles import LeftOut
from eval.outside.own import Own
from eval.outside.rivals import Rival
from eval.questions import Question
from eval.report import GROUPS, by_group, number, table
from eval.run import F1, Row, Total, totals
from eval.training.titles import Part

CHARACTERS = "characters quoted"
HEAD = ("right", "first", "recall@30", "abstention recall", "false refusals")

NOTES = """\
- **A rival shows whole passages, Ibid sentences.** A passage holds the right sentence more easily, and leaves it to be
  found there: hold each figure beside the characters shown. Ibid's are those of its quotes where it answers.
- A rival shows its three nearest passages to any question: it is never silent, and so has no abstention and no false
  refusals. Recall@30 is that of Ibid's search, before anything is chosen.
- *right*, of Ibid: as in docs/ci.md. Of a rival, which gives words and no places: at least 0.8 of the needed sentences'
  characters stand in its three passages, cut by a passage's edge or not, and so do the answer's words.
- *first*: the same of the first quote, where one needed sentence is enough. Of a rival's first passage, the answer's
  words are asked for as well.
- Ibid's probability that the article answers is its confidence, or 1 less its confidence where it is silent. Similarity
  alone is the cosine of the best sentence of the search by vectors. An area is how often an answerable question scores
  higher than one that is not; 0.5 is chance; its standard error is DeLong's. Abstention is counted as Ibid ships, with
  nothing set for these articles.
- Standard errors take questions for independent. Those on one passage are not quite, and five articles are few.
"""
NOTES_ON_TITLES = """\
- Each title's passages are joined to one article. An unanswerable question was written to seem answered by one passage,
  and another passage may answer it after all: that counts against an answer.
- Other titles of the same collection are what Ibid trains on (eval/training), and the embedding model, everyone's here,
  names 87,599 of SQuAD's questions among what it was trained on: the articles are new, the way of asking is not.
"""
TITLES = {
    Part.TEST: "Wikipedia articles that nothing was tuned on",
    Part.DEV: "Wikipedia articles that chose between ways of training",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One article, or several together: how much there is of it, Ibid's answers and each rival's."""

    title: str
    sentences: int
    left_out: LeftOut
    own: Own
    rivals: tuple[Rival, ...]

    @property
    def systems(self) -> tuple[Rival, ...]:
        """Ibid and the rivals, each by its rows."""
        return (Rival("Ibid", self.own.rows), *self.rivals)


@dataclass(frozen=True, slots=True)
class Page:
    """What one run measured: the titles of ``part`` (``most`` questions each, or all), and another field's article."""

    commit: str
    model: str
    part: Part
    most: int | None
    titles: Sequence[Told]
    other: Told


def page(measured: Page) -> str:
    """The page as Markdown."""
    both = together(measured.titles)
    every = [*measured.titles, both]
    drawn = "all their questions asked" if measured.most is None else f"{measured.most} questions drawn of each"
    return f"""# On other articles

Taken by `make outside` at commit {measured.commit} on {datetime.now(UTC):%-d %B %Y}, with {measured.model}; not to be
edited. Figures are means ± standard errors.

## {TITLES[measured.part]}

{len(measured.titles)} titles of SQuAD 2.0's development set, chosen by a hash of their names (part `{measured.part}` of
eval/training/titles.py), {drawn}.

{_beside(both)}

### Whether the article answers

{_answerable(every)}

### By article, Ibid

{_by_title(every)}

### By article, everyone

{_everyone(every, "right")}

{_everyone(every, "first")}

### By kind

{by_group(both.own.rows, "kind")}

{_everyone_by(both, "kind", GROUPS["kind"])}

### What was asked

{_asked(every)}

Left out are questions whose answer stands in no one sentence, and those whose sentence stands twice in its passage.

{NOTES_ON_TITLES}
## An article of another field

“{measured.other.title}”, written for this test; its facts and sources are invented or unchecked (NOTICE).
{_count(measured.other, answerable=True)} questions that it answers, {_count(measured.other, answerable=False)} that it
does not.

{_beside(measured.other)}

{_answerable([measured.other])}

### By kind

{by_group(measured.other.own.rows, "kind")}

{_everyone_by(measured.other, "kind", GROUPS["kind"])}

### By style

{by_group(measured.other.own.rows, "style")}

{_everyone_by(measured.other, "style", GROUPS["style"])}

## How it is counted

{NOTES}"""


def together(told: Sequence[Told]) -> Told:
    """All articles' questions as one set."""
    return Told(
        "together",
        sum(one.sentences for one in told),
        LeftOut(sum(one.left_out.no_sentence for one in told), sum(one.left_out.not_once for one in told)),
        Own(
            tuple(row for one in told for row in one.own.rows),
            tuple(score for one in told for score in one.own.answerable),
            tuple(score for one in told for score in one.own.similarity),
        ),
        tuple(
            Rival(rivals[0].name, tuple(row for rival in rivals for row in rival.rows))
            for rivals in zip(*(one.rivals for one in told), strict=True)
        ),
    )


def _beside(told: Told) -> str:
    """Ibid and the rivals on all questions."""
    found = [(system.name, totals(system.rows)) for system in told.systems]
    return table(
        ("", *HEAD, "characters shown"),
        ((name, *_numbers(sums, HEAD), number(sums.get(CHARACTERS), CHARACTERS)) for name, sums in found),
    )


def _answerable(told: Sequence[Told]) -> str:
    """How well Ibid tells what the article answers, beside similarity alone."""
    names = ("abstention precision", "abstention recall", F1)
    return table(
        ("", "area, Ibid", "area, similarity alone", *names),
        (
            (
                one.title,
                number(_area(one.own.rows, one.own.answerable), "area"),
                number(_area(one.own.rows, one.own.similarity), "area"),
                *_numbers(totals(one.own.rows), names),
            )
            for one in told
        ),
    )


def _area(rows: Sequence[Row], scores: Sequence[float]) -> Total | None:
    scored = [(row.question.answerable, score) for row, score in zip(rows, scores, strict=True)]
    return auc([score for yes, score in scored if yes], [score for yes, score in scored if not yes])


def _by_title(told: Sequence[Told]) -> str:
    return table(("", *HEAD), ((one.title, *_numbers(totals(one.own.rows), HEAD)) for one in told))


def _everyone(told: Sequence[Told], metric: str) -> str:
    """One metric of everyone, an article a row."""
    return table(
        (metric, *(system.name for system in told[0].systems)),
        ((one.title, *(number(totals(system.rows).get(metric), metric) for system in one.systems)) for one in told),
    )


def _everyone_by(told: Told, name: str, key: Callable[[Question], str]) -> str:
    """*right* of everyone, a kind or a style a row, where it has questions that can be answered."""
    answered = [row for row in told.own.rows if row.question.answerable]
    groups = dict.fromkeys(key(row.question) for row in answered)
    return table(
        (f"right, by {name}", "n", *(system.name for system in told.systems)),
        (
            (
                group,
                str(sum(key(row.question) == group for row in answered)),
                *(
                    number(totals([row for row in system.rows if key(row.question) == group]).get("right"), "right")
                    for system in told.systems
                ),
            )
            for group in groups
        ),
    )


def _asked(told: Sequence[Told]) -> str:
    return table(
        ("", "sentences", "answerable", "unanswerable", "left out: no one sentence", "left out: twice"),
        (
            (
                one.title,
                f"{one.sentences:,}",
                str(_count(one, answerable=True)),
                str(_count(one, answerable=False)),
                str(one.left_out.no_sentence),
                str(one.left_out.not_once),
            )
            for one in told
        ),
    )


def _count(told: Told, *, answerable: bool) -> int:
    return sum(row.question.answerable is answerable for row in told.own.rows)


def _numbers(found: Mapping[str, Total], names: Sequence[str]) -> list[str]:
    return [number(found.get(name), name) for name in names]
