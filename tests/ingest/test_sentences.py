"""Where sentences end. ``¦`` marks each cut; it is taken out before the text is split."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import LONGEST_QUOTATION, split, unit

NOTES = frozenset("abcdef")

ROWS = {
    # Markers. A marker after the full stop belongs to the sentence before it, set off by a blank or not.
    # a marker after the stop belongs to the sentence before it
    "marker after the stop": "It fell.[1]¦ Then it rose.[2]",
    "several markers after the stop": "It fell.[1][2][3]¦ Then it rose.",
    "marker before the stop": "It fell[1].¦ Then it rose.",
    "marker in mid-sentence": "It fell,[1] then it rose.¦ It stayed.",
    # IEEE sets its markers with a blank, before the stop or after it
    "marker with a blank before it": "It was shown in [3] and in [4].¦ It was not doubted [5].¦ Then it was.",
    "marker with a blank after the stop": "It fell. [1]¦ Then it rose. [2][3]¦ It stayed. [4]",
    "a bracket that is no marker after the stop": "It fell.¦ [The town] rose.",
    "remark after the stop": "It fell.[citation needed]¦ Then it rose.",
    "marker and remark": "It fell.[1][dead link]¦ Then it rose.",
    "note letter after the stop": "It fell.[a]¦ Then it rose.",
    "no blank after the marker": "It fell.[1]¦Then it rose.",
    # Stops that are missing or stray.
    "a lost stop": "He saw deep burns and sudden deaths in his conclusion[1][2]¦ The ministry denied using it at all.[3]",
    "no lost stop before a name": "The former president[3] Smith denied that he had ever been there.",
    "no lost stop after a preposition": "It was built by the council of[3] Paris in the year of the flood.",
    "no lost stop in a list of names": "The towns of Aston[1] Barton[2] Canton[3] and Dalton[4] lie there.",
    "a stray word after the markers": "They lost 18 planes and 8 depots.[1][2] destroyed.¦ Then it rose.",
    "a joining word left before a sentence": "Several were captured.[1]¦ and On Monday the town said so.[2]",
    # Abbreviations.
    "Dr.": "Dr. Marrow came.¦ Mr. Jones, Mrs. Jones and Prof. Hall left.",
    "e.g. and i.e.": "Some towns, e.g. Aston, are old, i.e. from before 1800.¦ Others are not.",
    "e.g. before a capital": "Some towns (e.g. Aston) are old.",
    "U.S. before a name": "On Monday the U.S. House passed it.¦ The U.N. Council did not.",
    "U.S. at the end": "He went to the U.S.¦ The others stayed.",
    "U.S. at the very end": "He went to the U.S.",
    "p.m. in mid-sentence": "At 4 p.m. the bell rang.¦ It was late.",
    "initials": "J. K. Smith and A. B. C. Jones wrote it.¦ It sold well.",
    "initial at the end": "It was the work of Smith, J.¦ The book sold well.",
    "vitamin C at the end": "They lacked vitamin C.¦ They had scurvy.",
    "No. 5": "Car No. 5 burnt.¦ No. 6 did not.",
    "no as an answer": "Did he go?¦ No.¦ He stayed.",
    "vol. and pp.": "See vol. 3, pp. 4–5, and fig. 2.¦ It is long.",
    "St. before a name": "St. Peter's is in the old town.¦ It is tall.",
    "St. at the end": "He lives in Mill St.¦ The house is old.",
    "Jr.": "Martin Hall Jr. spoke.¦ Nobody heard.",
    "Inc. at the end": "It belongs to Hask Inc.¦ The firm is old.",
    "etc. in mid-sentence": "Tea, salt, etc. were sold.¦ Nothing else was.",
    "etc. at the end": "They sold tea, salt, etc.¦ The shop closed.",
    "Gen. and Col.": "Gen. Hask and Col. Brand met Lt. Gen. Alder.¦ They talked.",
    "months": "It opened on 4 Jan. 1908 and closed on 3 Feb. 1967.¦ It was old.",
    "et al.": "Hall et al. showed it.¦ Marrow et al. (2001) did not.",
    # `v`, `p` and `c` are letters, but no initials
    "v.": "Smith v. Jones was decided.¦ It was famous.",
    "p. before a figure": "See Hask (1909), p. 90.¦ It says so on p. 91 too.",
    "a name after No.": "He said no.¦ Hask went on.",
    "c. and d.": "Anna (c. 1400 – d. 1460) was queen.¦ She was loved.",
    # Figures.
    "decimals": "It rose by 3.1 and fell by .5 in all.¦ It is 22.8% now.",
    "a decimal at the end": "It is 5 km (3.1 mi) long.¦ It was 3.1.¦ It grew.",
    "no-break spaces in figures": "It is 5\u00a0km (3.1\u00a0mi) from there.¦ It cost US$2\u00a0billion.[1]¦ It was worth it.",
    "times": "At 04:00 (00:00 UTC) it began.¦ At 16.30 it ended.¦ Then 5.30 p.m. came.",
    "begins with a figure": "They met.¦ 44 prisoners were freed.[1]¦ 12 stayed.",
    "a numbered list in a line": "1. Salt the water.¦ 2. Boil the rice.",
    "a version": "Python 3.11.2 came out.¦ It was fast.",
    "a host name": "See bbc.com or example.org for more.¦ Both are free.",
    # Quotations.
    "speech ends the sentence": 'He said, "It is over."¦ They left.',
    "speech ends and is cited": 'He said, "It is over."[4]¦ They left.',
    "stop after the mark": 'He called it "a win".¦ They left.',
    "stops inside speech": 'He said, "It is over. We go home. All of us", and left.¦ They stayed.',
    "a question inside speech": 'He asked, "Where are we going?" and got no answer.¦ They drove on.',
    "a question ends the sentence": 'He asked: "where are we going?"¦ In response, they laughed.',
    "speech first": '"It is over. We go home," he said.¦ They left.',
    "speech alone": '"It is over. We go home."¦ They left.',
    "curly marks": "He said, “It is over. We go home,” and left.¦ They stayed.",
    "guillemets": "He said, «It is over. We go home,» and left.¦ They stayed.",
    "a mark that never closes": 'He said, "It is over.¦ They left.¦ It was late.',
    "a curly mark that never closes": "He said, “It is over.¦ They left.",
    "a mark that never opened": 'He said it is over."¦ They left.',
    "inches": 'The pipe is 5" wide.¦ It leaks.¦ The other is 6" wide.',
    "speech in speech": "He said, “She said ‘no. Never.’ to me,” and left.¦ They stayed.",
    "an apostrophe after the stop": "It was the ‘best.’¦ They left.",
    # Other stops.
    "question and exclamation": "Did anyone leave?¦ Nobody!¦ So it was.",
    "an exclamation in a name": "The band Wham! was there.¦ They sang.",
    "interrobang": "What?!¦ Nothing.",
    "an ellipsis in mid-sentence": "It went on ... and on.¦ It ended.",
    "an ellipsis character": "It went on… and on.¦ It ended…¦ Then it rose.",
    "an ellipsis at the end": "It went on...¦ Then it ended.",
    "words left out in brackets": "It fell.¦ (...) The rest followed.",
    "words left out in square brackets": "It fell […] The rest followed.¦ It ended.",
    "a sentence in brackets": "It fell.¦ (It was old.)¦ Then it rose.",
    "a stop before a bracket": "It fell (see below).¦ Then it rose.",
    "a stop inside brackets in mid-sentence": "The firm (Hask Inc.) fell.¦ Then it rose.",
    "a stop before a comma": "Hask Corp.), the mayor said, fell.¦ It rose.",
    "a sentence after speech inside one": '“It fell. It rose.” [1] said nobody.¦ It ended.',
    "an exclamation before a dash": '"It fell!" – so said nobody.¦ It ended.',
    "many stops inside a word": "It fell" + "." * 100 + "then it rose.¦ It ended.",
    "a semicolon and a colon": "It fell; it rose: that was all.¦ It ended.",
    "a dash": "It fell – it rose.¦ It ended.",
    "chinese stops": "他来了。¦他走了！¦他在哪里？¦没人知道。",
    "hindi stops": "वह आया।¦ वह गया।",
    "armenian stops": "Նա եկավ։¦ Նա գնաց։",
    "arabic and urdu stops": "هل جاء؟¦ وہ گیا۔¦ نعم.",
    "cyrillic": "Он пришёл.¦ Она ушла.[1]¦ Все ждали.",
    # Brackets that only look like markers.
    "[1992]": "The law of [1992] stood.¦ It was kept.",
    "[sic]": "He wrote “their [sic] house”.¦ It was hers.",
    "brackets in a quotation": 'He “calculate[d] that it w[ould] win”.[1]¦ It did not.',
    # White space.
    "carriage returns": "It fell.\r\n¦It rose.\r\n¦It ended.",
    "wrapped lines": "It fell and\nthen it rose.¦\nIt ended.",
    "blanks around": "  It fell.  ¦  It rose.  ",
    "a no-break space after the stop": "It fell.¦\u00a0It rose.",
    "a tab after the stop": "It fell.¦\tIt rose.",
    "no blank after the stop": "It fell.It rose.",
    # Odds and ends.
    "nothing": "",
    "white space": " \u00a0\t\n",
    "only a stop": ".",
    "only a marker": "[1]",
    "no stop at all": "Nothing ends here",
    "a lower-case word after a stop": "It fell. then it rose.¦ It ended.",
    "a name that is lower-case": "The firm, eBay, fell.¦ The iPhone rose.",
}  # fmt: skip


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text, 0, len(text), notes=NOTES)]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_cuts(row: str) -> None:
    assert cut(row.replace("¦", "")) == [part.strip() for part in row.split("¦") if part.strip()]


def test_only_the_stretch_asked_for_is_split() -> None:
    text = "Zero.[9] One.[1] Two.[2] Three.[3]"
    found = split(text, 9, 24)
    assert [(text[s.start : s.end], s.citations) for s in found] == [("One.[1]", ("1",)), ("Two.[2]", ("2",))]


def test_markers_and_plain_text_of_a_sentence() -> None:
    text = "It is 5\u00a0km[3]  from\n[sic] there.[3][a][citation needed] Then."
    first, second = split(text, 0, len(text), notes=NOTES)
    assert first.plain == "It is 5 km from there."
    assert [marker.label for marker in first.markers] == ["3", "3", "a"]
    assert first.citations == ("3", "a")
    assert [text[marker.start : marker.end] for marker in first.markers] == ["[3]", "[3]", "[a]"]
    assert (second.plain, second.markers) == ("Then.", ())


def test_a_unit_is_trimmed_and_not_cut() -> None:
    text = "  \u00a0 One. Two.[1] Three \n"
    found = unit(text, 0, len(text))
    assert (text[found.start : found.end], found.plain, found.citations) == (
        "One. Two.[1] Three",
        "One. Two. Three",
        ("1",),
    )


def test_a_quotation_that_is_too_long_is_cut_after_all() -> None:
    short, long = '"' + "It is so. " * 20 + 'Yes."', '"' + "It is so. " * 100 + 'Yes."'
    assert len(short) < LONGEST_QUOTATION < len(long)
    assert len(cut(f"He said, {short} They left.")) == 2
    assert len(cut(f"He said, {long} They left.")) == 102


def test_many_stops_are_one_end() -> None:
    assert cut("It fell" + "." * 500 + " Then it rose.") == ["It fell" + "." * 500, "Then it rose."]


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(["It fell", ".", "[1]", "[a]", " ", '"', "“", "”", "U.S.", "The", "and", "(", ")", "。", "\n", "[sic]", "..."])
        ).map("".join),
    )
)  # fmt: skip
def test_law_every_character_and_marker_is_in_one_sentence(text: str) -> None:
    found = split(text, 0, len(text), notes=NOTES)
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end
        assert not text[at : sentence.start].strip()
        assert all(sentence.start <= m.start < m.end <= sentence.end for m in sentence.markers)
        at = sentence.end
    assert not text[at:].strip()
    whole = unit(text, 0, len(text), notes=NOTES)
    assert [m for s in found for m in s.markers] == list(whole.markers)
