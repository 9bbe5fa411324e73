"""Markup, scripts, templates and control characters, in a question or an article: shown as text, and run nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from app.ask import Asker
from app.claims.check import Checker
from app.markup import visible
from index.search import build
from ingest.article import Article, Field, FieldName, Heading, Kind, Marker, Passage, Reference, Sentence
from tests.app.quoting import answered, refused, units
from tests.browser.conftest import Watched, served
from tests.browser.driving import ask, data_of, keep, turns
from tests.conftest import SureReader, WordEncoder, count_words

pytestmark = pytest.mark.browser

# Each sets window.hit, or changes the title, if anything of it is run.
HOSTILE = {
    "tags": '</p></span></div><img src=x onerror="window.hit=1"><script>window.hit=1</script>\'"`',
    "template": "{{value}} {{#each x}} ${1} ${window.hit=1} {title} {examples} {key}",
    "markdown": "**bold** `code` [y](javascript:window.hit=1) ![x](http://evil.example/x.png) $$x$$ <b>",
    "entities": "&lt;b&gt; &#60;img src=x onerror=window.hit=1&#62; --> <!-- ]]> </template></style></textarea>",
    "control": "red\x1b[31m\x00 a\u202egnp.exe\u202c \u2066b\u2069 \x85 \u200fc \u061cd\u2028e",
}
TITLE = " ".join(HOSTILE.values())
# A label without what a display leaves out: as it is shown it has to be told from the others.
LABELS = {words: words if visible(words) == words else "7" for words in HOSTILE.values()}


@dataclass
class _Written:
    """An article as it is written, a part a line."""

    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    notes: list[Reference] = field(default_factory=list)
    section: tuple[str, ...] = ("Lead",)

    def line(self, words: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += words + "\n"
        return start, start + len(words)

    def heading(self, words: str) -> None:
        start, end = self.line(words)
        self.section = (words,)
        self.headings.append(Heading(start, end, words, 1, self.section))

    def passage(self, kind: Kind, words: str, cites: str = "", label: str | None = None) -> None:
        start, end = self.line(words + (f"[{cites}]" if cites else ""))
        markers = (Marker(start + len(words), end, cites),) if cites else ()
        section = ("Infobox", words) if kind is Kind.INFOBOX else self.section
        self.passages.append(Passage(kind, section, start, end, (Sentence(start, end, words, markers),), None, label))
        if label is not None:
            own = Reference(label, start, end, 0, (Field(FieldName.TITLE, start, start + len(words)),))
            (self.notes if kind is Kind.NOTE else self.references).append(own)


def hostile_article() -> Article:
    """Everything in it is hostile: title, headings, sentences, labels, entries. Each thing cites an entry of its own."""
    written = _Written()
    for words in HOSTILE.values():
        written.passage(Kind.INFOBOX, words, LABELS[words])
    for words in HOSTILE.values():
        written.heading(words)
        written.passage(Kind.PROSE, f"The harbour froze {words}.", LABELS[words])
        written.passage(Kind.CAPTION, f"A picture {words}", f"missing {words}")
    written.heading("Notes")
    for at, words in enumerate(HOSTILE.values()):
        written.passage(Kind.NOTE, f"Noted {words}", label=f"{words}{at}")
    written.heading("References")
    for words in HOSTILE.values():
        written.passage(Kind.REFERENCE, f"javascript:window.hit=1 {words}", label=LABELS[words])
    return Article(
        TITLE, written.text, None, tuple(written.headings), (), tuple(written.passages), tuple(written.references),
        tuple(written.notes), (),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hostile() -> Asker:
    asker = Asker(build(hostile_article(), WordEncoder(limit=400), count=count_words), reader=SureReader())
    # What is loaded once is no one's wait.
    Checker(asker.index).check("The harbour froze in May, said the mayor of it.")
    return asker


@pytest.fixture(scope="module")
def hostile_address(hostile: Asker) -> Iterator[str]:
    with served(hostile) as found:
        yield found


@pytest.fixture
def watched(hostile_address: str) -> Watched:
    return Watched(hostile_address)


@pytest.fixture(autouse=True)
def _nothing_has_run(page: Page) -> Iterator[None]:
    yield
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit ?? null") is None
    # Only our own elements, with our own attributes.
    assert (
        page.locator(
            "#ibid-talk :is(img, script, iframe, style, object), #ibid-pane :is(img, script, iframe, style, object), "
            "#ibid-masthead :is(img, script, iframe), #ibid-source :is(img, script, iframe)"
        ).count()
        == 0
    )
    ours = page.evaluate("""() => [...document.querySelectorAll("#ibid-talk *, #ibid-pane *, #ibid-masthead *, #ibid-source *")]
        .flatMap((one) => [...one.attributes].map((held) => [held.name, held.value]))
        .filter(([name, value]) => name.startsWith("on") || /^\\s*javascript:/i.test(value)
            || (["href", "src"].includes(name) && !value.startsWith("#")))""")
    assert ours == []


def in_html(words: str) -> str:
    """As the page shows it: a question's white space is one space."""
    return visible(" ".join(words.split()))


