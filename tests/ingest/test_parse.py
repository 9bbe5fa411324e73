"""The real article: its landmarks, its traps (one named row for each), and the laws a reading keeps."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Article, Heading, Kind, Passage, Reference, Span
from ingest.parse import parse

if TYPE_CHECKING:
    from tests.ingest.conftest import Lines

NB = "\u00a0"
Laws = Callable[[Article], None]

# The whole outline, by the page's own numbers (line 716) and by where the headings stand.
OUTLINE = [
    # line, number in the table of contents, title
    (93, "1", "Naming"),
    (101, "2", "Background"),
    (105, "2.1", "Soviet era"),
    (109, "2.2", "First Nagorno-Karabakh War"),
    (116, "2.3", "Frozen conflict"),
    (120, "3", "Course of the war"),
    (122, "3.1", "Overview"),
    (146, "3.2", "Ceasefire agreement"),
    (169, "3.3", "Non-military actions taken by Armenia and Azerbaijan"),
    (173, "3.3.1", "Armenia"),
    (188, "3.3.2", "Azerbaijan"),
    (207, "4", "Casualties"),
    (211, "4.1", "Civilians"),
    (222, "4.2", "Military"),
    (235, "4.3", "Infrastructure damage"),
    (244, "4.4", "Equipment losses"),
    (252, "5", "Suspected war crimes"),
    (258, "5.1", "Armenian"),
    (296, "5.2", "Azerbaijani"),
    (337, "5.3", "White phosphorus use allegations"),
    (343, "6", "Aftermath"),
    (345, "6.1", "Armenia"),
    (360, "6.2", "Azerbaijan"),
    (378, "6.3", "Transfer of territories and flight of Armenian population"),
    (387, "6.4", "Turkish-Russian peacekeeping"),
    (389, "6.5", "Post-ceasefire clashes"),
    (391, "6.6", "Canada's boycott of arms exports to Turkey"),
    (395, "7", "Analysis"),
    (397, "7.1", "Nationalist sentiment"),
    (401, "7.2", "Azerbaijani aims"),
    (408, "7.3", "Turkey and Russia"),
    (412, "7.3.1", "Turkey"),
    (416, "7.3.2", "Russia"),
    (422, "7.4", "Military tactics"),
    (437, "7.4.1", "Drone warfare"),
    (444, "7.4.2", "Targeting of pipelines"),
    (448, "7.4.3", "Use of propaganda"),
    (455, "7.4.4", "Cyberwarfare"),
    (459, "8", "Official statements"),
    (461, "8.1", "Armenia and Artsakh"),
    (477, "8.2", "Azerbaijan"),
    (498, "9", "Allegations of third-party involvement"),
    (502, "10", "International reactions"),
    (504, "11", "See also"),
    (506, "12", "Notes"),
    (515, "13", "References"),
]


def outline_path(number: str) -> tuple[str, ...]:
    titles = {entry: title for _, entry, title in OUTLINE}
    parts = number.split(".")
    return tuple(titles[".".join(parts[: depth + 1])] for depth in range(len(parts)))


def test_the_outline_is_the_pages_own(article: Article) -> None:
    found = [(article.line(h.start), h.title, h.level, h.path) for h in article.headings]
    assert found == [(line, title, n.count(".") + 1, outline_path(n)) for line, n, title in OUTLINE]


def test_outline_counts(article: Article) -> None:
    assert len(article.headings) == 46
    assert sum(heading.level == 1 for heading in article.headings) == 13
    assert all(article.slice(heading) == heading.title for heading in article.headings)


# Four sections are empty in this copy: what they hold can only be recovered from the stripped copy.
@pytest.mark.parametrize(
    "path",
    [
        ("Aftermath", "Turkish-Russian peacekeeping"),
        ("Aftermath", "Post-ceasefire clashes"),
        ("International reactions",),
        ("See also",),
    ],
    ids=lambda path: path[-1],
)
def test_empty_sections_hold_only_what_is_recovered(article: Article, path: tuple[str, ...]) -> None:
    assert {passage.kind for passage in article.passages if passage.section == path} == {Kind.RECOVERED}


# Titles that stand under more than one parent, or look like another.
@pytest.mark.parametrize(
    ("line", "section"),
    [
        # the country under what it did at home during the war
        (178, ("Course of the war", "Non-military actions taken by Armenia and Azerbaijan", "Armenia")),
        (193, ("Course of the war", "Non-military actions taken by Armenia and Azerbaijan", "Azerbaijan")),
        # the country after the war
        (350, ("Aftermath", "Armenia")),
        (365, ("Aftermath", "Azerbaijan")),
        # what its government said
        (463, ("Official statements", "Armenia and Artsakh")),
        (482, ("Official statements", "Azerbaijan")),
        # the accused side, an adjective
        (263, ("Suspected war crimes", "Armenian")),
        (301, ("Suspected war crimes", "Azerbaijani")),
        # prose right under a heading that has subsections
        (209, ("Casualties",)),
        (171, ("Course of the war", "Non-military actions taken by Armenia and Azerbaijan")),
        # before the first heading
        (85, ("Lead",)),
        (91, ("Lead",)),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else " > ".join(value),
)
def test_recurring_headings_keep_their_parents(lines: Lines, line: int, section: tuple[str, ...]) -> None:
    assert {passage.section for passage in lines.passages(line)} == {section}


def test_title(article: Article) -> None:
    assert article.title == "Second Nagorno-Karabakh War"
    assert article.title_span is not None
    assert article.slice(article.title_span) == article.title
    assert article.line(article.title_span.start) == 4
    assert article.odd == ()


# Markers.


def markers_by_eye(text: str, first: int, last: int) -> list[str]:
    """All ``[number]`` of the lines, by the plainest pattern: the article has no other brackets with only figures."""
    return re.findall(r"\[(\d+)\]", "\n".join(text.split("\n")[first - 1 : last]))


def markers_read(article: Article, *, notes: bool) -> list[str]:
    return [
        marker.label
        for passage in article.passages
        if (passage.kind is Kind.NOTE) is notes
        for sentence in passage.sentences
        for marker in sentence.markers
        if marker.label.isdigit()
    ]


def test_numeric_markers_of_the_article(article: Article, text: str) -> None:
    read = markers_read(article, notes=False)
    assert read == markers_by_eye(text, 4, 502)
    labels = set(read)
    known = {reference.label for reference in article.references}
    counted = (len(read), len(labels), max(map(int, labels)), len(labels & known), len(labels - known))
    assert counted == (538, 459, 524, 130, 329)
    assert min(int(label) for label in labels - known) == 193


def test_numeric_markers_of_the_notes(article: Article, text: str) -> None:
    assert markers_read(article, notes=True) == markers_by_eye(text, 508, 513)
    foreign = [
        (passage.label, marker.label)
        for passage in article.passages
        for sentence in passage.sentences
        for marker in sentence.markers
        if marker.other_list
    ]
    assert len(markers_read(article, notes=True)) == 20
    # Note 5 is cited as e: its numbers are another page's.
    assert foreign == [("e", "1"), ("e", "2"), ("e", "3"), ("e", "4")]


def test_each_numeric_marker_is_in_exactly_one_sentence(article: Article, text: str) -> None:
    list_starts = text.index("\nReferences\n")
    by_eye = [match.start() for match in re.finditer(r"\[\d+\]", text[:list_starts])]
    read = [
        marker.start for p in article.passages for s in p.sentences for marker in s.markers if marker.label.isdigit()
    ]
    assert sorted(read) == by_eye


def test_note_letters_cited(article: Article) -> None:
    # Of [a] to [f] only d, e and f still occur in the text: 55, 75 and 216, 85.
    cited = [
        (article.line(marker.start), marker.label)
        for passage in article.passages
        for sentence in passage.sentences
        for marker in sentence.markers
        if not marker.label.isdigit()
    ]
    assert cited == [(55, "d"), (75, "e"), (85, "f"), (216, "e")]


# The same marker recurs; all its places, found by reading the article. Note lines are 508 to 513.
@pytest.mark.parametrize(
    ("label", "places"),
    [
        ("46", [129, 133, 135, 427]),
        ("59", [56, 209, 231, 511]),
        ("82", [75, 77, 216, 242]),
        ("155", [127, 427, 442, 453]),
        ("158", [127, 220, 427, 427, 427, 453]),
        ("290", [261, 265, 275, 281, 283, 294]),
        ("521", [494, 494]),
        ("30", [15, 91]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_recurring_markers(article: Article, label: str, places: list[int]) -> None:
    found = [
        article.line(marker.start)
        for passage in article.passages
        for sentence in passage.sentences
        for marker in sentence.markers
        if marker.label == label
    ]
    assert found == places


# What a sentence cites: (line, how the sentence begins, its citations).
CITATIONS = [
    # a marker after the stop belongs to the sentence before it
    (85, "It was a major escalation", ("f",)),
    # … and a sentence without one has none, though the next one's marker may cover it too
    (85, "The war lasted", ()),
    # a marker in mid-sentence backs only the clause before it, and is the sentence's all the same
    (165, "Furthermore, Armenian forces", ("192",)),
    (118, "Surveys indicated", ("148", "131")),
    (140, "After the shelling", ("167", "168")),
    (140, "After the declared ceasefire", ("169", "170")),
    # [citation needed] is a remark
    (140, "Just before 04:00", ()),
    # [dead link] is a remark, [130] a marker
    (107, "In early 1992", ("130",)),
    # calculate[d] and w[ould] are brackets inside a quotation, though [d] is also a note
    (406, "In a 27 September 2020 interview", ("446",)),
    # a note's letter after a figure, where it stands as one
    (216, "The Armenian authorities stated", ("e", "79")),
    # one sentence, several markers, of which one backs the fact asked for
    (350, "Throughout November", ("398", "399", "400", "401")),
    (372, "A victory parade", ("429", "430", "431", "432")),
    # the same marker twice in one sentence, once in its citations
    (494, "He then added", ("522", "521", "523")),
    (494, "On 21 October 2020", ("521",)),
    (275, "Between 4 and 17 October", ("290", "88", "314", "315", "316", "317")),
    # one marker at the paragraph's end for several sentences
    (103, "The territorial ownership", ()),
    (103, "The current conflict", ("128",)),
    # in no order
    (267, "The bombardment caused", ("303", "262")),
    # a run of five
    (203, "By 4 November 2020", ("227", "228", "229", "230", "231")),
    # a marker after a closing quotation mark and its stop: "…forces."[4]
    (427, "In the opinion of military analyst", ("4",)),
    # a stray word after the markers stays with them
    (246, "By 7 October 2020", ("243", "271", "272", "273")),
    # a lost stop: the markers stay with the first of two sentences run together
    (341, "Patrick Knipper", ("387", "388")),
    (341, "Azerbaijan denied", ("389",)),
    # markers glued to a joining word: [248] and On 27 October
    (229, "During the post-war clashes", ("247", "248")),
    # the introduction of the block quotation carries its marker, the quotation has none
    (374, "According to peer-reviewed", ("435",)),
    (376, "…for the first time", ()),
]


@pytest.mark.parametrize(("line", "begins", "citations"), CITATIONS, ids=[f"{c[0]} {c[1]}" for c in CITATIONS])
def test_citations_of_a_sentence(lines: Lines, line: int, begins: str, citations: tuple[str, ...]) -> None:
    (found,) = [s for _, s in lines.units(line) if lines.article.slice(s).startswith(begins)]
    assert found.citations == citations


# The infobox.

INFOBOX = ("Infobox",)
CASUALTIES = (*INFOBOX, "Casualties and losses")
POST = (*INFOBOX, "Territorial changes", "Post-ceasefire:")
BELLIGERENTS = (*INFOBOX, "Belligerents")
BY_AZ, BY_SOHR, BY_ARM = "Per Azerbaijan:", "Per SOHR:", "Per Armenia/Artsakh:"

INFOBOX_ROWS = [
    # line, path, the row as it stands, citations, group label
    # right under the repeated title: a row, not a part of the title
    (7, INFOBOX, "Part of the Nagorno-Karabakh conflict", (), None),
    # a label glued to its value, and the row goes on in brackets on the next line
    (
        14,
        (*INFOBOX, "Date"),
        f"27{NB}September{NB}2020{NB}(2020-09-27) – 10{NB}November{NB}2020{NB}(2020-11-10)\n"
        f"(1{NB}month and 2{NB}weeks)[30]",
        ("30",),
        None,
    ),
    # a blank line between label and row
    (19, (*INFOBOX, "Result"), "Azerbaijani victory[31][32]", ("31", "32"), None),
    # 21–22 are one label on two lines; 28–30 hang on 26
    (28, POST, "Azerbaijan retains control of territories captured during the war", (), "Post-ceasefire:"),
    (
        29,
        POST,
        "All Armenian-occupied territories surrounding Nagorno-Karabakh ceded back to Azerbaijan by 1 December 2020[35]",
        ("35",),
        "Post-ceasefire:",
    ),
    (
        30,
        POST,
        "All economic and transport connections in the region to be unblocked, including transport connections "
        "between Nakhchivan and the rest of Azerbaijan",
        (),
        "Post-ceasefire:",
    ),
    # 33–40 are two columns without a label of their own
    (33, BELLIGERENTS, "Azerbaijan", (), None),
    (35, BELLIGERENTS, "Turkey (alleged by Armenia)[9][10][11]", ("9", "10", "11"), None),
    (39, BELLIGERENTS, "Artsakh", (), None),
    (40, BELLIGERENTS, "Armenia", (), None),
    # 48 opens the other side's column and is not under 47
    (48, (*INFOBOX, "Strength"), "Unknown regular military", (), None),
    # 53 governs 55–58; a note's letter is a citation
    (55, (*CASUALTIES, BY_AZ), "2,906 servicemen killed[d]", ("d",), BY_AZ),
    (56, (*CASUALTIES, BY_AZ), "6 servicemen missing[59]", ("59",), BY_AZ),
    (57, (*CASUALTIES, BY_AZ), "11,110 servicemen wounded[75]", ("75",), BY_AZ),
    (58, (*CASUALTIES, BY_AZ), "14 servicemen captured[76]", ("76",), BY_AZ),
    # 60 governs 62–63
    (62, (*CASUALTIES, BY_SOHR), "541 Syrian mercenaries killed[60]", ("60",), BY_SOHR),
    (63, (*CASUALTIES, BY_SOHR), "3+ Syrian mercenaries captured[77]", ("77",), BY_SOHR),
    # 67 governs 69–72
    (69, (*CASUALTIES, BY_ARM), "3,825 servicemen killed[78]", ("78",), BY_ARM),
    (70, (*CASUALTIES, BY_ARM), "187 servicemen missing[79]", ("79",), BY_ARM),
    (71, (*CASUALTIES, BY_ARM), "~11,000 servicemen wounded and sick[80]", ("80",), BY_ARM),
    (72, (*CASUALTIES, BY_ARM), "60+ servicemen captured[81]", ("81",), BY_ARM),
    # … and no further: 75–83 belong to no party; two figures in one row, a marker each
    (75, CASUALTIES, "100 Azerbaijani[82] and 85 Armenian civilians killed[e]", ("82", "e"), None),
    (76, CASUALTIES, "21 Armenian civilians missing[79]", ("79",), None),
    (77, CASUALTIES, "416 Azerbaijani[82] and 165 Armenian civilians injured[83][84]", ("82", "83", "84"), None),
    (78, CASUALTIES, "3 Azerbaijani[85] and 40 Armenian civilians captured[86]", ("85", "86"), None),
    (79, CASUALTIES, "1 Russian Mi-24 shot down, 2 crew members killed, 1 injured[87]", ("87",), None),
    (80, CASUALTIES, "1 Russian civilian killed[88]", ("88",), None),
    (81, CASUALTIES, "2 French[89] and 3 Russian journalists injured[90]", ("89", "90"), None),
    (82, CASUALTIES, "1 Iranian civilian injured by stray fire[91]", ("91",), None),
    (83, CASUALTIES, "40,000 Azerbaijanis[92] and 100,000 Armenians displaced[93][94][95]", ("92", "93", "94", "95"), None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "section", "row", "citations", "group"), INFOBOX_ROWS, ids=[f"line {row[0]}" for row in INFOBOX_ROWS]
)
def test_infobox_row(
    lines: Lines, line: int, section: tuple[str, ...], row: str, citations: tuple[str, ...], group: str | None
) -> None:
    passage, sentence = lines.unit(line)
    assert passage.kind is Kind.INFOBOX
    assert (passage.section, lines.article.slice(sentence), sentence.citations) == (section, row, citations)
    assert (lines.article.slice(passage.intro) if passage.intro else None) == group


def test_there_are_no_other_infobox_rows(article: Article) -> None:
    rows = [article.line(s.start) for p in article.passages if p.kind is Kind.INFOBOX for s in p.sentences]
    assert rows == [row[0] for row in INFOBOX_ROWS]


def test_infobox_labels(article: Article) -> None:
    found = [(article.line(h.start), h.path) for h in article.labels if h.path[0] == "Infobox"]
    assert found == [
        (14, (*INFOBOX, "Date")),
        (17, (*INFOBOX, "Result")),
        (21, (*INFOBOX, "Territorial changes")),  # one label on two lines
        (26, POST),
        (31, BELLIGERENTS),
        (45, (*INFOBOX, "Strength")),
        (51, CASUALTIES),
        (53, (*CASUALTIES, BY_AZ)),
        (60, (*CASUALTIES, BY_SOHR)),
        (67, (*CASUALTIES, BY_ARM)),
    ]


# Where a stretch is in no passage, and why.
DROPPED = [
    (1, "fbpx", "page furniture before the title"),
    (2, "Wikipedia", "page furniture before the title"),
    (6, "Second Nagorno-Karabakh War", "the title, repeated"),
    (13, "For a more detailed map, see the Nagorno-Karabakh conflict detailed map", "pointer to another place"),
    # labels that have lost their values
    (16, "Location", "infobox label whose value this copy has lost"),
    (24, "During the conflict:", "infobox label whose value this copy has lost"),
    (43, "Commanders and leaders", "infobox label whose value this copy has lost"),
    (44, "Units involved", "infobox label whose value this copy has lost"),
    (47, "Equipment:", "infobox label whose value this copy has lost"),
    (50, "Equipment:", "infobox label whose value this copy has lost"),
    (65, "See Casualties for details", "pointer to another place"),
    (74, "See Casualties and Prisoners of war for details", "pointer to another place"),
    # the list was cut
    (715, "193. ^", "list number without an entry: the list was cut here"),
    (718, "article", "page furniture after the last list"),
    (
        720,
        ", read, download, free, free download, mp3, video, mp4, 3gp, jpg, jpeg, gif, png, picture, music, song, "
        "movie, book, game, games.",
        "page furniture after the last list",
    ),
]


def test_what_is_dropped_and_why(article: Article) -> None:
    apparatus = "list number and back-links"
    found = [
        (article.line(part.start), article.slice(part), part.reason)
        for part in article.dropped
        if part.reason != apparatus and article.line(part.start) != 716
    ]
    assert found == DROPPED
    numbers = [article.line(part.start) for part in article.dropped if part.reason == apparatus]
    # All six notes and 192 entries; 6, 76 and 144 go on below their first line.
    assert numbers == [n for n in range(508, 715) if n not in (514, 515, 516, 523, 594, 663, 664, 665, 666)]


# Captions, legends and titles of videos: (line, how it ends, intro).
MAP = "Map of the ceasefire agreement"
VIDEO = "External video"
CAPTIONS = [
    # the legend of the map above the infobox
    (9, "during the war", None),
    (10, "ceasefire agreement", None),
    (11, "control of Artsakh", None),
    (12, "Russian peacekeepers", None),
    # after a line with only a no-break space
    (112, "(See entire map)", None),
    (125, "to Azerbaijan hashed.", None),
    # after no such line
    (131, "special forces were active.", None),
    # without a stop, like a heading
    (138, "day-to-day advances", None),
    (149, MAP, None),
    # the legend: 151 is a bare word as in a heading, 153–155 carry markers
    (150, "of the conflict zone", MAP),
    (151, "Armenia", MAP),
    (152, "stay under its control", MAP),
    (153, "[187][188]", MAP),
    (154, "[189]", MAP),
    (155, "[190]", MAP),
    (156, "control of Artsakh", MAP),
    (157, "Russian peacekeepers", MAP),
    (158, "into Nagorno-Karabakh", MAP),
    (159, "by the statement itself)", MAP),
    (160, "the 2020 conflict.", MAP),
    (161, "by Artsakh", MAP),
    (176, "on 7 October 2020.", None),
    (191, "on 10 October 2020.", None),
    (214, "in hostilities.[235]", None),
    # two pictures, a no-break space between them
    (225, "victory parade on 10 December.", None),
    (227, "during the victory parade.", None),
    # reads like prose, with markers
    (238, "of the district.[262][263]", None),
    (261, "Nagorno-Karabakh war.[291]", None),
    # 269–270 are two lines with a no-break space in a row
    (271, "Armenian bombardment.", None),
    # an external video right under a caption
    (273, "Ganja on YouTube", VIDEO),
    (288, "attacks on the city.", None),
    # two captions after no no-break space
    (298, "on 4 October 2020.", None),
    (299, "on 4 October 2020.", None),
    (308, "bombardment of Stepanakert", None),
    (319, "by shelling on YouTube", VIDEO),
    (324, "15 April 2021", None),
    (329, "Azerbaijan's artillery", None),
    (348, "18 November 2020.[394]", None),
    (363, "after the peace treaty.", None),
    (368, "in Baku on 10 December.", None),
    (381, "of Kalbajar District.", None),
    (383, "own homes on YouTube", VIDEO),
    (404, "central territories.", None),
    (425, "during the war.", None),
    (440, "running from Baku.", None),
    (451, "of the conflict.", None),
    (480, "27 September 2020", None),
]


def test_captions_are_those_and_no_others(article: Article) -> None:
    found = [article.line(passage.start) for passage in article.passages if passage.kind is Kind.CAPTION]
    assert found == [line for line, _, _ in CAPTIONS]


@pytest.mark.parametrize(("line", "ends", "intro"), CAPTIONS, ids=[f"line {row[0]}" for row in CAPTIONS])
def test_caption(lines: Lines, line: int, ends: str, intro: str | None) -> None:
    passage, sentence = lines.unit(line)
    # A caption is one unit, however many sentences it has, without the no-break spaces before it.
    assert lines.article.slice(sentence) == lines.text(line).strip()
    assert lines.article.slice(sentence).endswith(ends)
    assert (lines.article.slice(passage.intro) if passage.intro else None) == intro


def test_external_videos_are_labels(article: Article) -> None:
    found = [(article.line(h.start), h.path) for h in article.labels if h.path[0] != "Infobox"]
    assert found == [
        (272, ("Suspected war crimes", "Armenian", VIDEO)),
        (318, ("Suspected war crimes", "Azerbaijani", VIDEO)),
        (382, ("Aftermath", "Transfer of territories and flight of Armenian population", VIDEO)),
    ]


def test_block_quotation(article: Article, lines: Lines) -> None:
    (quotation,) = [passage for passage in article.passages if passage.kind is Kind.BLOCK_QUOTE]
    assert article.slice(quotation) == lines.text(376)
    assert quotation.section == ("Aftermath", "Azerbaijan")
    assert quotation.intro is not None
    assert article.slice(quotation.intro) == "According to peer-reviewed journal Caucasus Survey:[435]"
    # The words left out, `(...)`, begin a sentence and end none.
    assert lines.sentences(376)[2:4] == [
        "The citizens acquired a shared emotional experience of “making history”.",
        "(...) The government received the stamp of approval from its most vicious critics.",
    ]
    assert len(quotation.sentences) == 8


# Sentences.

# Lines whose sentences are written out whole: every stop that is missing, stray or none.
WHOLE_PARAGRAPHS = [
    # a sentence that begins with a figure
    (
        167,
        [
            "On 15 December 2020, after several weeks of cease fire, the sides finally exchanged prisoners of war.",
            "44 Armenian and 12 Azeri prisoners were exchanged.[196]",
            "It is unclear whether more prisoners remain in captivity on either side.",
        ],
    ),
    # speech that ends with its own stop, then a new sentence; and speech in mid-sentence
    (
        305,
        [
            "On 16 December, Human Rights Watch published a report about two separate attacks, hours apart, on the "
            "Ghazanchetsots Cathedral on 8 October in the town of Shusha, known to Armenians as Shushi, suggesting "
            "that the church, a civilian object with cultural significance, was an intentional target despite the "
            "absence of evidence that it was used for military purposes.",
            "The weapon remnants Human Rights Watch collected at the site corroborate the use of guided munitions.",
            '"The two strikes on the church, the second one while journalists and other civilians had gathered at '
            'the site, appear to be deliberate," said Hugh Williamson, Europe and Central Asia director at Human '
            "Rights Watch.",
            '"These attacks should be impartially investigated and those responsible held to account."[361]',
        ],
    ),
    # a quotation of two sentences keeps its speaker; `Pashinyan` begins the next
    (
        475,
        [
            'On 12 November 2020, Pashinyan addressed his nation, saying that "Armenia and the Armenian people are '
            "living extremely difficult days. There is sorrow in the hearts of all of us, tears in the eyes of all of "
            'us, pain in the souls of all of us".',
            "The prime minister pointed out that the General Staff of the Armed Forces of Armenia reported that the "
            'war "must be stopped immediately".',
            "And the President of Artsakh warned that if the hostilities do not stop, Stepanakert could be lost in "
            "days.",
            "Pashinyan also stated that the Karabakh issue was not resolved and is not resolved and that the "
            "international recognition of the Artsakh Republic is becoming an absolute priority.[500]",
        ],
    ),
    # decimals with a marker-free stop between them
    (
        107,
        [
            "During the Soviet era, the predominantly Armenian-populated region was governed as an autonomous oblast "
            "within the Azerbaijan SSR.[129]",
            "As the Soviet Union began to disintegrate during the late 1980s the question of Nagorno-Karabakh's status "
            "re-emerged, and on 20 February 1988 the parliament of the Nagorno-Karabakh Autonomous Oblast passed a "
            "resolution requesting transfer of the oblast from the Azerbaijan SSR to the Armenian SSR.",
            "Azerbaijan rejected the request several times,[130] and ethnic violence began shortly thereafter with a "
            "series of pogroms between 1988 and 1990 against Armenians in Sumgait, Ganja and Baku,[131][132][133][134] "
            "and against Azerbaijanis in Gugark and Stepanakert.[135][136][137][138]",
            "Following the revocation of Nagorno-Karabakh's autonomous status, an independence referendum was held in "
            "the region on 10 December 1991.",
            "The referendum was boycotted by the Azerbaijani population, which then constituted around 22.8% of the "
            "region's population; 99.8% of participants voted in favour.",
            "In early 1992, following the Soviet Union's collapse, the region descended into outright war."
            "[130][dead link]",
        ],
    ),
]


@pytest.mark.parametrize(
    ("line", "sentences"), WHOLE_PARAGRAPHS, ids=["begins with a figure", "speech", "long quotation", "decimals"]
)
def test_sentences_of_a_paragraph(lines: Lines, line: int, sentences: list[str]) -> None:
    assert lines.sentences(line) == sentences


# One sentence of a line: how it begins and how it ends.
SENTENCES = [
    # stops inside: `U.S. House`
    (341, "However, on 22 September 2021, the U.S. House of Representatives", "Armenian civilians.[392][393]"),
    # `U.N. human rights chief`
    (310, "The U.N. human rights chief, Michelle Bachelet", 'disturbing information".[365]'),
    # a decimal in brackets, and no-break spaces in figures stay
    (142, f"Three days later, the Artsakh authorities stated that the Azerbaijani forces were 5{NB}km (3.1{NB}mi)", "Shusha.[177]"),
    (246, "As of 16 October 2020", f"US$2{NB}billion.[274]"),
    # times
    (140, "Just before 04:00 (00:00 UTC) on 10 October 2020", '"substantive" talks.[citation needed]'),
    (163, "On 9 November 2020", "00:00 Moscow time.[105][106][107]"),
    (370, "On 4 December, at 12:00 (GMT+4) local time", "soldiers of the war.[422][423]"),
    (354, "It was reported that an Azerbaijani civilian", "between 4:00 and 5:00 in the morning."),
    # two sentences run together
    (341, "Patrick Knipper", "in his conclusion[387][388]"),
    (341, "Azerbaijan denied", "white phosphorus.[389]"),
    # a stray word after the markers
    (246, "By 7 October 2020", "8 arms depots.[243][271][272][273] destroyed."),
    # `and On`
    (229, "During the post-war clashes", "captured.[248]"),
    (229, "and On 27 October 2020", "was wounded in action.[249]"),
    # a quotation that ends `."[4]`
    (427, "In the opinion of military analyst", 'not Azerbaijani forces."[4]'),
    # speech that ends before the sentence does, and speech that ends it
    (290, "It is reported that he was lying on the ground", 'asked: "where are we going?"'),
    (290, 'In response, the alleged Armenian soldier said, "If you behave well, go home," and cursed', "had been kicked."),
    (290, "On 18 November, a representative", '"being investigated."'),
    (365, "On 11 November, the President of Azerbaijan", 'distinguished themselves in this war."'),
    (193, "On 27 September 2020", 'large-scale Armenian provocations."'),
    (314, '"This is how we get revenge – by cutting off heads," a voice', "says off-camera."),
    # brackets of an editor
    (406, "In a 27 September 2020 interview", 'calculate[d] that military action w[ould] win it something".[446]'),
    # glued words from the scrape are quoted as they are
    (97, "In Armenia and Artsakh", "(Armenian: Գոյամարտ, romanizedGoyamart).[121]"),
    # a colon in mid-sentence, a list with semicolons
    (250, "According to Dutch warfare research group Oryx", "the location of air defence systems."),
    # a mid-sentence remark that a figure follows: in 80% cases
    (341, "A reporter of The Independent", "white phosphorus damage in 80% cases.[386]"),
    # a dash between names with blanks
    (118, "For three decades", "2016 Nagorno-Karabakh conflict.[147]"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "begins", "ends"), SENTENCES, ids=[f"{s[0]} {s[1][:40]}" for s in SENTENCES])
def test_sentence(lines: Lines, line: int, begins: str, ends: str) -> None:
    (found,) = [sentence for sentence in lines.sentences(line) if sentence.startswith(begins)]
    assert found.endswith(ends)


# A sentence that is understood only with the one before it, which must be its neighbour in the same passage.
NEIGHBOURS = [
    # dates by reference
    (178, "On 28 September 2020, Armenia banned men", "The next day, it postponed the trial"),
    (180, "On 1 October 2020, the Armenian National", "Three days later, the NSS stated"),
    (246, "On 14 October 2020, Azerbaijan stated", "On the same day, Azerbaijan announced the destruction"),
    # subjects by pronoun
    (488, "The next day, Aliyev issued", "He added that Azerbaijan would restore"),
    (265, "Human Rights Watch examined the severely", "It also reported that the Armenian forces struck"),
    (331, "A criminal case was opened", "It also stated that many of these videos"),
]


@pytest.mark.parametrize(("line", "first", "second"), NEIGHBOURS, ids=[f"{n[0]} {n[2]}" for n in NEIGHBOURS])
def test_the_sentence_before_is_its_neighbour(lines: Lines, line: int, first: str, second: str) -> None:
    (passage,) = lines.passages(line)
    found = [lines.article.slice(sentence) for sentence in passage.sentences]
    (at,) = [at for at, sentence in enumerate(found) if sentence.startswith(second)]
    assert found[at - 1].startswith(first)


# What is told twice, differently: every account must be a unit of its own, with who gives it in its section or words.
ACCOUNTS = [
    # Azerbaijani dead
    (55, "2,906 servicemen killed", Kind.INFOBOX),
    (209, "Azerbaijan lost 2,906 troops killed", Kind.PROSE),
    (231, "Azerbaijan stated that 2,853 of its soldiers had been killed", Kind.PROSE),
    (511, "2,908 people were killed", Kind.NOTE),
    (231, "have claimed 7,630 Azerbaijani soldiers and Syrian mercenaries", Kind.PROSE),
    # Armenian dead
    (69, "3,825 servicemen killed", Kind.INFOBOX),
    (229, "reported the deaths of 3,825 servicemen", Kind.PROSE),
    (229, "more than 5,000 Armenian servicemen were killed", Kind.PROSE),
    (229, "some 5,000 Armenians were killed", Kind.PROSE),
    # Armenian civilians: killed 84, then 85; missing 22, then 21
    (512, "84 civilians were confirmed killed", Kind.NOTE),
    (512, "fatalities to 85", Kind.NOTE),
    (512, "Another 22 were still missing", Kind.NOTE),
    (76, "21 Armenian civilians missing", Kind.INFOBOX),
    (216, "85 Armenian civilians were killed", Kind.PROSE),
    # Azerbaijani civilians
    (75, "100 Azerbaijani[82] and 85 Armenian", Kind.INFOBOX),
    (263, "more than 93 civilian deaths", Kind.PROSE),
    # Azerbaijani missing
    (56, "6 servicemen missing", Kind.INFOBOX),
    (231, "another 50 went missing", Kind.PROSE),
    # displaced Armenians
    (83, "100,000 Armenians displaced", Kind.INFOBOX),
    (218, "approximately 90,000 people", Kind.PROSE),
    # deserters
    (229, "1,500 deserters", Kind.PROSE),
    (229, "10,000", Kind.PROSE),
    # objects damaged in Tartar: a caption and a paragraph
    (238, "about four thousand civilian objects", Kind.CAPTION),
    (267, "over a thousand civilian objects", Kind.PROSE),
]


@pytest.mark.parametrize(("line", "words", "kind"), ACCOUNTS, ids=[f"{a[0]} {a[1]}" for a in ACCOUNTS])
def test_conflicting_accounts_are_all_there(lines: Lines, line: int, words: str, kind: Kind) -> None:
    (found,) = [passage.kind for passage, s in lines.units(line) if words in lines.article.slice(s)]
    assert found is kind


# First, tenth, last.


def test_first_tenth_and_last_sentence(article: Article) -> None:
    prose = [article.slice(s) for p in article.passages if p.kind is Kind.PROSE for s in p.sentences]
    assert prose[0] == (
        "The Second Nagorno-Karabakh War was an armed conflict in 2020 that took place in the disputed region of "
        "Nagorno-Karabakh and the surrounding territories."
    )
    assert prose[9] == (
        "In particular, Azerbaijan's widespread use of drones was seen as crucial in determining the conflict's "
        "outcome.[102]"
    )
    assert prose[-1] == (
        "Because of the geography, history, and sensitivities of the Nagorno-Karabakh conflict, accusations, "
        "allegations, and statements have been made of involvement by third-party and international actors."
    )
    units = [article.slice(sentence) for passage in article.passages for sentence in passage.sentences]
    assert units[0] == "Part of the Nagorno-Karabakh conflict"
    # 7; the legend's 9 to 12; 14, 19; then 28, 29 and
    assert units[9] == lines_of(article, 30, 30).removeprefix("  • ")


def lines_of(article: Article, first: int, last: int) -> str:
    return "\n".join(article.text.split("\n")[first - 1 : last])


def test_first_tenth_and_last_passage(article: Article) -> None:
    prose = [article.slice(passage) for passage in article.passages if passage.kind is Kind.PROSE]
    # The prose paragraphs stand on 85, 87, 89, 91, 95, 97, 99, 103, 107, 114 … 500.
    assert prose[0] == lines_of(article, 85, 85)
    assert prose[9] == lines_of(article, 114, 114)
    assert prose[-1] == lines_of(article, 500, 500)
    assert article.slice(article.passages[0]) == lines_of(article, 7, 7)


def test_the_casualties_are_one_passage_for_each_party(article: Article) -> None:
    rows = [p for p in article.passages if p.kind is Kind.INFOBOX and p.section[:2] == CASUALTIES]
    assert [article.slice(p) for p in rows] == [
        lines_of(article, 55, 58).strip(),
        lines_of(article, 62, 63).strip(),
        lines_of(article, 69, 72).strip(),
        lines_of(article, 75, 83).strip(),
    ]


def test_first_tenth_and_last_reference(article: Article) -> None:
    assert len(article.references) == 192
    assert [reference.label for reference in article.references] == [str(n) for n in range(1, 193)]
    assert article.slice(article.references[0]) == (
        '"Azerbaijan denies Turkey sent it fighters from Syria". 28 September 2020. from the original on 7 October 2020. '
        "Retrieved 11 October 2020."
    )
    assert article.slice(article.references[9]) == (
        'Kramer, Andrew E. (29 January 2021). "Armenia and Azerbaijan: What Sparked War and Will Peace Prevail?". The New '
        "York Times. Retrieved 4 March 2021. Armenia has said that Turkey was directly involved in the fighting in and "
        "around Nagorno-Karabakh, and that a Turkish F-16 fighter shot down an Armenian jet. Turkey denied those "
        "accusations."
    )
    assert article.slice(article.references[-1]) == (
        '"General Rustam Muradov is appointed Commander of Russian peacekeepers in Karabakh". Turan Information Agency. '
        "11 November 2020. Retrieved 11 November 2020."
    )


def test_notes(article: Article) -> None:
    assert [(note.label, article.line(note.start), note.uses) for note in article.notes] == [
        ("a", 508, 1),
        ("b", 509, 1),
        ("c", 510, 1),
        ("d", 511, 1),
        ("e", 512, 2),
        ("f", 513, 1),
    ]
    assert article.slice(article.notes[0]) == "Denied by Azerbaijan[1][2] and Turkey.[3]"
    sections = {passage.section for passage in article.passages if passage.kind is Kind.NOTE}
    assert sections == {("Notes",)}


def test_a_note_cites_its_own_markers(lines: Lines) -> None:
    assert lines.unit(511)[1].citations == ("59", "73", "74")
    assert lines.unit(510)[1].citations == ("23", "24", "25", "26", "27", "28", "29")
    assert lines.unit(513)[1].citations == ()


@pytest.mark.parametrize("label", ["193", "300", "524", "0", "g", "A", ""])
def test_labels_without_an_entry(article: Article, label: str) -> None:
    assert article.entry(label) is None


def test_label_with_an_entry(article: Article) -> None:
    entry = article.entry("82")
    assert entry is not None
    assert article.slice(entry).startswith('"Civilian death toll in Armenian attacks reaches 100".')
    note = article.entry("d")
    assert note is not None
    assert article.slice(note).startswith("On 21 October 2021, the Ministry of Defence")


# Laws.


def test_the_article_keeps_the_laws(article: Article, laws: Laws) -> None:
    laws(article)


def test_reading_is_deterministic(article: Article, text: str) -> None:
    assert replace(parse(text), variants=article.variants) == article


def test_plain_is_without_markers(article: Article) -> None:
    for passage in article.passages:
        if passage.kind in (Kind.PROSE, Kind.INFOBOX, Kind.CAPTION, Kind.NOTE, Kind.BLOCK_QUOTE):
            for sentence in passage.sentences:
                assert re.search(r"\[\d+\]|\s\s|\u00a0|citation needed|dead link", sentence.plain) is None


TOPS = {
    "empty lines": ["", NB, "", "\t", "", NB * 2, "", "", "", ""],
    "words and paragraphs": ["login", "This site uses cookies to make your visit a better one, and so do its partners."] * 5,
    "paragraphs with markers": ["", "Sign up for the newsletter of the week, it is free, it is short.[1][2]"] * 5,
    # a menu of the page's sections: they are not the sections
    "headings": ["", "Naming", "", "Background", "", "Casualties", "", "Aftermath", "", "References"],
    "lists and tabs": ["  1. ^ Nothing.", "", "  • Home", "Home\tAbout", "Result"] * 2,
    "brackets and carriage returns": ["[[[[", "]](", '"“\r', "[note 1]", "\r"] * 2,
}  # fmt: skip


@pytest.mark.parametrize("top", TOPS.values(), ids=TOPS.keys())
def test_ten_lines_on_top_shift_everything_and_change_nothing(article: Article, text: str, top: list[str]) -> None:
    assert len(top) == 10
    head = "\n".join(top) + "\n"
    read = parse(head + text)
    by = len(head)
    assert read.title == article.title
    assert read.title_span == moved(article.title_span, by)
    for name in ("headings", "labels", "passages", "references", "notes"):
        assert getattr(read, name) == tuple(moved(part, by) for part in getattr(article, name)), name
    below = tuple(part for part in read.dropped if part.start >= by)
    assert below == tuple(moved(part, by) for part in article.dropped)
    added = [read.slice(part) for part in read.dropped if part.start < by]
    assert added == [line.strip() for line in top if line.strip()]
    assert [remark for remark in read.odd if "carriage" not in remark] == list(article.odd)


def moved(part: object, by: int) -> object:
    """A part of an article with all of its spans further down."""
    if part is None:
        return None
    start, end = part.start + by, part.end + by  # type: ignore[attr-defined]
    match part:
        case Passage():
            return replace(
                part,
                start=start,
                end=end,
                intro=moved(part.intro, by),
                sentences=tuple(
                    replace(s, start=s.start + by, end=s.end + by, markers=tuple(moved(m, by) for m in s.markers))
                    for s in part.sentences
                ),
            )
        case Reference():
            return replace(part, start=start, end=end, fields=tuple(moved(field, by) for field in part.fields))
        case _:
            return replace(part, start=start, end=end)  # type: ignore[type-var]


def test_moved_moves() -> None:
    assert moved(Span(1, 2), 3) == Span(4, 5)
    assert moved(Heading(1, 2, "A", 1, ("A",)), 3) == Heading(4, 5, "A", 1, ("A",))


# Made-up texts: lines of every shape a page has, in any order.
PIECES = st.sampled_from(
    [
        "", "", NB, "  ", "\t", "Contents", "1 Town", "1.1 River", "2 Bridge", "3 References", "Town", "River",
        "Bridge[edit]", "## Hill", "2.1 Mill", "References", "Notes", "See also", "Wikipedia", "Town", "hide",
        "  1. ^ a b One, Jane (2001). \"The title\". The Paper.", "  2. ^", "  3. ^ Two.[1][2]", "     • A part of it.",
        "[4] Three, Joan. Another title.", "From Wikipedia, the free encyclopedia", "Date1 May 2001", "(and later)",
        "Location", "Result", "Per them:", "See Town for details", "  • 12 killed[a]", "Length\t4 km",
        NB * 2 + "A box", NB + "Caption", "External video", "Table 1: Loads", "According to the paper:[2]",
        "“Quoted words that are long enough to be a paragraph of their own. They are.”",
        "The town lies on the river and has a bridge that was built in 1901.[1] It is old.[2][citation needed]",
        "It was, so they said, \"the best. The very best\" of all the towns[3] The river is long and deep and cold.",
        "A line that is as long as a line of a text that was wrapped at a",
        "fixed width is, and goes on below.", "- an item", "* Another item, Dr. A. B. Smith's.", "\r", "\ufeff",
        "town, river, bridge, mill, hill, road, house, barn", "。！？", "[[[[[1]]]]]", "...", "\"", "…", "[sic]", "1.",
    ]
)  # fmt: skip
LINES = st.one_of(PIECES, st.text(max_size=40), st.lists(PIECES, min_size=2, max_size=4).map(" ".join))


@settings(max_examples=250, deadline=None, database=None, derandomize=True)
@given(st.lists(LINES, max_size=30).map("\n".join))
def test_made_up_texts_keep_the_laws(laws: Laws, made_up: str) -> None:
    read = parse(made_up)
    assert read.text == made_up
    laws(read)
    assert parse(made_up) == read


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(st.text(alphabet='[]()".!?…1234aAbB \n\t\u00a0^•-“”«»', max_size=120))
def test_texts_of_marks_only_keep_the_laws(laws: Laws, made_up: str) -> None:
    laws(parse(made_up))


@pytest.mark.parametrize("made_up", ["", " ", "\n", "\n\n\n", "\ufeff", "a", "[1]", ".", "\r\n"])
def test_the_smallest_texts_keep_the_laws(laws: Laws, made_up: str) -> None:
    laws(parse(made_up))


# What must not take a text apart, or forever.
LARGE = {
    "one line of 1 MB without a stop": "word " * 200_000,
    "300 KB without a blank": "x" * 200_000,
    "hundreds of nested brackets": "A sentence " + "[" * 800 + "1" + "]" * 800 + " ends here. Another one.",
    "hundreds of nested quotation marks": "He said " + "“" * 800 + "no. No" + "”" * 800 + " twice. Another one.",
    "thousands of markers in a row": "A sentence." + "[1]" * 20_000 + " Another one.",
    "markers that stand alone": "[1]" * 5_000,
    "thousands of stops": "A sentence" + "." * 50_000 + " Another one.",
    "thousands of straight quotation marks": 'He said "' * 5_000,
    "thousands of short lines": "Town\n\n" * 3_000,
    "thousands of tabs": "a\tb\n" * 5_000,
    "a contents that never ends": "Contents\n" + "\n".join(f"{n % 100} Item" for n in range(1, 2_000)),
    "a contents run that never ends": "Contents 1 Town 2 River " + "3 Mill " * 20_000,
    "a list of thousands": "References\n\n" + "\n".join(f"  {n}. ^ Entry {n}." for n in range(1, 2_000)),
}


@pytest.mark.parametrize("made_up", LARGE.values(), ids=LARGE.keys())
def test_large_texts_are_read_to_the_end(laws: Laws, made_up: str) -> None:
    laws(parse(made_up))


PROSE = 'The town lies on the river and has a bridge that was built in 1901.[1] It is old, said "Hask."\n'
GROWING: dict[str, Callable[[int], str]] = {
    "prose": lambda n: PROSE * n,
    "one paragraph": lambda n: PROSE.strip() * n,
    "headings by shape": lambda n: f"Town\n\n{PROSE}\n" * n,
    "headings by the contents": lambda n: (
        "Contents\n" + "".join(f"{k} Town {k}\n" for k in range(1, min(n, 99))) + f"\nTown 1\n\n{PROSE}\n" * n
    ),
    "an infobox": lambda n: "Date1 May\nResult\n" + "Per them:\n  • 12 men[1]\n" * n + PROSE,
    "a reference list": lambda n: "References\n\n" + "".join(f"  {k}. ^ a b One.\n     Two.\n" for k in range(1, n)),
    "prose in a reference list": lambda n: f"References\n\n  1. ^ One.\n\n{PROSE}menu\n" + f"{PROSE}menu\n" * n,
    "captions": lambda n: f"{NB}\nThe bridge.\n{NB}{NB}Town\n" * n,
    "a stripped copy": lambda n: (
        "".join(f"The town number {k} lies on the river, it is old.\n\n" for k in range(n))
        + " ".join(f"The town number {k} lies on the river it is old" for k in range(n))
    ),
    "markers": lambda n: "It fell." + "[1]" * n,
    "quotation marks": lambda n: '"It fell. ' * n,
    "brackets": lambda n: "[" * n + "]" * n,
    "stops": lambda n: "It fell" + "." * n + " It rose.",
    "lost stops": lambda n: "It was so very old[1] The town was as old as that. " * n,
}


def calls(text: str) -> int:
    """How many function calls a reading makes: the same on every machine."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(text)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("growing", GROWING.values(), ids=GROWING.keys())
def test_a_text_twice_as_long_takes_twice_the_steps(growing: Callable[[int], str]) -> None:
    # fold_char is cached: once read, a letter takes no more calls.
    parse(growing(200))
    assert calls(growing(200)) < 2.4 * calls(growing(100)) + 500


def test_thousands_of_markers_all_belong_to_the_sentence_before() -> None:
    read = parse("A sentence about it." + "[1]" * 3_000 + " Another one.")
    counted = [Counter(m.label for m in s.markers) for p in read.passages for s in p.sentences]
    assert sum((c["1"] for c in counted), 0) == 3_000
    assert read.slice(read.passages[-1].sentences[-1]) == "Another one."
