"""A session that was taken away says all that was shown, no more, and can be checked without Ibid."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.answer import Answer
from app.ask import Asker
from app.assets.ibid_verify import verify
from app.evidence_file import unproved
from app.markup import visible
from app.proof import Proof, ProofError
from app.render import dumped
from app.session import Session
from app.turns import Turn, TurnError, turns_of
from ingest.article import Article, Kind, Span
from tests.app.carrying import validator
from tests.app.quoting import answered, refused, units
from tests.app.reading_back import Reading
from tests.conftest import ARTICLE
from tests.making import P, hold, made

AT = "2024-05-31T12:00:00Z"
LATER = "2024-05-31T12:30:00Z"
MADE = made(
    P(("The <b>war</b> *began* in\nSeptember.[1][2]", "It ended in November.[2][1]"), ("A & B", "C_D")),
    P(("2,906 killed[a][1]",), ("Infobox", "Per <X>:"), Kind.INFOBOX, intro="Per <X>:"),
    P(("Killed.[1]",), ("Notes",), Kind.NOTE, label="a", other_list=True),
    P(("Twice 259 260",), ("C",), Kind.RECOVERED),
    P(("Nothing here is cited.",), ("D",)),
    P(("Smith. “A\nwar” [sic].",), ("References",), Kind.REFERENCE, label="1"),
    title="The <War>",
)
PROOF = Proof(MADE)
WAR, ENDED, ROW, NOTE, RECOVERED, UNCITED, ENTRY = units(MADE)


def turn(answer: Answer, asked: str | None = None) -> Turn:
    return Turn(answer.question if asked is None else asked, answer.question, AT, answer)


def session(*turns: Turn, article: Article = MADE, proof: Proof = PROOF) -> Session:
    return Session(article, proof, "1.2.3", turns)


_ended = answered(MADE, [ENDED], "When did the war end?")
_ended = replace(_ended, quotes=(replace(_ended.quotes[0], context=(Span(WAR[1].start, WAR[1].end),)),))
FULL = session(
    turn(answered(MADE, [WAR, ROW], "When & <how>?")),
    turn(_ended, "And when did it *end*?"),
    turn(refused(MADE, [UNCITED, WAR], "Who paid?")),
    turn(answered(MADE, [NOTE, RECOVERED], "Who was killed?")),
    turn(refused(MADE, (), "")),
)


def words(text: str) -> list[str]:
    return visible(text).split()


# The page


def test_the_document_in_full() -> None:
    reading = Reading(FULL.document(LATER))
    assert [re.sub(r"\s+", " ", text).strip() for text in reading.texts("h2")] == [
        "1. When & <how>?",
        "2. And when did it *end*?",
        "3. Who paid?",
        "4. Who was killed?",
        "5. (an empty question)",
        "Sources, as the article lists them",
        "How to verify this",
    ]
    assert reading.texts("blockquote") == [
        "The <b>war</b> *began* in September.[1][2]",
        "2,906 killed[a][1]",
        "It ended in November.[2][1]",
        "Nothing here is cited.",
        "The <b>war</b> *began* in September.[1][2]",
        "Killed.[1]",
        "Twice 259 260",
    ]
    paragraphs = [text for text in reading.texts("p") if text not in (AT,)]
    assert paragraphs[1:-2] == [
        "A & B › C_D · line 1 1, 2",
        "before it: Per <X>:",
        "Infobox › Per <X>: · line 5 · infobox row 3, 1",
        "asked as “When did the war end?”",
        "before it: The <b>war</b> *began* in September.[1][2]",
        "A & B › C_D · line 2 2, 1",
        "The article does not say. No sentence names who paid.",
        "What the question assumes is contradicted here. This is not an answer:",
        "D · line 11",
        "The closest passages. They are not an answer, and may say otherwise than it assumes:",
        "A & B › C_D · line 1",
        "Notes · line 7 · note 4",
        "C · line 9 · from the page's unpunctuated copy",
        "The article does not say. No sentence names who paid.",
    ]
    assert reading.texts("li") == [
        "[1] Smith. “A war” [sic]. ↑ ↑ ↑",
        "[2] no entry in this copy of the article ↑ ↑",
        "[a] Killed.[1] ↑",
        "[1] a number of another list, not of this article's references ↑",
    ]
    assert reading.texts("dt") == ["Article", "SHA-256", "Written by", "At"]
    assert reading.texts("dd") == ["The <War>", MADE.sha256, "Ibid 1.2.3", LATER]
    assert reading.texts("pre") == ['sha256sum FILE\nibid ask --article FILE "the question"\nibid verify DATA FILE']


def test_every_link_leads_somewhere_in_the_document_and_back() -> None:
    reading = Reading(FULL.document(LATER))
    ids, links = reading.attributes("id"), reading.attributes("href")
    assert len(ids) == len(set(ids)) == 4 + 7  # footnotes, and places that use them
    assert sorted(links) == sorted(f"#{name}" for name in [*ids, "n1", "n1", "n2"])


def test_the_document_loads_and_runs_nothing() -> None:
    page = FULL.document(LATER)
    reading = Reading(page)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form", "svg"} & {
        tag for tag, _ in reading.tags
    }
    assert not reading.attributes("src")
    assert not reading.attributes("style")
    assert not [name for _, attributes in reading.tags for name in attributes if name.startswith("on")]
    assert not re.search(r"https?:|//|@import|url\(", page)
    assert "default-src 'none'" in page
    assert reading.tags[0] == ("html", {"lang": "en"})
    assert ("meta", {"charset": "utf-8"}) in reading.tags
    assert "@media print" in page


def test_a_session_of_nothing() -> None:
    page = Reading(session().document(AT))
    assert "Nothing was asked." in page.texts("p")
    assert page.texts("h2") == ["How to verify this"]
    assert "Nothing was asked." in session().markdown(AT)
    assert session().data(AT)["turns"] == []


# Markdown


def test_the_markdown_in_full() -> None:
    assert (
        session(*FULL.turns[:3]).markdown(LATER)
        == f"""\