def test_the_article_is_text(page: Page, hostile: Asker) -> None:
    article = hostile.index.article
    # The parser of HTML reads no U+0000, and a title's white space is folded.
    assert page.title().replace("�", "") != ""
    assert page.locator(".ibid-masthead strong").text_content() == visible(TITLE)
    assert page.locator("#ibid-empty em").first.text_content() == visible(TITLE)
    assert page.locator("#ibid-article h2").text_content() == visible(TITLE)
    assert page.locator(".ibid-s").all_text_contents() == [
        visible(article.slice(sentence)) for _, sentence in sorted(units(article), key=lambda unit: unit[1].start)
    ]
    headings = [visible(heading.title) for heading in article.headings]
    assert page.locator("#ibid-article h3").all_text_contents() == headings
    assert page.locator(".ibid-contents a").all_text_contents() == headings
    examples = page.locator(".ibid-examples button").all_text_contents()
    assert examples == [f"What does the article say about “{words}”?" for words in headings[:4]]


def test_answers_and_sources_are_text(page: Page, hostile: Asker) -> None:
    article = hostile.index.article
    prose, captions = units(article, Kind.PROSE), units(article, Kind.CAPTION)
    questions = [f"{words} {words}" for words in HOSTILE.values()]
    keep(
        page,
        article,
        data_of(
            hostile,
            *(
                answered(article, [unit, other], asked)
                for unit, other, asked in zip(prose, captions, questions, strict=True)
            ),
            answered(article, [*units(article, Kind.INFOBOX), units(article, Kind.REFERENCE)[0]]),
            answered(article, units(article, Kind.NOTE)),
            refused(article, prose[:2], TITLE),
            asked=TITLE,
        ),
    )
    assert turns(page).locator(".ibid-asked").all_text_contents() == [in_html(TITLE)] * 8
    assert turns(page).locator(".ibid-meant").all_text_contents()[:5] == [in_html(words) for words in questions]
    for at, (words, unit) in enumerate(zip(HOSTILE.values(), prose, strict=True)):
        turn = turns(page).nth(at)
        assert turn.locator("blockquote").first.text_content() == visible(article.slice(unit[1]))
        handle = turn.locator(".ibid-ref").first
        assert handle.text_content() == f"[{LABELS[words]}]"
        handle.click()
        dialog = page.get_by_role("dialog")
        assert dialog.locator(".ibid-entry").text_content() == visible(f"javascript:window.hit=1 {words}")
        dialog.get_by_role("link").click()
        expect(page.locator(".ibid-found")).to_have_count(1)
        assert page.locator(".ibid-found").text_content().endswith(visible(words))  # type: ignore[union-attr]
        # The one that has no entry, in the article.
        page.locator(f"#s{captions[at][1].start} .ibid-ref").click()
        expect(dialog).to_contain_text("This copy of the article has no entry for")
        assert visible(dialog.locator(".ibid-label").text_content() or "") == visible(f"missing {words}")
        page.keyboard.press("Escape")
        turn.locator(".ibid-go").first.click()
        expect(page.locator(".ibid-open")).to_have_count(1)
        turn.get_by_role("button", name="Around it").first.click()
    for at in range(8):
        expect(turns(page).nth(at)).not_to_have_class("ibid-lost")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_a_question_is_text(page: Page, words: str) -> None:
    turn = ask(page, words)
    typed = page.evaluate(
        "words => { const box = document.createElement('textarea'); box.value = words; return box.value; }", words
    )
    assert turn.locator(".ibid-asked").text_content() == in_html(typed)
    page.reload()
    assert turns(page).locator(".ibid-asked").text_content() == in_html(typed)


@pytest.mark.parametrize("what", ["Statement", "Quotation"])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_a_statement_and_a_quotation_are_text(page: Page, what: str, words: str) -> None:
    page.locator("#ibid-does").get_by_label(what).check()
    # Of three words of its own, so that it is looked for.
    typed = f"The harbour froze {words}"
    turn = ask(page, typed)
    assert "The harbour froze" in (turn.text_content() or "")
    page.reload()
    expect(turns(page)).to_have_count(1)
    assert "The harbour froze" in (turns(page).text_content() or "")


def test_a_question_that_fails_or_is_waited_for_is_text(page: Page, watched: Watched) -> None:
    watched.expected.append("net::ERR_FAILED")
    page.route("**/component_server/", lambda route: route.abort())
    for at, words in enumerate(HOSTILE.values()):
        turn = ask(page, words)
        assert turn.locator(".ibid-asked").text_content() == visible(words).strip()
        assert turns(page).count() == at + 1


def test_a_follow_up_and_a_question_back_are_text(page: Page) -> None:
    for question in ("Why did the harbour freeze?", f"And {HOSTILE['tags']}?", f"Who did it, {HOSTILE['template']}?"):
        turn = ask(page, question)
        assert turn.locator(".ibid-asked").text_content() == in_html(question)
