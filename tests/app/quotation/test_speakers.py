"""Whether two names are one speaker's: an alarm only where they surely are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.quotation.found import Speaker
from app.quotation.speakers import spoken
from ingest.article import Span
from tests.making import P, made


@pytest.mark.parametrize(
    ("by", "who", "expected"),
    [
        pytest.param("Reed", "the owner, Tom Reed", "same", id="surname"),
        pytest.param("Mr Tom Reed", "Reed", "same", id="surname-there"),
        pytest.param("Anna Reed", "Tom Reed", "other", id="another-first-name"),
        pytest.param("the Freedonian government", "Freedonia", "same", id="a-country-and-its-government"),
        pytest.param("Freedonia", "the Freedonian Ministry of Defence", "same", id="a-ministry-of-the-country"),
        pytest.param("Freedonian government", "Freedonian authorities", "same", id="two-words-for-one"),
        pytest.param("Freedonian Ministry of Defence", "the Sylvanian Ministry of Defence", "other", id="two-ministries"),
        pytest.param("the president", "President Ada Finch", "same", id="office"),
        pytest.param("president of Sylvania", "the President of Freedonia", "other", id="two-presidents"),
        pytest.param("Harbour Workers Watch", "HWW", "same", id="initials"),
        pytest.param("HWW", "the Harbour Workers Watch", "same", id="initials-given"),
        pytest.param("Erdogan", "President Erdoğan", "same", id="accents"),
        pytest.param("Karabach office", "the Karabakh office", "same", id="another-spelling"),
        pytest.param("Tom Reed", "He", "unsaid", id="a-pronoun-is-anyone"),
    ],
)  # fmt: skip
def test_spoken(by: str, who: str, expected: str) -> None:
    article = replace(made(P((who,))), variants={"karabach": "karabakh"})
    assert spoken(article, by, [Speaker(Span(0, len(who)), None)]) == expected


def test_a_pronoun_is_the_one_it_means() -> None:
    article = made(P(("Tom Reed came.", "He spoke.")))
    he = Speaker(Span(15, 17), Span(0, 8))
    assert spoken(article, "Reed", [he]) == "same"
    assert spoken(article, "Finch", [he]) == "other"


def test_of_several_one_is_enough() -> None:
    article = made(P(("Reed and Finch",)))
    both = [Speaker(Span(0, 4), None), Speaker(Span(9, 14), None)]
    assert spoken(article, "Finch", both) == "same"
    assert spoken(article, "Smith", both) == "other"
    assert spoken(article, "Smith", []) == "unsaid"