# The \\<War\\>

Questions asked of this article, and its own sentences that answer them, word for word.

## 1\\. When \\& \\<how\\>?

{AT}

> The \\<b\\>war\\</b\\> \\*began\\* in September.\\[1\\]\\[2\\]

A \\& B › C\\_D · line 1[^1][^2]

before it: Per \\<X\\>:

> 2,906 killed\\[a\\]\\[1\\]

Infobox › Per \\<X\\>: · line 5 · infobox row[^3][^1]

## 2\\. And when did it \\*end\\*?

asked as “When did the war end?”

{AT}

before it: The \\<b\\>war\\</b\\> \\*began\\* in September.\\[1\\]\\[2\\]

> It ended in November.\\[2\\]\\[1\\]

A \\& B › C\\_D · line 2[^2][^1]

## 3\\. Who paid?

{AT}

**The article does not say.** No sentence names who paid.

*What the question assumes is contradicted here. This is not an answer:*

> Nothing here is cited.

D · line 11

*The closest passages. They are not an answer, and may say otherwise than it assumes:*

> The \\<b\\>war\\</b\\> \\*began\\* in September.\\[1\\]\\[2\\]

A \\& B › C\\_D · line 1

## How to verify this

- Article: The \\<War\\>
- SHA-256: {MADE.sha256}
- Written by: Ibid 1.2.3
- At: {LATER}

Every quote is one whole sentence, row, caption or entry of a plain-text file, in its own words; line breaks and control characters in it are shown as spaces and signs. Lines are counted from 1 in the file that has the SHA-256 above: find the line there, and compare. With Ibid and that file, the same question can be asked again; the same session taken away as data (JSON) is checked whole by the last line below.

    sha256sum FILE
    ibid ask --article FILE "the question"
    ibid verify DATA FILE

Ibid speaks for the article, not for the world: whether the article is right, its sources may tell.

