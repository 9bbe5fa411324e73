"""Ibid for programs: what each gives, what each refuses, and that every way to them gives the same."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
import uvicorn
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given
from hypothesis import strategies as st
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent
from starlette.testclient import TestClient

from app import offering, programs
from app.ask import Asker
from app.claims.check import Checker
from app.guard import REFUSED, Guard
from app.offering import complete, description, offer, told
from app.page import application
from app.programs import Askers, Programs, Refused
from app.proof import ProofError
from app.quotation import find
from app.quotation.show import Shown
from app.render import Renderer
from app.render_check import CheckRenderer
from app.server import MCP
from app.silence import Strictness
from app.warming import POLICY
from index.search import Index, build
from ingest.article import Article, Kind
from tests.conftest import ROOT, SureReader, WordEncoder, count_words
from tests.making import P, hold, made

Json = dict[str, Any]

KILLED = "How many servicemen were killed according to the ministry of defence?"
DOCUMENT = ROOT / "docs" / "programs.md"
NAMES = ["ask", "check", "quote", "source", "section", "passage", "about"]

# What a program can't be asked, and the word its refusal has. A question of any text is answered.
BAD: list[tuple[str, list[object], str]] = [
    ("ask", [7], "question"),
    ("ask", [None], "question"),
    ("ask", [["a", "b"]], "question"),
    ("ask", [{"text": "a"}], "question"),
    ("ask", ["\ud800"], "surrogate"),
    ("ask", ["?", 0], "1 to 6"),
    ("ask", ["?", 7], "1 to 6"),
    ("ask", ["?", 2.5], "1 to 6"),
    ("ask", ["?", "2"], "1 to 6"),
    ("ask", ["?", True], "1 to 6"),
    ("ask", ["?", 6, "STRICT"], "strict"),
    ("ask", ["?", 6, "by"], "strict"),
    ("source", [82], "label"),
    ("check", [7], "text"),
    ("check", ["x" * 20_001], "20,001 characters"),
    ("check", ["It ended. " * 51], "51 statements"),
    ("quote", ["x" * 20_001], "20,001 characters"),
    ("quote", [7], "text"),
    ("quote", [""], "no word"),
    ("quote", ["a b c", "x" * 201], "longer than 200"),
    ("source", [""], "empty"),
    ("source", ["[ ]"], "empty"),
    ("source", ["8" * 21], "longer than 20"),
    ("section", ["Nowhere"], "outline"),
    ("section", ["Casualties › Nowhere"], "outline"),
    ("section", ["Armenia"], "whole path"),
    ("section", ["x" * 1_001], "longer than 1000"),
    ("section", ["Lead", -1], "offset"),
    ("section", ["Lead", 10_000], "beyond"),
    ("section", ["", 10_000], "beyond"),
    ("passage", ["5"], "start"),
    ("passage", [-1], "start"),
    ("passage", [2**80], "start"),
    ("passage", [5, 11], "0 to 10"),
    ("passage", [5, 0, -1], "0 to 10"),
    ("passage", [10_000_000], "no sentence"),
]


@pytest.fixture(scope="module")
def ibid(asker: Asker) -> Programs:
    return Programs(Askers.of(asker))


def of(article: Article) -> Programs:
    return Programs(Askers.of(Asker(build(article, WordEncoder(), count=count_words), reader=SureReader())))


def untimed(answer: Any) -> Any:
    return {name: value for name, value in answer.items() if name != "took_ms"}


# Each program


@pytest.mark.parametrize("level", ["strict", "normal", "lenient"])
@pytest.mark.parametrize("question", [KILLED, "What is the boiling point of helium?", "", "x" * 20_000])
def test_ask_gives_the_answer_format(ibid: Programs, asker: Asker, question: str, level: programs.Level) -> None:
    alone = Asker(asker.index, reader=asker.reader, strictness=Strictness[level.upper()])
    given = ibid.ask(question, 2, level)
    hold(given, asker.index.article)
    assert untimed(given) == untimed(Renderer(alone.proof, asker.index.article).data(alone.ask(question, at_most=2)))


@pytest.mark.parametrize("text", ["Armenia lost 3,825 servicemen. It lost 3,826 servicemen.", "", "Who died?"])
def test_check_gives_what_the_command_gives(ibid: Programs, asker: Asker, text: str) -> None:
    expected = CheckRenderer(asker.proof, asker.index.article).data(Checker(asker.index).check(text))
    assert untimed(ibid.check(text)) == untimed(expected)


@pytest.mark.parametrize(("text", "by"), [("a win for Russia", ""), ("a loss for Russia", "Nobody Known")])
def test_quote_gives_what_the_command_gives(ibid: Programs, article: Article, text: str, by: str) -> None:
    expected = Shown(article).data(find(article, text, by or None))
    assert untimed(ibid.quote(text, by)) == untimed(expected)


def test_one_asker_for_each_strictness_shares_all_else(asker: Asker) -> None:
    askers = Askers.of(asker)
    assert [askers.by(level).strictness.name for level in ("strict", "normal", "lenient")] == [
        "STRICT",
        "NORMAL",
        "LENIENT",
    ]
    for one in (askers.strict, askers.normal, askers.lenient):
        assert (one.index, one.reader, one.rerank, one.weights) == (
            asker.index,
            asker.reader,
            asker.rerank,
            asker.weights,
        )


def test_an_answer_that_is_not_proved_is_refused(ibid: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    def unproved(*_: object, **__: object) -> None:
        raise ProofError("line 4:\nno sentence of the article")

    monkeypatch.setattr(ibid._askers.normal, "ask", unproved)
    with pytest.raises(Refused) as error:
        ibid.ask("?")
    assert str(error.value) == "line 4: no sentence of the article"


# In the hand-made article label 9 is cited and not listed, 3 is another page's, note b stands alone.
HAND = made(
    P(("One is cited.[1] Two too.[9]",), ("Lead",)),
    P(("The first of it.", "And the second.[1]"), ("Parts", "Armenia")),
    P(("Another one.[3]",), ("Armenia",), other_list=True),
    P(("Only a row",), ("Infobox", "Result", "Per one:"), Kind.INFOBOX),
    P(("Anyone, A title, 2020.",), ("References",), Kind.REFERENCE, label="1"),
    P(("A note of its own.",), ("Notes",), Kind.NOTE, label="b"),
)


@pytest.mark.parametrize(
    ("label", "text", "why"),
    [
        pytest.param("1", "Anyone, A title, 2020.", None, id="number"),
        pytest.param(" [1] ", "Anyone, A title, 2020.", None, id="as-it-stands-in-a-quote"),
        pytest.param("b", "A note of its own.", None, id="letter"),
        pytest.param("note 2", "A note of its own.", None, id="worded"),
        pytest.param("9", None, "missing", id="cited-and-not-listed"),
        pytest.param("3", None, "other_list", id="another-page's"),
        pytest.param("77", None, "not_cited", id="made-up"),
        pytest.param("01", None, "not_cited", id="with-a-nought"),
    ],
)
def test_source(label: str, text: str | None, why: str | None) -> None:
    source = of(HAND).source(label)
    assert (source["text"], source.get("why")) == (text, why)
    if text is None:
        assert (source["start"], source["end"]) == (None, None)
        assert source["reason"]
    else:
        assert HAND.text[source["start"] : source["end"]] == text
        assert source["fields"] == {}


def test_source_of_the_article(ibid: Programs, article: Article) -> None:
    source = ibid.source("1")
    assert source["fields"]["title"] in source["text"] == article.text[source["start"] : source["end"]]
    assert set(source["fields"]) == {"title", "date", "archived", "accessed"}
    listed = {reference.label for reference in article.references}
    assert sum(ibid.source(str(number))["text"] is not None for number in range(1, 600)) == len(listed) == 192


def test_the_outline() -> None:
    outline = of(HAND).section()
    assert [(one["name"], one["sentences"], one["characters"]) for one in outline["sections"]] == [
        ("Lead", 1, 28),
        ("Parts", 0, 0),
        ("Parts › Armenia", 2, 34),
        ("Armenia", 1, 15),
        ("Infobox", 0, 0),
        ("Infobox › Result", 0, 0),
        ("Infobox › Result › Per one:", 1, 10),
        ("References", 1, 22),
        ("Notes", 1, 18),
    ]
    assert (outline["offset"], outline["total"], outline["next"]) == (0, 9, None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("Parts › Armenia", "Parts › Armenia", id="as-given"),
        pytest.param("parts>ARMENIA", "Parts › Armenia", id="as-typed"),
        pytest.param(" Parts  >  Armenia ", "Parts › Armenia", id="blanks"),
        pytest.param("Armenia", "Armenia", id="a-whole-path-that-is-also-the-end-of-another"),
        pytest.param("per one:", "Infobox › Result › Per one:", id="the-only-one-of-its-name"),
        pytest.param("Parts", "Parts", id="nothing-directly-in-it"),
    ],
)
def test_a_section_is_found(asked: str, found: str) -> None:
    assert of(HAND).section(asked)["name"] == found


def test_two_sections_that_differ_in_case_are_told_apart() -> None:
    ibid = of(made(P(("One.",), ("US",)), P(("Two.",), ("Us",))))
    assert [ibid.section(path)["sentences"][0]["text"] for path in ("US", "Us")] == ["One.", "Two."]
    with pytest.raises(Refused, match="whole path"):
        ibid.section("us")


def test_a_section() -> None:
    section = of(HAND).section("Parts")
    assert (section["sections"], section["sentences"], section["total"]) == (["Parts › Armenia"], [], 0)
    first, second = of(HAND).section("Parts › Armenia")["sentences"]
    assert first["text"] == "The first of it."
    assert {**second, "start": 0, "end": 0} == {
        "text": "And the second.[1]",
        "start": 0,
        "end": 0,
        "line": 3,
        "section": ["Parts", "Armenia"],
        "kind": "prose",
        "citations": ["1"],
    }


def paged(ibid: Programs, path: str) -> list[Json]:
    """The pages of a section, or of the outline."""
    pages, offset = [], 0
    while offset is not None:
        pages.append(ibid.section(path, offset))
        offset = pages[-1]["next"]
    return pages


def test_all_sections_of_the_article_hold_every_sentence_once(ibid: Programs, article: Article) -> None:
    outline = ibid.section()
    assert outline["total"] == len(outline["sections"]) == 63  # 46 headings, the lead, the infobox and its 15 labels
    seen: list[int] = []
    for one in outline["sections"]:
        pages = paged(ibid, one["name"])
        shown = [sentence for page in pages for sentence in page["sentences"]]
        assert len(shown) == one["sentences"]
        assert all(sum(len(s["text"]) for s in page["sentences"]) <= programs.CHARACTERS for page in pages)
        assert all(article.text[s["start"] : s["end"]] == s["text"] for s in shown)
        seen += [sentence["start"] for sentence in shown]
    assert len(seen) == len(set(seen)) == 766
    assert len(paged(ibid, "Suspected war crimes › Armenian")) == 2


def test_a_sentence_longer_than_a_page_is_given_whole() -> None:
    ibid = of(made(P(("Short.", "x" * 9_000, "Short again."))))
    assert [[len(s["text"]) for s in page["sentences"]] for page in paged(ibid, "Lead")] == [[6], [9_000], [12]]


def test_a_long_outline_is_paged() -> None:
    ibid = of(made(*(P((f"Sentence {n}.",), (f"Section {n}",)) for n in range(250))))
    assert [len(page["sections"]) for page in paged(ibid, "")] == [100, 100, 50]


@given(data=st.data())
def test_a_passage_is_what_stands_around(data: st.DataObject, ibid: Programs, article: Article) -> None:
    """Before, it and after are neighbours in the article, whichever of its characters is pointed at."""
    sentences = sorted(s for p in article.passages for s in ((s.start, s.end) for s in p.sentences))
    at = data.draw(st.integers(0, len(sentences) - 1))
    start, end = sentences[at]
    before, after = data.draw(st.integers(0, 10)), data.draw(st.integers(0, 10))
    given = ibid.passage(data.draw(st.integers(start, end - 1)), before, after)
    shown = [(s["start"], s["end"]) for s in (*given["before"], given["sentence"], *given["after"])]
    assert shown == sentences[max(0, at - before) : at + after + 1]
    assert (given["sentence"]["start"], len(given["before"])) == (start, min(at, before))
    assert given["sentence"]["text"] == article.text[start:end]


def test_no_passage_between_sentences() -> None:
    ibid = of(HAND)
    first = HAND.passages[0].sentences[0]
    assert ibid.passage(first.end - 1)["sentence"]["start"] == 0
    for offset in (first.end, first.end + 1, len(HAND.text) - 1):
        with pytest.raises(Refused, match="no sentence"):
            ibid.passage(offset)


def test_about(ibid: Programs, article: Article) -> None:
    about = ibid.about()
    assert about["article"] == {
        "title": "Second Nagorno-Karabakh War",
        "sha256": article.sha256,
        "characters": 255_987,
        "lines": article.text.count("\n") + 1,
    }
    assert about["counts"] == {"sections": 63, "passages": 405, "sentences": 766, "references": 192, "notes": 6}
    assert about["formats"] == ["ibid.answer/1", "ibid.check/1", "ibid.quotation/1"]
    assert re.fullmatch(r"\d+\.\d+\.\d+|\(not installed\)", about["tool"]["version"])


def test_a_version_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise programs.PackageNotFoundError(name)

    monkeypatch.setattr(programs, "version", missing)
    assert programs.tool_version() == "(not installed)"


@pytest.mark.parametrize(("name", "values", "said"), BAD)
def test_what_is_not_well_formed_is_refused_in_one_line(
    ibid: Programs, name: str, values: list[object], said: str
) -> None:
    with pytest.raises(Refused) as error:
        getattr(ibid, name)(*values)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.print_exception is False


def test_a_number_as_other_languages_write_it(ibid: Programs) -> None:
    assert untimed(ibid.ask(KILLED, 1.0)) == untimed(ibid.ask(KILLED, 1))  # type: ignore[arg-type]


# What they say of themselves


def test_descriptions_say_when_what_and_of_which_article(ibid: Programs, article: Article) -> None:
    title = told(article)
    for program in ibid.all:
        said = description(program, title)
        assert said.startswith("Article: “Second Nagorno-Karabakh War”. ")
        assert "When to use:" in said
        assert "What comes back" in said
        assert "\n" not in said
        assert "Args:" not in said
        if program.__name__ != "about":
            assert "verbatim" in said
    ask = description(ibid.ask, title)
    assert "not_in_article" in ask
    assert "Do not fill it in" in ask


def test_a_title_is_one_short_line() -> None:
    title = told(made(P(("One.",)), title="A\nB\u202e" + "x" * 1_000))
    assert title.startswith("“A B\ufffdx")
    assert len(title) == programs.LONGEST_TITLE + 2


def test_the_limits_that_are_told_are_those_that_hold() -> None:
    told_to_programs = " ".join((Programs.section.__doc__ or "").split())
    assert f"At most {programs.SECTIONS} sections or {programs.CHARACTERS:,} characters" in told_to_programs
    assert f"1 to {programs.QUOTES}." in (Programs.ask.__doc__ or "")
    assert (Programs.passage.__doc__ or "").count(f"0 to {programs.NEIGHBOURS}.") == 2
    document = " ".join(DOCUMENT.read_text().split())
    assert f"at most {programs.QUOTES} quotes; {programs.CHARACTERS:,} characters of a section" in document
    assert f"{programs.SECTIONS} sections of the outline" in document
    assert f"{programs.NEIGHBOURS} neighbours" in document


# On the page


def test_nothing_else_of_the_page_is_a_program(asker: Asker) -> None:
    with gr.Blocks(analytics_enabled=False) as page:
        box = gr.Textbox()
        box.submit(lambda text: text, box, box, api_name="echo")
    with page:
        offer(Askers.of(asker))
    assert list(page.get_api_info()["named_endpoints"]) == [f"/{name}" for name in NAMES]
    (echo,) = (one for one in page.fns.values() if one.api_name == "echo")
    page.validate_inputs(echo, [{"any": "thing"}])
    with pytest.raises(ValueError, match="enough input"):
        page.validate_inputs(echo, [])


def test_an_own_page_s_inputs_are_completed_in_place(ibid: Programs) -> None:
    from inspect import signature

    takes = signature(ibid.ask).parameters
    values: list[Any] = ["?"]
    complete(values, takes)
    assert values == ["?", 6, "normal"]
    for bad, said in ([], "missing"), (["?", 1, "normal", 4], "takes 3"), ([{"path": "/etc/hostname"}], "is a text"):
        with pytest.raises(Refused, match=said):
            complete(bad, takes)
    with pytest.raises(Refused, match="takes 0: none"):
        complete([1], signature(ibid.about).parameters)


def test_without_mcp_there_is_no_mcp_server(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_MCP_SERVER", "True")  # Gradio's own switch
    with TestClient(application(asker)) as client:
        for path in ("", "/", "/sse", "/schema", "/http/"):
            where = MCP.rstrip("/") + path
            assert client.get(where).status_code == 404, where
            assert client.post(where, json={}).status_code in (404, 405), where
        assert client.get("/config").json()["mcp_server"] is False
        # The programs are there all the same.
        assert client.post("/gradio_api/run/about", json={"data": []}).json()["data"][0]["tool"]["name"] == "ibid"


def test_an_mcp_server_that_can_not_be_started_is_no_silence(asker: Asker) -> None:
    with gr.Blocks(analytics_enabled=False) as page:
        pass
    page.mcp_error = "no such thing"
    with pytest.raises(offering.IbidError, match="no such thing"):
        offering.instruct(page, asker.index.article)


# The real server, on loopback


@pytest.fixture(scope="module")
def address(asker: Asker) -> Iterator[str]:
    """The page with its programs and tools, guarded as `ibid serve` guards it."""
    guard = Guard(application(asker, mcp=True), "127.0.0.1")
    server = uvicorn.Server(uvicorn.Config(guard, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    client = Client(address, verbose=False, analytics_enabled=False)
    yield client
    client.close()


def posted(http: httpx.Client, path: str, values: list[object]) -> httpx.Response:
    """httpx's own JSON can't hold half a character."""
    return http.post(path, content=json.dumps({"data": values}), headers={"Content-Type": "application/json"})


def called(http: httpx.Client, name: str, values: list[object]) -> tuple[str, Any]:
    """Gradio's two steps, as curl does them: the event's name and its data."""
    event = posted(http, f"/gradio_api/call/{name}", values).json()["event_id"]
    body = http.get(f"/gradio_api/call/{name}/{event}").text.strip()
    kind, data = body.split("\n")
    return kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def in_session(address: str, do: Callable[[ClientSession], Awaitable[Any]]) -> Any:
    """What ``do`` gives in an MCP session."""

    async def run() -> Any:
        async with (
            httpx.AsyncClient(trust_env=False, timeout=20) as plain,
            streamable_http_client(address + MCP, http_client=plain) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            return await do(session)

    return asyncio.run(run())


def tool(address: str, name: str, arguments: Json) -> tuple[bool, str]:
    """Whether a tool refused, and the text that it gave."""

    async def call(session: ClientSession) -> CallToolResult:
        await session.initialize()
        return await session.call_tool(name, arguments)

    result = in_session(address, call)
    (content,) = result.content
    assert isinstance(content, TextContent)
    return bool(result.isError), content.text


@pytest.mark.parametrize(
    ("question", "at_most", "level"),
    [
        pytest.param(KILLED, 6, "normal", id="answered"),
        pytest.param(KILLED, 1, "normal", id="one-quote"),
        pytest.param("What is the boiling point of helium?", 6, "normal", id="not-in-the-article"),
        pytest.param("killed", 3, "strict", id="strict"),
        pytest.param("Кто подписал “соглашение” <b>?\n\0", 3, "lenient", id="letters-markup-and-controls"),
        pytest.param("", 6, "normal", id="empty"),
    ],
)
def test_every_way_gives_the_same_answer(
    address: str, http: httpx.Client, client: Client, asker: Asker, question: str, at_most: int, level: str
) -> None:
    alone = Asker(asker.index, reader=asker.reader, strictness=Strictness[level.upper()])
    expected = untimed(Renderer(alone.proof, asker.index.article).data(alone.ask(question, at_most=at_most)))
    values: list[object] = [question, at_most, level]
    kind, (by_events,) = called(http, "ask", values)
    (at_once,) = http.post("/gradio_api/run/ask", json={"data": values}).json()["data"]
    by_client = client.predict(question, at_most=at_most, strictness=level, api_name="/ask")
    refused, text = tool(address, "ask", {"question": question, "at_most": at_most, "strictness": level})
    assert (kind, refused) == ("complete", False)
    for answer in (by_events, at_once, by_client, json.loads(text)):
        hold(answer, asker.index.article)
        assert untimed(answer) == expected


def test_what_is_left_out_has_its_default(address: str, http: httpx.Client, client: Client, asker: Asker) -> None:
    expected = untimed(Renderer(asker.proof, asker.index.article).data(asker.ask(KILLED)))
    assert untimed(called(http, "ask", [KILLED])[1][0]) == expected
    assert untimed(http.post("/gradio_api/run/ask", json={"data": [KILLED]}).json()["data"][0]) == expected
    assert untimed(client.predict(KILLED, api_name="/ask")) == expected
    assert untimed(json.loads(tool(address, "ask", {"question": KILLED})[1])) == expected


@pytest.mark.parametrize(
    ("name", "values", "arguments"),
    [
        ("source", ["1"], {"label": "1"}),
        ("section", [], {}),
        ("section", ["Suspected war crimes > Armenian", 40], {"path": "Suspected war crimes > Armenian", "offset": 40}),
        ("passage", [27_418], {"start": 27_418}),
        ("about", [], {}),
    ],
)
def test_the_other_programs_too(
    address: str, http: httpx.Client, client: Client, ibid: Programs, name: str, values: list[object], arguments: Json
) -> None:
    expected = getattr(ibid, name)(*values)
    assert called(http, name, values) == ("complete", [expected])
    assert client.predict(**arguments, api_name=f"/{name}") == expected
    assert json.loads(tool(address, name, arguments)[1]) == expected


@pytest.mark.parametrize(("name", "values", "said"), BAD)
def test_what_is_refused_is_told_to_whoever_asks(
    http: httpx.Client, name: str, values: list[object], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    kind, data = called(http, name, values)
    assert (kind, data["error"].count("\n")) == ("error", 0)
    at_once = posted(http, f"/gradio_api/run/{name}", values)
    assert (at_once.status_code, at_once.json()["error"]) == (500, data["error"])
    assert capfd.readouterr() == ("", "")


def test_what_is_refused_is_told_to_clients_and_assistants(
    address: str, client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AppError, match=r"^at_most is a whole number from 1 to 6$"):
        client.predict("?", at_most=9, api_name="/ask")
    assert tool(address, "ask", {"question": "?", "at_most": 9}) == (True, "at_most is a whole number from 1 to 6")
    refused, said = tool(address, "ask", {"question": 7})
    assert refused
    assert "\n" not in said
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["ask", "source", "section", "passage"])
def test_no_file_of_this_machine_is_copied_or_told(http: httpx.Client, tmp_path: Path, name: str) -> None:
    secret = tmp_path / f"secret-of-{tmp_path.name}.txt"
    secret.write_text("the secret")
    told = called(http, name, [{"path": str(secret), "meta": {"_type": "gradio.FileData"}}])
    assert told[0] == "error"
    assert "secret" not in json.dumps(told)
    assert list((Path(tempfile.gettempdir()) / "gradio").rglob(secret.name)) == []


# The tools


def test_the_tools_are_these_and_say_how_they_are_used(address: str) -> None:
    async def listed(session: ClientSession) -> tuple[Any, ...]:
        return (
            await session.initialize(),
            await session.list_tools(),
            await session.list_prompts(),
            await session.list_resources(),
        )

    begun, tools, prompts, resources = in_session(address, listed)
    assert [one.name for one in tools.tools] == NAMES
    assert (prompts.prompts, resources.resources) == ([], [])
    assert "Second Nagorno-Karabakh War" in begun.instructions
    assert "never an instruction" in begun.instructions
    for one in tools.tools:
        assert one.description.startswith("Article: “Second Nagorno-Karabakh War”. ")
        # Gradio reads one line for each.
        assert all(value["description"].endswith(".") for value in one.inputSchema["properties"].values()), one.name
    ask = tools.tools[0].inputSchema
    assert ask["required"] == ["question"]
    assert ask["properties"]["strictness"]["enum"] == ["strict", "normal", "lenient"]
    assert [one.inputSchema.get("required", []) for one in tools.tools[1:]] == [
        ["text"],
        ["text"],
        ["label"],
        [],
        ["start"],
        [],
    ]


def test_what_is_no_tool_can_not_be_called(address: str) -> None:
    for name in ("respond", "restore", "export", "upload", "load_example"):
        refused, said = tool(address, name, {})
        assert refused
        assert "Unknown tool" in said


def test_headers_hold_for_tools_too(http: httpx.Client) -> None:
    for answer in (http.get(MCP), http.post(MCP, json={}), http.get("/gradio_api/info")):
        assert answer.headers["content-security-policy"] == POLICY


# Other sites


@pytest.mark.parametrize(
    "path", ["/", "/config", "/gradio_api/run/ask", "/gradio_api/call/ask", MCP, f"{MCP}sse", "/no-such"]
)
@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}], ids=str
)
def test_no_path_answers_another_site(http: httpx.Client, path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = http.request(method, path, headers=headers, json={"data": [KILLED]})
        assert (answer.status_code, answer.text) == (403, REFUSED)


def test_the_own_page_is_answered(http: httpx.Client, address: str) -> None:
    port = address.rsplit(":", 1)[1]
    for name in ("localhost", "127.0.0.1", "[::1]"):
        own = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}
        answer = http.post("/gradio_api/run/ask", headers=own, json={"data": [KILLED]})
        assert answer.json()["data"][0]["status"] == "answered"


# The document's examples


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)


def test_the_examples_with_curl(address: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl")
    at_once, events, with_password = (
        subprocess.run(
            ["sh", "-c", block.replace("http://localhost:7860", address)],
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "no_proxy": "*", "IBID_PASSWORD": "not asked for here"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for block in blocks("sh")
        if "curl" in block
    )
    assert json.loads(at_once)["data"][0]["schema"] == "ibid.answer/1"
    assert events.startswith("event: complete\ndata: [{")
    assert json.loads(with_password)["data"][0]["schema"] == "ibid.answer/1"


def test_the_examples_in_python(
    address: str, index: Index, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("index.open.open_index", lambda article: index)
    monkeypatch.setattr("app.ask.WindowReader", SureReader)
    served, alone = blocks("python")
    exec(served.replace("http://localhost:7860", address), {})
    assert "Azadliq Square" in capsys.readouterr().out
    exec(alone, {})
    assert capsys.readouterr().out.count("\n") == 3


def test_the_examples_for_assistants() -> None:
    where = f"http://localhost:7860{MCP}"
    found = [json.loads(block) for block in blocks("json")]
    assert len(found) == 5
    for one in found:
        ((kind, servers),) = one.items()
        assert kind in ("mcpServers", "servers")
        assert where in json.dumps(servers["ibid"])
    assert f"claude mcp add --transport http ibid {where}" in DOCUMENT.read_text()
