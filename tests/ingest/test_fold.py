"""Letters folded for matching."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Span
from ingest.fold import fold, fold_char, fold_with_offsets, fold_words

# Two spellings that are one name: the text's own and that of its stripped copy, or of another line.
SAME = [
    # the stripped copy has lost hyphens and apostrophes
    ("Canada's boycott", "Canada s boycott"),
    ("Post-ceasefire clashes", "Post ceasefire clashes"),
    # letters folded to ASCII
    ("Füzuli", "Fuzuli"),
    ("Dəmir Yumruq əməliyyatı", "Demir Yumruq emeliyyati"),
    ("İkinci Qarabağ müharibəsi", "Ikinci Qarabag muharibesi"),
    ("Səhləbad", "Sehlebad"),
    ("Hacıməmmədli", "Hacimemmedli"),
    ("Şuşa", "Susa"),
    ("Atatürk", "Ataturk"),
    # a blank more or less
    ("Khoda Afarin", "Khodaafarin"),
    # curly and straight apostrophes
    ("O’Loughlin", "O'Loughlin"),
    # no-break spaces in figures
    ("US$2\u00a0billion", "US$2 billion"),
    ("2,906", "2 906"),
    # case
    ("SHUSHA", "shusha"),
    # ligatures, full width, composed and not
    ("ﬁre", "fire"),
    ("Ａ１", "a1"),
    ("e\u0301", "é"),
    # letters that Unicode does not decompose
    ("Straße", "Strasse"),
    ("Łódź", "Lodz"),
    ("Øre", "ore"),
    ("Æther", "aether"),
]
# Two names that must stay two.
DIFFERENT = [
    ("Shusha", "Shushi"),
    ("Agdam", "Aghdam"),
    ("Sarkissian", "Sarksyan"),
    ("Armenian", "Armenia"),
    ("Գոյամարտ", "Goyamart"),
    ("1.5", "1.6"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[one for one, _ in SAME])
def test_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=[one for one, _ in DIFFERENT])
def test_names_that_differ_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The  Baku–Tbilisi–Ceyhan\u00a0pipeline.", "the baku tbilisi ceyhan pipeline"),
        ("Armenia/Artsakh: 3,825 [78]", "armenia artsakh 3 825 78"),
        ("", ""),
        ("–!?", ""),
        ("Գոյամարտ, Смерч", "գոյամարտ смерч"),
    ],
)
def test_words(text: str, folded: str) -> None:
    assert fold_words(text) == folded


def test_a_character_can_be_two_or_none() -> None:
    assert (fold_char("ß"), fold_char("-"), fold_char("É")) == ("ss", "", "e")


def test_offsets_lead_back_to_the_text() -> None:
    text = "A-bß [1] Ç!"
    found = fold_with_offsets(text, (Span(0, 4), Span(8, 11)))
    assert found.text == "abssc"
    assert list(found.offsets) == [0, 2, 3, 3, 9]


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.text(max_size=60))
def test_law_folding_letter_by_letter(text: str) -> None:
    found = fold_with_offsets(text, (Span(0, len(text)),))
    assert found.text == fold(text)
    assert len(found.offsets) == len(found.text)
    assert all(char in fold_char(text[at]) for char, at in zip(found.text, found.offsets, strict=True))
    assert fold_words(text).replace(" ", "") == fold(text)


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("aZ09 .-'[]éŞəßæ“–½²中א\n"), max_size=60))
def test_law_runs_fold_as_their_letters_do(text: str) -> None:
    """Whole runs are taken at once where they are plain; the result is that of every letter for itself."""
    letters = [(at, fold_char(char)) for at, char in enumerate(text)]
    folded = fold_with_offsets(text, [Span(0, len(text))])
    assert folded.text == "".join(piece for _, piece in letters)
    assert folded.offsets.tolist() == [at for at, piece in letters for _ in piece]
    assert fold_words(text) == " ".join("".join(piece or " " for _, piece in letters).split())
