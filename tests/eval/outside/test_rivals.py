"""What a peer shows is judged by its words alone: whole, or cut by a passage's edge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.outside.rivals import held, judged
from eval.questions import Evidence, Question
from ingest.article import Span

# Ten words of four letters: 49 characters with the blanks, 0.8 of which are 39.2. Eight words are 39, nine are 44.
SENTENCE = "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj"
OTHER = "kkkk llll mmmm."
ASKED = Question(
    "q", "what", "plain", "?", True, (("dddd",),), (Evidence(0, 49, 3, SENTENCE, ()),), False, (), None, None
)
BOTH = replace(ASKED, evidence=(*ASKED.evidence, Evidence(50, 65, 5, OTHER, ())), answers=(("dddd",), ("llll",)))
EITHER = replace(BOTH, any_evidence=True, answers=(("dddd", "llll"),))


@pytest.mark.parametrize(
    ("passage", "spans"),
    [
        pytest.param("So. abcdefghij. So.", [Span(0, 10)], id="whole"),
        pytest.param("So. abcdef", [Span(0, 6), Span(10, 10)], id="cut by the passage's end"),
        pytest.param("efghij. So.", [Span(0, 0), Span(4, 10)], id="cut by its beginning"),
        pytest.param("defg", [Span(3, 7)], id="the passage is a part of it"),
        pytest.param("ghij. So. abcd", [Span(0, 4), Span(6, 10)], id="its end first, its beginning last"),
        pytest.param("So cdefgh so", [Span(0, 0), Span(10, 10)], id="its middle, where no edge cuts"),
        pytest.param("Nothing", [Span(0, 0), Span(10, 10)], id="nothing of it"),
    ],
)
def test_what_a_passage_shows_of_a_sentence(passage: str, spans: list[Span]) -> None:
    assert list(held("abcdefghij", passage)) == spans


@pytest.mark.parametrize(
    ("question", "shown", "right", "first"),
    [
        pytest.param(ASKED, [f"So. {SENTENCE} So."], 1.0, 1.0, id="whole, in the first"),
        pytest.param(ASKED, ["So.", "So.", f"So. {SENTENCE}"], 1.0, 0.0, id="whole, in the third"),
        pytest.param(ASKED, [SENTENCE.replace(" ", "\n ")], 1.0, 1.0, id="white space is folded"),
        pytest.param(ASKED, [SENTENCE.upper()], 0.0, 0.0, id="other letters are other words"),
        pytest.param(ASKED, [f"So. {SENTENCE[:44]}"], 1.0, 1.0, id="nine words of ten before the cut"),
        pytest.param(ASKED, [f"So. {SENTENCE[:39]}"], 0.0, 0.0, id="eight words of ten before the cut"),
        pytest.param(ASKED, [SENTENCE[:24], SENTENCE[25:] + " So."], 1.0, 0.0, id="cut between two passages"),
        pytest.param(ASKED, [SENTENCE[:34], SENTENCE[10:34]], 0.0, 0.0, id="an overlap counts once"),
        pytest.param(
            replace(ASKED, answers=(("aaaa",),)), [SENTENCE[5:] + " So."], 0.0, 0.0, id="the answer was cut off"
        ),
        pytest.param(ASKED, ["So dddd so."], 0.0, 0.0, id="the answer's word elsewhere"),
        pytest.param(replace(ASKED, answers=(("none", "DDDD EEEE"),)), [SENTENCE], 1.0, 1.0, id="case is ignored"),
        pytest.param(BOTH, [SENTENCE, "So."], 0.0, 1.0, id="one of two that are needed"),
        pytest.param(BOTH, [OTHER, SENTENCE], 1.0, 1.0, id="both"),
        pytest.param(EITHER, ["So.", OTHER], 1.0, 0.0, id="either"),
        pytest.param(replace(ASKED, answers=()), [SENTENCE], 1.0, 1.0, id="no answer's words are asked for"),
        pytest.param(ASKED, [], 0.0, 0.0, id="nothing shown"),
        pytest.param(ASKED, [""], 0.0, 0.0, id="an empty passage"),
    ],
)
def test_right_and_first(question: Question, shown: list[str], right: float, first: float) -> None:
    values = judged(question, shown).values
    assert (values["right"], values["first"]) == (right, first)


def test_of_an_unanswerable_question_only_what_is_shown_is_counted() -> None:
    nothing = replace(ASKED, answerable=False, answers=(), evidence=())
    assert judged(nothing, ["abc", "de"]).values == {"characters quoted": 5.0}
