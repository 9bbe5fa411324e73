"""Who does it, beside a sentence that says it of another: each row with its trap."""

import pytest

from app.claims.align import Text
from app.claims.compare import compare
from app.claims.doers import told_apart
from app.claims.items import read
from app.claims.lexicon import Lexicon
from app.claims.roles import Grammar
from app.grammar import parse

# Names enough for the lexicon to tell them from words.
_OF = (
    "In 1950 Norway and Sweden and Poland met; Norway met Sweden, and in Poland the council met Anna Berg and Carl Lund.",
    "Then Poland, Norway and Sweden parted. Then Anna Berg and Carl Lund parted too.",
)
_LEXICON = Lexicon.of_texts(_OF)


def _text(words: str, *, claim: bool = False) -> Text:
    return Text(read(words, _LEXICON, claim=claim), None)


def _looked(claim: str, sentence: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    ours, theirs = _text(claim, claim=True), _text(sentence)
    grammar = [Grammar(parse(text.read.text), text.read.items) for text in (ours, theirs)]
    found = told_apart(compare(ours, theirs), *grammar)
    return (
        [(claim[d.claim[0] : d.claim[1]], sentence[d.sentence[0] : d.sentence[1]], d.what) for d in found.differences],
        [item.folded for item in found.missing],
    )


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Norway sold the trams.", "Norway sold the trams."),
        # the passive turns them round
        ("Norway sold the trams.", "The trams were sold by Norway."),
        ("The trams were sold by Norway.", "Norway sold the trams."),
        # shared by verbs that are joined
        ("Norway sold the trams.", "Norway bought, repaired and sold the trams."),
        # a land and its people
        ("Norway sold the trams.", "Norwegian officials sold the trams."),
        # in a clause that hangs on its noun
        ("Norway sold the trams.", "The trams, which Norway sold, were old."),
        # a pronoun may be anybody
        ("Norway sold the trams.", "Norway was poor, and it sold the trams."),
        # another name stands nearer to the verb
        ("Oxbow was hit by Norway.", "Norway hit the Swedish town of Oxbow twice."),
        # both do it
        ("Sweden met Norway.", "Norway met Sweden."),
    ],
)
def test_the_same_doer_in_other_forms(claim, sentence):
    assert _looked(claim, sentence) == ([], [])


@pytest.mark.parametrize(
    ("claim", "sentence", "differs"),
    [
        ("Sweden sold the trams.", "The trams were sold by Norway.", ("Sweden", "Norway", "name")),
        # both are named, and changed places
        ("Sweden accused Norway.", "Norway accused Sweden.", ("Sweden", "Norway", "side")),
        ("Norway sold the trams to Poland.", "Norway sold the trams to Sweden.", ("Poland", "Sweden", "name")),
        ("Anna Berg sold the trams.", "Carl Lund sold the trams.", ("Anna Berg", "Carl Lund", "name")),
    ],
)
def test_another_doer_differs(claim, sentence, differs):
    found, _ = _looked(claim, sentence)
    assert differs in found


def test_a_place_did_nothing():
    found, missing = _looked("Poland sold the trams.", "The trams were sold in Poland.")
    assert found == []
    assert missing == ["poland"]


def test_a_place_is_no_other_doer():
    found, missing = _looked("Norway sold the trams.", "The trams were sold in Poland.")
    assert found == []
    assert set(missing) == {"norway"}


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("The miller said that the bridge was hit.", "The miller denied that the bridge was hit."),
        ("Norway voted for the plan.", "Norway voted against the plan."),
    ],
)
def test_denied_and_against(claim, sentence):
    found, _ = _looked(claim, sentence)
    assert [what for _, _, what in found] == ["negation"]


def test_the_same_object_of_another_verb_is_no_agreement():
    assert _looked("Norway lifted the ban.", "Norway imposed the ban.")[0] == [("lifted", "imposed", "negation")]


def test_a_verb_put_for_another_is_no_difference():
    found, _ = _looked("Norway mended the old red trams.", "Norway repaired the old red trams.")
    assert found == []
