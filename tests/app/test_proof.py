"""Every way an answer can be wrong is caught."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.answer import Answer, Quote, Source
from app.ask import Asker
from app.cards import Cards
from app.proof import Proof, ProofError
from app.render import Renderer
from app.turns import Turn
from index.search import build
from ingest.article import Kind, Reference, Span
from tests.conftest import SureReader, WordEncoder, count_words
from tests.making import P, made

ARTICLE = made(
    P(("The war began in September.[1][2]", "It ended in November.[3]"), ("History", "Armenia")),
    P(("A parade was held.[1]",), ("History", "Azerbaijan")),
    P(("2,906 servicemen killed[a]",), ("Infobox", "Per Azerbaijan:"), Kind.INFOBOX, intro="Per Azerbaijan:"),
    P(("Confirmed killed by shelling.[1]",), ("Notes",), Kind.NOTE, label="a", other_list=True),
    P(("Cathedral shelled twice 259 260",), ("History", "Armenia"), Kind.RECOVERED),
    P(("Smith, John. “A war begins”.",), ("References",), Kind.REFERENCE, label="1"),
    P(("Jones, Mary. “A war ends”.",), ("References",), Kind.REFERENCE, label="3"),
)
BEGAN, ENDED, PARADE, ROW, NOTE, RECOVERED, SMITH, JONES = (
    sentence for passage in ARTICLE.passages for sentence in passage.sentences
)
ENTRY_1, ENTRY_3 = ARTICLE.references
(INTRO,) = (passage.intro for passage in ARTICLE.passages if passage.intro)


def quote(sentence: object, section: tuple[str, ...], *labels: str, **more: object) -> Quote:
    start, end = sentence.start, sentence.end  # type: ignore[attr-defined]
    kind = more.pop("kind", Kind.PROSE)
    return Quote(start, end, ARTICLE.line(start), section, kind, labels, score=0.9, **{"context": (), **more})  # type: ignore[arg-type]


ARMENIA = ("History", "Armenia")
Q_BEGAN = quote(BEGAN, ARMENIA, "1", "2")
Q_ENDED = quote(ENDED, ARMENIA, "3", context=(Span(BEGAN.start, BEGAN.end),))
Q_ROW = quote(ROW, ("Infobox", "Per Azerbaijan:"), "a", kind=Kind.INFOBOX, context=(INTRO,))
Q_NOTE = quote(NOTE, ("Notes",), "1", kind=Kind.NOTE)
GOOD = Answer(
    "When did it begin and end?",
    (Q_BEGAN, Q_ENDED),
    (Source("1", ENTRY_1), Source("2", None, "missing"), Source("3", ENTRY_3)),
    (),
    None,
    0.9,
    ARTICLE.title,
    ARTICLE.sha256,
    1.0,
)
SILENT = replace(GOOD, quotes=(), sources=(), closest=(Q_BEGAN,), reason="Nothing is about this.")
NOTED = replace(GOOD, quotes=(Q_NOTE,), sources=(Source("1", None, "other_list"),))
ROWED = replace(GOOD, quotes=(Q_ROW,), sources=(Source("a", ARTICLE.notes[0]),))
ENTRIED = replace(
    GOOD, quotes=(quote(SMITH, ("References",), "1", kind=Kind.REFERENCE),), sources=(Source("1", ENTRY_1),)
)
RESTORED = replace(GOOD, quotes=(quote(RECOVERED, ARMENIA, kind=Kind.RECOVERED),), sources=())


@pytest.mark.parametrize("answer", [GOOD, SILENT, NOTED, ROWED, ENTRIED, RESTORED])
def test_what_is_right_passes_unchanged(answer: Answer) -> None:
    assert Proof(ARTICLE).check(answer) is answer


def first(**changes: object) -> Answer:
    """The good answer, its first quote changed."""
    return replace(GOOD, quotes=(replace(Q_BEGAN, **changes), Q_ENDED))  # type: ignore[arg-type]


def sources(*given: Source) -> Answer:
    return replace(GOOD, sources=given)


ONE, TWO, THREE = GOOD.sources
WRONG = [
    # The words.
    pytest.param(first(start=BEGAN.start + 1), id="start-off-by-one"),
    pytest.param(first(end=BEGAN.end - 1), id="end-off-by-one"),
    pytest.param(first(end=ENDED.end), id="two-sentences-as-one"),
    pytest.param(first(start=BEGAN.end, end=BEGAN.start), id="backwards"),
    pytest.param(first(start=-10, end=-1), id="from-the-end"),
    pytest.param(first(start=10**9, end=10**9 + 5), id="beyond-the-text"),
    pytest.param(first(start=INTRO.start, end=INTRO.end), id="a-group-label"),
    pytest.param(first(start=PARADE.start, end=PARADE.end), id="another-sentence-under-the-same-place"),
    # The place.
    pytest.param(first(section=("History", "Azerbaijan")), id="the-other-party"),
    pytest.param(first(section=("Armenia",)), id="path-cut"),
    pytest.param(first(section=()), id="no-section"),
    pytest.param(first(line=2), id="wrong-line"),
    pytest.param(first(line=0), id="line-nought"),
    pytest.param(first(kind=Kind.RECOVERED), id="wrong-kind"),
    # The markers.
    pytest.param(replace(first(citations=("1",)), sources=(ONE, THREE)), id="citation-dropped"),
    pytest.param(first(citations=("1", "2", "3")), id="a-neighbours-citation"),
    pytest.param(first(citations=("2", "1")), id="citations-turned-round"),
    pytest.param(first(citations=("1", "1", "2")), id="citation-twice"),
    pytest.param(replace(GOOD, quotes=(replace(Q_BEGAN, citations=()),), sources=()), id="all-citations-dropped"),
    pytest.param(
        replace(RESTORED, quotes=(replace(RESTORED.quotes[0], citations=("259",)),), sources=(
            Source("259", None, "missing"),
        )),
        id="a-figure-taken-for-a-marker",
    ),
    pytest.param(
        replace(ENTRIED, quotes=(replace(ENTRIED.quotes[0], citations=("3",)),), sources=(Source("3", ENTRY_3),)),
        id="reference-under-another-number",
    ),
    pytest.param(
        replace(NOTED, quotes=(replace(Q_NOTE, citations=("a",)),), sources=(Source("a", ARTICLE.notes[0]),)),
        id="note-cites-its-own-letter",
    ),
    # What stands around it.
    pytest.param(first(context=(Span(0, 3),)), id="context-is-no-sentence"),
    pytest.param(first(context=(Span(ENDED.start, ENDED.end),)), id="context-after-the-quote"),
    pytest.param(first(context=(Span(BEGAN.start, BEGAN.end),)), id="context-is-the-quote"),
    pytest.param(first(context=(INTRO,)), id="label-of-another-group"),
    pytest.param(
        replace(GOOD, quotes=(quote(PARADE, ("History", "Azerbaijan"), "1", context=(Span(BEGAN.start, BEGAN.end),)),),
                sources=(ONE,)),
        id="context-of-another-section",
    ),
    # The sources.
    pytest.param(sources(ONE, TWO), id="source-dropped"),
    pytest.param(sources(), id="no-sources"),
    pytest.param(sources(ONE, TWO, THREE, Source("4", None, "missing")), id="source-nobody-cites"),
    pytest.param(sources(ONE, ONE, TWO, THREE), id="source-twice"),
    pytest.param(sources(Source("1", ENTRY_3), TWO, THREE), id="another-entry"),
    pytest.param(sources(Source("1", replace(ENTRY_1, end=ENTRY_1.end - 1)), TWO, THREE), id="entry-cut"),
    pytest.param(sources(Source("1", Reference("1", BEGAN.start, BEGAN.end)), TWO, THREE), id="no-entry-at-all"),
    pytest.param(sources(Source("1", None, "missing"), TWO, THREE), id="missing-though-it-is-there"),
    pytest.param(sources(Source("1", None, "other_list"), TWO, THREE), id="other-list-though-it-is-this"),
    pytest.param(sources(ONE, Source("2", ENTRY_1), THREE), id="an-entry-for-what-has-none"),
    pytest.param(sources(ONE, Source("2", None), THREE), id="neither-entry-nor-reason"),
    pytest.param(sources(Source("1", ENTRY_1, "missing"), TWO, THREE), id="entry-and-reason"),
    pytest.param(replace(NOTED, sources=(Source("1", ENTRY_1),)), id="other-list-looked-up-in-this"),
    pytest.param(replace(NOTED, sources=(Source("1", None, "missing"),)), id="other-list-said-to-be-missing"),
    pytest.param(replace(SILENT, sources=(ONE, TWO)), id="sources-of-what-is-no-answer"),
    # The whole.
    pytest.param(replace(GOOD, article_sha256="0" * 64), id="another-article"),
    pytest.param(replace(GOOD, reason="Nothing is about this."), id="quotes-and-a-reason"),
    pytest.param(replace(SILENT, reason=None), id="neither-quotes-nor-reason"),
    pytest.param(replace(SILENT, reason=""), id="an-empty-reason"),
    pytest.param(replace(GOOD, closest=(Q_ENDED,)), id="answered-and-closest"),
    pytest.param(replace(SILENT, closest=(replace(Q_BEGAN, line=9),)), id="a-wrong-line-among-the-closest"),
]  # fmt: skip


@pytest.mark.parametrize("answer", WRONG)
def test_what_is_wrong_is_not_shown(answer: Answer) -> None:
    proof = Proof(ARTICLE)
    with pytest.raises(ProofError) as error:
        proof.check(answer)
    assert "\n" not in str(error.value)
    renderer = Renderer(proof, ARTICLE)
    cards = Cards(ARTICLE, proof)

    def on_the_page(answer: Answer) -> str:
        return cards.turn(Turn(answer.question, answer.question, "2024-05-31T12:00:00Z", answer))

    for show in (renderer.json, renderer.data, renderer.terminal, on_the_page):
        show_it: Callable[[Answer], object] = show
        with pytest.raises(ProofError):
            show_it(answer)


def test_an_asker_checks_what_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    asker = Asker(build(ARTICLE, WordEncoder(), count=count_words), reader=SureReader())
    monkeypatch.setattr("app.ask.context", lambda index, unit: (Span(0, 3),))
    with pytest.raises(ProofError):
        asker.ask("When did the war begin in September?")


def test_words_and_markers_are_the_articles() -> None:
    proof = Proof(ARTICLE)
    assert proof.words(Q_BEGAN) == "The war began in September.[1][2]"
    assert [marker.label for marker in proof.markers(Q_BEGAN)] == ["1", "2"]
