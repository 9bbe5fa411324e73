"""A statement beside a sentence: each row a trap, without vectors, so that only rules are at work."""

from __future__ import annotations

import pytest

from app.claims.align import Text
from app.claims.compare import compare
from app.claims.items import read
from app.claims.lexicon import Lexicon
from app.claims.tables import alike, opposite, same_name
from app.claims.thesaurus import apart, contrary, same, wider

LEXICON = Lexicon()


def compared(claim: str, sentence: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Differences as (claim's words, sentence's words, what), and the facts that are missing."""
    found = compare(Text(read(claim, LEXICON), None), Text(read(sentence, LEXICON), None))
    differences = [
        (claim[one.claim[0] : one.claim[1]], sentence[one.sentence[0] : one.sentence[1]], one.what)
        for one in found.differences
    ]
    return differences, [claim[item.start : item.end] for item in found.missing]


SAME = [
    pytest.param("The harbour closed on November 10th.", "On 10 November the harbour closed.", id="date-form"),
    pytest.param("Two thousand trams ran.", "There ran 2,000 trams.", id="number-form"),
    pytest.param("Oxbow was attacked by Kent.", "Then Kent attacked Oxbow.", id="passive"),
    pytest.param("The council declared that Lee left.", "The council stated that Lee left.", id="saying"),
    pytest.param("The plan was not accepted.", "The plan was rejected.", id="not-and-opposite"),
    pytest.param("The trams ran in the French town.", "The trams ran in a town of France.", id="people"),
]


@pytest.mark.parametrize(("claim", "sentence"), SAME)
def test_what_says_the_same_does_not_differ(claim: str, sentence: str) -> None:
    assert compared(claim, sentence) == ([], [])


DIFFERENT = [
    pytest.param("The town lost 2,783 trams.", "The town lost 2,906 trams.", ("2,783", "2,906", "number"), id="number"),
    pytest.param("It lifted the ban on 12 November.", "On 12 December it lifted the ban.", ("12 November", "12 December", "date"), id="date"),
    pytest.param("The envoy went to Oxbow.", "The envoy went to Kent.", ("Oxbow", "Kent", "name"), id="name"),
    pytest.param("The mayor denied the report.", "The mayor confirmed the report.", ("denied", "confirmed", "negation"), id="opposite"),
    pytest.param("The tram was not late.", "The tram was late.", ("late", "late", "negation"), id="not"),
    pytest.param("The largest harbour closed.", "The second-largest harbour closed.", ("largest", "second", "wording"), id="ordinal"),
    pytest.param("It lasted for days.", "It lasted for minutes.", ("days", "minutes", "negation"), id="unit-of-time"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "sentence", "expected"), DIFFERENT)
def test_a_difference_is_named(claim: str, sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in compared(claim, sentence)[0]


def test_sides_that_changed_places_differ() -> None:
    differences, _ = compared("In spring Kent attacked Oxbow with ships.", "In spring Oxbow attacked Kent with ships.")
    assert {what for _, _, what in differences} == {"side"}


def test_a_number_counts_what_it_counts() -> None:
    # 83 and 204 both stand in the sentence: one figure belongs to the prize that is asked for.
    sentence = "The mayor awarded 83 sailors with the Star and 204 clerks with the Anchor."
    assert compared("The mayor awarded 204 clerks with the Anchor.", sentence) == ([], [])
    assert ("204", "83", "number") in compared("The mayor awarded 204 sailors with the Star.", sentence)[0]


def test_a_fact_of_which_nothing_is_said_is_missing() -> None:
    assert compared("The harbour closed in 1904.", "The harbour closed.") == ([], ["1904"])


def test_the_tables() -> None:
    assert alike("wound", "injur")
    assert opposite("won", "lost")
    assert opposite("like", "unlike")
    assert not opposite("order", "border")
    assert same_name("oxbowian", "oxbowia")
    assert not same_name("kent", "oxbow")
    assert same("investigation", "probe")
    assert wider("building", "hospital") or wider("aircraft", "helicopter")
    assert contrary("accept", "rejected")
    assert apart("hospital", "school")
    assert not apart("unheardof", "school")


def test_a_date_of_the_sentence_before_is_not_lent() -> None:
    """A sentence before tells whom `he` means; a date there is of what is said there."""
    claim = Text(read("The harbour froze on 3 March 1904.", LEXICON), None)
    sentence = Text(read("The harbour froze.", LEXICON), None)
    before = Text(read("Lowmere elected a mayor on 3 March 1904.", LEXICON), None)
    assert compare(claim, sentence, (before,), labels=0).lent == ()
    # A heading's date is that of all that stands under it.
    assert compare(claim, sentence, (Text(read("3 March 1904", LEXICON), None),), labels=1).lent == (0,)


@pytest.mark.parametrize("words", ["FİVE soldiers fell", "fıve fell", "ſix fell", "It fell on 10 APRİL 2020", "5 K"])
def test_letters_that_only_look_like_others_are_read(words: str) -> None:
    assert read(words, LEXICON).items
