"""A copied quote holds the words and nothing that is read as more than text, whatever it is pasted into."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.cite import Copies, cited, in_markdown
from app.markup import visible
from app.proof import Proof, ProofError, sources
from ingest.article import Article, Kind
from tests.app.quoting import answered, refused, units
from tests.app.reading_back import Reading
from tests.making import P, made

MADE = made(
    P(("The <b>war</b> *began* in\r\n  September.[1][2][1]",), ("A & B", "C_D")),
    P(("2,906 killed[a]",), ("Infobox", "Per X:"), Kind.INFOBOX, intro="Per X:"),
    P(("Killed.[7]",), ("Notes",), Kind.NOTE, label="a", other_list=True),
    P(("Twice 259 260",), ("C",), Kind.RECOVERED),
    P(("Smith. “A\n    war”. {{cite}}",), ("References",), Kind.REFERENCE, label="1"),
    title="The <War>",
)
WAR, ROW, NOTE, RECOVERED, ENTRY = units(MADE)
SHA = MADE.sha256[:12]
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def copies(article: Article, unit: object) -> Copies:
    answer = answered(article, [unit])  # type: ignore[list-item]
    return cited(answer.quotes[0], answer, Proof(article), article)


def words(text: str) -> list[str]:
    return visible(text).split()


def test_one_quote_four_ways() -> None:
    assert copies(MADE, WAR) == Copies(
        plain="“The <b>war</b> *began* in\r\n  September.[1][2][1]”\n"
        f"— The <War> · A & B › C_D · line 1 · copy {SHA}\n"
        "[1] Smith. “A war”. {{cite}}\n"
        "[2] no entry in this copy of the article\n",
        markdown="> The \\<b\\>war\\</b\\> \\*began\\* in September.\\[1\\]\\[2\\]\\[1\\]\n\n"
        f"— *The \\<War\\>* · A \\& B › C\\_D · line 1 · copy `{SHA}`\n\n"
        "- \\[1\\] Smith. “A war”. \\{\\{cite\\}\\}\n"
        "- \\[2\\] no entry in this copy of the article\n",
        html="<blockquote><p>The &lt;b&gt;war&lt;/b&gt; *began* in   September.[1][2][1]</p></blockquote>\n"
        f"<p>— <cite>The &lt;War&gt;</cite> · A &amp; B › C_D · line 1 · copy <code>{SHA}</code></p>\n"
        "<ul>\n<li>[1] Smith. “A war”. {{cite}}</li>\n<li>[2] no entry in this copy of the article</li>\n</ul>\n",
        wikitext="<blockquote><nowiki>The &lt;b&gt;war&lt;/b&gt; *began* in September.[1][2][1]</nowiki>"
        f"<ref>''<nowiki>The &lt;War&gt;</nowiki>'' · <nowiki>A &amp; B › C_D · line 1 · copy</nowiki> {SHA}</ref>"
        "<ref><nowiki>[1] Smith. “A war”. {{cite}}</nowiki></ref>"
        "<ref><nowiki>[2] no entry in this copy of the article</nowiki></ref></blockquote>\n",
    )


@pytest.mark.parametrize(
    ("unit", "listed"),
    [
        (ROW, ["[a] Killed.[7]"]),
        (NOTE, ["[7] a number of another list, not of this article's references"]),
        (RECOVERED, []),
        (ENTRY, ["[1] Smith. “A war”. {{cite}}"]),
    ],
    ids=[
        "a note's entry",
        "a number of another list is not looked up",
        "figures are no numbers",
        "an entry, by its own",
    ],
)
def test_what_its_numbers_stand_for(unit: object, listed: list[str]) -> None:
    assert copies(MADE, unit).plain.splitlines()[-len(listed) :][: len(listed)] == listed or not listed
    assert Reading(copies(MADE, unit).html).texts("li") == listed


def test_one_number_of_two_lists_is_two_sources() -> None:
    text = "Killed.[1] Wounded.[1]"
    article = made(P((text,)), P(("Smith.",), ("References",), Kind.REFERENCE, label="1"))
    (passage, *rest) = article.passages
    (sentence,) = passage.sentences
    first, second = sentence.markers
    sentence = replace(sentence, markers=(first, replace(second, other_list=True)))
    article = replace(article, passages=(replace(passage, sentences=(sentence,)), *rest))
    assert copies(article, units(article)[0]).plain.splitlines()[2:] == [
        "[1] Smith.",
        "[1] a number of another list, not of this article's references",
    ]


def test_what_a_quote_is_of_stands_with_it() -> None:
    assert "line 9 · from the page's unpunctuated copy · copy" in copies(MADE, RECOVERED).plain


def test_a_closest_passage_can_be_taken_too() -> None:
    answer = refused(MADE, [WAR])
    assert cited(answer.closest[0], answer, Proof(MADE), MADE) == copies(MADE, WAR)


def test_what_is_not_proved_is_not_copied() -> None:
    answer = answered(MADE, [WAR])
    (quote,) = answer.quotes
    with pytest.raises(ProofError, match="not one of this answer"):
        cited(refused(MADE, [ROW]).closest[0], answer, Proof(MADE), MADE)
    wrong = replace(quote, line=3)
    with pytest.raises(ProofError, match="line 3"):
        cited(wrong, replace(answer, quotes=(wrong,)), Proof(MADE), MADE)


def test_sources_are_those_of_the_answer(article: Article) -> None:
    proof = Proof(article)
    for unit in units(article):
        answer = proof.check(answered(article, [unit]))
        assert sources(article, [proof.unit(answer.quotes[0])]) == answer.sources


# The laws, on every sentence of the article and on whatever else may be one.


def hold(article: Article, unit: object, proof: Proof) -> None:
    answer = answered(article, [unit])  # type: ignore[list-item]
    (quote,) = answer.quotes
    found = cited(quote, answer, proof, article)
    said = article.slice(quote)
    assert found.plain.startswith(f"“{said}”\n— ")

    reading = Reading(found.html)
    assert {tag for tag, _ in reading.tags} <= {"blockquote", "p", "cite", "code", "ul", "li"}
    assert [words(text) for text in reading.texts("blockquote")] == [words(said)]
    assert [words(text) for text in reading.texts("cite")] == [words(article.title)]
    assert len(reading.texts("li")) == len(answer.sources)
    assert not reading.attributes("href")

    tokens = MARKDOWN.parse(found.markdown)
    shape = [token.type for token in tokens if token.nesting == 1]
    items = ["bullet_list_open", *["list_item_open", "paragraph_open"] * len(answer.sources)]
    assert shape == ["blockquote_open", "paragraph_open", "paragraph_open", *(items if answer.sources else [])]
    inside = [child.type for token in tokens for child in token.children or ()]
    assert [each for each in inside if each != "text"] == ["em_open", "em_close", "code_inline"]
    back = Reading(MARKDOWN.render(found.markdown))
    assert [words(text) for text in back.texts("blockquote")] == [words(said)]
    assert [words(text) for text in back.texts("li")] == [words(text) for text in reading.texts("li")]
    assert [words(text) for text in back.texts("p")[:2]] == [words(text) for text in reading.texts("p")]

    inside_nowiki = re.findall(r"<nowiki>(.*?)</nowiki>", found.wikitext)
    assert words(html.unescape(inside_nowiki[0])) == words(said)
    assert [words(html.unescape(text)) for text in inside_nowiki[3:]] == [words(text) for text in reading.texts("li")]
    assert not any("<" in text or ">" in text for text in inside_nowiki)
    outside = re.sub(r"<nowiki>.*?</nowiki>", "N", found.wikitext)
    notes = f"<ref>''N'' · N {article.sha256[:12]}</ref>" + "<ref>N</ref>" * len(answer.sources)
    assert outside == f"<blockquote>N{notes}</blockquote>\n"

    for copy in (found.markdown, found.html, found.wikitext):
        assert copy.encode("utf-8").decode("utf-8") == copy
        assert all(unicodedata.category(char) not in ("Cc", "Cs") or char in "\n\t" for char in copy), repr(copy)


def test_every_sentence_of_the_article_can_be_taken_away(article: Article) -> None:
    proof = Proof(article)
    every = units(article)
    assert len(every) == 766
    for unit in every:
        hold(article, unit, proof)


NASTY = st.text(
    st.sampled_from("ab1. )(-+#=>*_`~[]{}<>|\\&$^!@:;/'\"\n\r\t\x1b\x00\u202e\xa0\u2028🕊é%")
    | st.characters(codec="utf-8"),
    min_size=1,
    max_size=24,
)


@settings(max_examples=300, deadline=None)
@given(NASTY.filter(lambda text: text.strip()), NASTY, NASTY.filter(lambda text: text.strip()))
@example("- [x] done", "1) one", "# title")
@example("1. one", "    code", "+ plus")
@example("===", "---", "***")
@example("</nowiki><ref>", "<ref name=x/>", "</blockquote>")
@example("```\ncode\n```", "~~~", "| a |\n|---|")
@example("[a]: /url 'x'", "![a](b)", "<http://a.b>")
@example("&amp;&#x3c;", "\\", "a\\")
@example("a  \nb", "line\\\nbreak", ": definition")
@example("\xa0- a", "\t- a", "12345678901. a")
@example("''x''", "~~~~", "{{subst:x}}")
@example("\x7f'\"`UNIQ--nowiki-00000000-QINU`\"'\x7f", "__TOC__", "ISBN 0123456789")
def test_whatever_the_words_are_they_are_words(sentence: str, entry: str, title: str) -> None:
    article = made(
        P((sentence + "[1][2]",), (title,)),
        P((entry + "x",), ("References",), Kind.REFERENCE, label="1"),
        title=title,
    )
    for unit in units(article):
        hold(article, unit, Proof(article))


@settings(max_examples=300, deadline=None)
@given(NASTY.map(lambda text: " ".join(visible(text).split())).filter(bool), st.sampled_from(["", "> ", "- ", "## "]))
def test_markdown_gives_the_words_back_wherever_a_line_begins(text: str, before: str) -> None:
    tokens = MARKDOWN.parse(before + in_markdown(text))
    (inline,) = (token for token in tokens if token.type == "inline")
    assert "".join(child.content for child in inline.children or ()).split() == text.split()
    assert {child.type for child in inline.children or ()} <= {"text"}