[^1]: \\[1\\] Smith. “A war” \\[sic\\].
[^2]: \\[2\\] no entry in this copy of the article
[^3]: \\[a\\] Killed.\\[1\\]
"""
    )


# Data


def test_the_data() -> None:
    data = json.loads(json.dumps(FULL.data(LATER)))
    validator().validate(data)
    assert {name: data[name] for name in ("schema", "tool", "at", "checks")} == {
        "schema": "ibid.evidence/1",
        "tool": {"name": "ibid", "version": "1.2.3"},
        "at": LATER,
        "checks": [],
    }
    about = data["article"]
    assert about == {"title": "The <War>", "sha256": MADE.sha256, "characters": len(MADE.text), "title_span": None}
    for each in data["turns"]:
        hold(each["answer"], MADE)
    assert turns_of(data["turns"], MADE, PROOF) == FULL.turns
    assert verify(data, MADE.text) == unproved(data, MADE) == []


# Texts that were checked

HOSTILE = """\
Checked:

= </pre></section><script>alert(1)</script> & <b>

```
# no heading
> no quote
[^1]: no footnote

~~~
</pre>

- no list
<!-- no comment
    1. deep\u2028apart"""


def test_texts_are_text_in_the_document() -> None:
    page = replace(FULL, texts=(HOSTILE, "  Second:\n\n\nafter blank lines\n")).document(LATER)
    first, second, commands = Reading(page).texts("pre")
    assert first == HOSTILE.replace("\u2028", "\n")
    assert second == "  Second:\n\n\nafter blank lines"
    assert commands.startswith("sha256sum FILE")
    plain = Reading(FULL.document(LATER))
    assert {tag for tag, _ in Reading(page).tags} == {tag for tag, _ in plain.tags}
    assert Reading(page).texts("h2") == plain.texts("h2")
    # Behind what was asked, before the sources.
    assert page.index("(an empty question)") < page.index("no heading") < page.index('<section class="sources">')


def test_texts_are_text_in_markdown() -> None:
    markdown = replace(FULL, texts=(HOSTILE, "Second:\n\n\nafter blank lines\n")).markdown(LATER)
    back = Reading(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
    plain = Reading(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(FULL.markdown(LATER)))
    first, second, commands = back.texts("pre")
    assert first == HOSTILE.replace("\u2028", "\n") + "\n"
    assert second == "Second:\n\n\nafter blank lines\n"
    assert commands.startswith("sha256sum FILE")
    for tag in ("h1", "h2", "blockquote", "li", "p"):
        assert back.texts(tag) == plain.texts(tag)
    assert "<script>" not in [tag for tag, _ in back.tags]


def test_a_session_of_texts_only() -> None:
    held = replace(session(), texts=("Checked:\n\n= It ended.",))
    assert "Nothing was asked." not in held.document(AT)
    assert "Nothing was asked." not in held.markdown(AT)
    assert Reading(held.document(AT)).texts("h2") == ["How to verify this"]


# What is not proved, and what is real

WRITE = pytest.mark.parametrize("write", [Session.document, Session.markdown, Session.data])


@WRITE
def test_what_is_not_proved_is_not_written(write: Callable[[Session, str], object]) -> None:
    good = FULL.turns[1]
    (quote,) = good.answer.quotes
    wrong = replace(good, answer=replace(good.answer, quotes=(replace(quote, end=quote.end - 1),)))
    with pytest.raises(ProofError, match="no sentence of the article"):
        write(session(FULL.turns[0], wrong), AT)
    other = made(P(("Another text.",)))
    with pytest.raises(ProofError, match="another copy"):
        write(session(turn(answered(other, units(other)))), AT)


@WRITE
@pytest.mark.parametrize("at", ["yesterday", "<b>", "2024-05-31T12:00:00"])
def test_a_time_that_is_none_is_not_written(write: Callable[[Session, str], object], at: str) -> None:
    with pytest.raises(TurnError, match="the time is"):
        write(FULL, at)
    with pytest.raises(TurnError, match="the time is"):
        write(session(replace(FULL.turns[0], at=at)), AT)


def test_the_hash_is_that_of_the_file(article: Article, asker: Asker) -> None:
    page = Session(article, asker.proof, "1", ()).document(AT)
    assert Reading(page).texts("dd")[1] == sha256(ARTICLE.read_bytes()).hexdigest()


def test_real_answers(article: Article, asker: Asker) -> None:
    asked = (
        "When was the victory parade held?",
        "When did the curfew end?",
        "When was the victory parade held?",
        "",
    )
    held = Session(article, asker.proof, "1", [turn(asker.ask(question)) for question in asked])
    answers = [each.answer for each in held.turns]
    reading = Reading(held.document(AT))
    shown = [quote for answer in answers for quote in (*answer.quotes, *answer.closest)]
    assert [words(text) for text in reading.texts("blockquote")] == [words(article.slice(quote)) for quote in shown]
    labels = {source.label for answer in answers for source in answer.sources}
    assert {text.partition("]")[0][1:] for text in reading.texts("li")} == labels
    assert len(reading.texts("li")) == len(labels)  # one footnote each, though several quotes cite some of them
    assert len(reading.texts("li")) < sum(len(quote.citations) for answer in answers for quote in answer.quotes)
    data = json.loads(dumped(held.data(AT)))
    validator().validate(data)
    assert verify(data, article.text) == unproved(data, article) == []


def test_a_whole_article_taken_away_has_each_source_once(article: Article, asker: Asker) -> None:
    every = units(article)
    held = Session(article, asker.proof, "1", [turn(answered(article, every[at : at + 6])) for at in range(0, 766, 6)])
    reading = Reading(held.document(AT))
    assert [words(text) for text in reading.texts("blockquote")] == [words(article.slice(s)) for _, s in every]
    entries = len(article.references) + sum(any(note.label in s.citations for _, s in every) for note in article.notes)
    found = [
        text for text in reading.texts("li") if "no entry in this copy" not in text and "of another list" not in text
    ]
    assert len(found) == entries
    markdown = held.markdown(AT)
    assert re.findall(r"^\[\^(\d+)\]:", markdown, re.MULTILINE) == [
        str(n) for n in range(1, len(reading.texts("li")) + 1)
    ]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", markdown)) == set(re.findall(r"^\[\^(\d+)\]:", markdown, re.MULTILINE))


ANYTHING = st.text(
    st.sampled_from("ab1. )(-+#=>*_`~[]{}<>|\\&$^!@:;/'\"\n\r\t\x1b\x00\u202e\xa0\u2028🕊é%") | st.characters(),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING.filter(bool), ANYTHING.filter(lambda text: text.strip()))
def test_nothing_asked_or_answered_is_markup(asked: str, understood: str, reason: str, sentence: str) -> None:
    article = made(P((sentence + "[1]",), (sentence,)), title=sentence)
    silent = replace(refused(article, units(article), understood), reason=reason)
    held = Session(
        article,
        Proof(article),
        sentence,
        [turn(silent, asked), turn(answered(article, units(article), understood), asked)],
    )
    plain = Reading(FULL.document(AT))
    page = held.document(AT)
    page.encode("utf-8")
    assert {tag for tag, _ in Reading(page).tags} <= {tag for tag, _ in plain.tags}
    assert [words(text) for text in Reading(page).texts("blockquote")] == [words(sentence + "[1]")] * 2
    markdown = held.markdown(AT)
    markdown.encode("utf-8")
    back = Reading(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
    assert {tag for tag, _ in back.tags} <= {"h1", "h2", "p", "blockquote", "strong", "em", "ul", "li", "pre", "code"}
    assert [words(text) for text in back.texts("blockquote")] == [words(sentence + "[1]")] * 2
    assert [words(text)[1:] for text in back.texts("h2")[:2]] == [words(asked) or ["(an", "empty", "question)"]] * 2
    assert len(back.texts("pre")) == 1
    assert verify(json.loads(dumped(held.data(AT))), article.text) == []
    assert markdown.count("\n[^") == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(ANYTHING.map(visible), max_size=4).map("\n".join))
def test_nothing_of_a_text_is_markup(text: str) -> None:
    held = replace(session(), texts=(f"Checked:\n\n{text}",))
    page, markdown = held.document(AT), held.markdown(AT)
    back = Reading(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
    for reading in (Reading(page), back):
        shown, _ = reading.texts("pre")
        assert words(shown) == words(f"Checked: {text}")
        assert reading.texts("h2") == ["How to verify this"]
    assert {tag for tag, _ in back.tags} <= {"h1", "h2", "p", "ul", "li", "pre", "code"}
