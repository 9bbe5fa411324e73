"""The command line: exit codes, one clear line for what is wrong, and the answer format."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import index.open
import index.store
import ingest.source
from app import cli
from app.ask import Asker
from app.cli import main
from app.logs import Log
from index.search import Index, build
from index.store import MANIFEST, read_manifest, save
from ingest.article import Article
from ingest.source import read_article
from tests.conftest import ROOT, WordEncoder, fake_model
from tests.making import hold

TRAM = "Tram line\n\nThe tram line was opened in the spring of 1904. It runs from the harbour to the station.\n"


def fake(model: str = "fake-words") -> WordEncoder:
    return WordEncoder(limit=400, name=model)


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, article: Article) -> None:
    """No command here loads a model, reads the bundled article anew, or writes outside its own folder."""
    monkeypatch.setattr(ingest.source, "read_article", lambda path=None: read_article(path) if path else article)
    fake_model(monkeypatch, fake)
    monkeypatch.setattr(index.open, "PACKAGED", "fake-words")
    monkeypatch.setattr(index.store, "PACKAGED", "fake-words")
    monkeypatch.delenv("IBID_INDEX", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def stored(article: Article, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bundled article, with the fake model."""
    folder = tmp_path_factory.mktemp("stored") / "index"
    save(build(article, fake()), folder)
    return folder


@pytest.fixture
def tram(tmp_path: Path) -> Path:
    path = tmp_path / "tram.txt"
    path.write_text(TRAM)
    return path


def run(*arguments: object) -> int:
    """The exit code; of argparse's own errors too."""
    try:
        return main([str(part) for part in arguments])
    except SystemExit as left:
        return int(str(left.code))


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one line on standard error of a command that was refused."""
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ibid: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err
    return err


# Help


@pytest.mark.parametrize("command", [(), ("ask",), ("serve",), ("ingest",), ("index",)], ids=" ".join)
def test_help(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command, "--help") == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: ibid")
    assert err == ""


def test_version(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("--version") == 0
    assert re.fullmatch(r"ibid (\d+\.\d+\.\d+|\(not installed\))\n", capsys.readouterr().out)

    def missing(name: str) -> str:
        raise cli.PackageNotFoundError(name)

    monkeypatch.setattr(cli, "version", missing)
    assert run("--version") == 0
    assert capsys.readouterr().out == "ibid (not installed)\n"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="no-command"),
        pytest.param(("answer",), id="unknown-command"),
        pytest.param(("ask", "one", "two"), id="question-without-quotation-marks"),
        pytest.param(("ask", "?", "-k", "0"), id="no-quotes"),
        pytest.param(("ask", "?", "-k", "7"), id="too-many-quotes"),
        pytest.param(("ask", "?", "-k", "many"), id="no-number"),
        pytest.param(("ask", "?", "--strict", "--lenient"), id="strict-and-lenient"),
        pytest.param(("serve", "--lenient", "--strict"), id="lenient-and-strict"),
        pytest.param(("serve", "--port", "0"), id="port-nought"),
        pytest.param(("serve", "--port", "65536"), id="port-too-high"),
        pytest.param(("serve", "--port", "http"), id="port-no-number"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage: ibid" in err


def test_help_loads_no_model_and_no_page() -> None:
    code = (
        "import sys\n"
        "from app.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'gradio', 'transformers', 'sentence_transformers', 'faiss', 'numpy'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    for arguments in (["--help"], ["ask", "--help"], ["serve", "--help"], ["--version"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert "LOADED []" in done.stdout, done.stdout


def test_the_module_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "ask"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


# Bad files


def _write(data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "article.txt"
        path.write_bytes(data)
        return path

    return write


BAD_ARTICLES = [
    pytest.param(lambda folder: folder / "none.txt", "no such file", id="no-such-file"),
    pytest.param(lambda folder: folder, "is a folder", id="a-folder"),
    pytest.param(_write(b"war \xe4 und"), "not UTF-8: byte 0xe4 at offset 4 (line 1)", id="latin-1"),
    pytest.param(_write("war".encode("utf-16")), "UTF-16", id="utf-16"),
    pytest.param(_write(b""), "empty", id="empty"),
    pytest.param(_write(b" \n\t\n"), "only white space", id="white-space"),
    pytest.param(_write(b"\x7fELF\x00\x01\xff\xfe"), "binary", id="binary"),
    pytest.param(_write(b"text\x00text"), "binary", id="nul"),
    pytest.param(lambda folder: folder / ("x" * 5_000), "cannot be read", id="name-too-long"),
]


@pytest.mark.parametrize(("make", "said"), BAD_ARTICLES)
@pytest.mark.parametrize("command", ["ask", "index", "ingest"])
def test_bad_articles(
    command: str, make: Callable[[Path], Path], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make(tmp_path)
    arguments = ("ask", "Who?", "--article", path) if command == "ask" else (command, path)
    line = refused(capsys, *arguments)
    assert said in line
    assert str(path) in line


def test_an_index_of_another_article(stored: Path, tram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "ask", "When?", "--article", tram, "--index", stored)
    assert "Second Nagorno-Karabakh War" in line
    assert "Tram line" in line


def test_an_index_of_another_model(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--model" in refused(capsys, "ask", "When?", "--model", "other", "--index", stored)


def test_an_index_of_an_older_format(stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(stored, tmp_path / "old")
    held = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**held, "format": 0}))
    assert f"ibid index --index {folder}" in refused(capsys, "ask", "When?", "--index", folder)


def test_an_altered_index(stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(stored, tmp_path / "altered")
    path = folder / read_manifest(folder).generation / "sentence-vectors" / "vectors.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    line = refused(capsys, "ask", "When?", "--index", folder)
    assert f"{path}: has been altered" in line
    # The advice helps.
    assert run("index", "--index", folder) == 0
    assert run("ask", "When?", "--index", folder) == 0


@pytest.mark.parametrize("command", [("ask", "When?", "--article"), ("index",)], ids=["ask", "index"])
def test_an_index_folder_that_can_not_be_written(
    command: tuple[str, ...], tram: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refused(capsys, *command, tram, "--index", tram / "index")
    assert "cannot be written" in line
    assert str(tram) in line


def test_an_unknown_model(
    tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    model = tmp_path / "model"
    model.mkdir()
    for command in (("ask", "When?", "--article"), ("index",)):
        assert "no weights" in refused(capsys, *command, tram, "--model", model)


def test_an_unknown_reader(tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "index"
    line = refused(capsys, "ask", "When?", "--reader", "/no/such", "--article", tram, "--index", folder)
    assert "/no/such: no such model on this machine" in line
    # It is looked for before an index is built.
    assert not folder.exists()


def test_a_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} on 127.0.0.1" in refused(capsys, "serve", "--no-browser", "--port", port)


@pytest.mark.parametrize("arguments", [(), ("Who?", "--batch", "file")], ids=["neither", "both"])
def test_one_question_or_a_file(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "--batch FILE" in refused(capsys, "ask", *arguments)


GOOD_LINE = '{"question": "Who won?"}'


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param([GOOD_LINE, "no JSON"], "line 2:", id="no-json"),
        pytest.param([GOOD_LINE, GOOD_LINE, "[]"], "line 3:", id="a-list"),
        pytest.param(['"Who won?"'], "line 1:", id="a-string"),
        pytest.param(["{}"], "line 1:", id="no-question"),
        pytest.param(['{"question": null}'], "line 1:", id="null"),
        pytest.param(['{"question": 7}'], "line 1:", id="a-number"),
        pytest.param(['{"question": ["Who?"]}'], "line 1:", id="a-list-of-one"),
        pytest.param(['{"Question": "Who?"}'], "line 1:", id="capital-letter"),
        pytest.param([GOOD_LINE, "", GOOD_LINE], "line 2:", id="an-empty-line-between"),
        pytest.param([GOOD_LINE, GOOD_LINE[:-1]], "line 2:", id="cut-short"),
        pytest.param([GOOD_LINE + GOOD_LINE], "line 1:", id="two-on-a-line"),
        pytest.param(["[" * 100_000], "line 1:", id="deep"),
        pytest.param(['{"n": ' + "1" * 5_000 + "}"], "line 1:", id="a-huge-number"),
        pytest.param([""], "holds no question", id="nothing"),
    ],
)
def test_a_bad_batch_line_is_named_and_nothing_is_written(
    lines: list[str], said: str, stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines) + ("\n" if lines != [""] else ""))
    for options in ((), ("--json",)):
        line = refused(capsys, "ask", "--batch", path, "--index", stored, *options)
        assert str(path) in line
        assert said in line


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda folder: folder / "none.jsonl", "cannot be read", id="no-such-file"),
        pytest.param(lambda folder: folder, "cannot be read", id="a-folder"),
        pytest.param(_write(b'{"question": "\xe4"}'), "not UTF-8 at byte 14", id="latin-1"),
    ],
)
def test_a_bad_batch_file(
    make: Callable[[Path], Path], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "ask", "--batch", make(tmp_path))


# Questions


ODD = {
    "empty": "",
    "white-space": " \n\t",
    "a-hundred-thousand-characters": "soldiers " * 11_112,
    "signs": "?!… —",
    "emoji": "🙂👩‍🚒",
    "control": "soldiers\x07 \x1b[2Jkilled\x00",
    "markup": "<script>alert(1)</script>",
    "another-script": "Сколько солдат погибло?",
    "right-to-left": "كم عدد الجنود",
    "an-option": "--json",
    "percent": "%s {0} %(x)d",
    "surrogates": "soldiers \ud800 killed",
}


@pytest.mark.parametrize("asked", ODD.values(), ids=ODD)
@pytest.mark.parametrize("form", ["json", "text"])
def test_odd_questions_are_answered_or_declined_in_plain_words(
    asked: str, form: str, stored: Path, article: Article, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--json",) if form == "json" else ()
    assert run("ask", "--index", stored, *options, "--", asked) == 0
    out, err = capsys.readouterr()
    assert err == ""
    if form == "json":
        data = json.loads(out)
        hold(data, article)
        assert data["question"] == asked
    else:
        assert "\x1b" not in out
        assert out.startswith(("1. ", "The article does not say. "))


def test_an_answer_in_json(stored: Path, article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "servicemen killed Per Azerbaijan", "--json", "--index", stored, "-k", 1) == 0
    out, _ = capsys.readouterr()
    assert out.count("\n") == 1
    data = json.loads(out)
    hold(data, article)
    assert [quote["text"] for quote in data["quotes"]] == ["2,906 servicemen killed[d]"]
    assert [(one["label"], one["text"] is not None) for one in data["references"]] == [("d", True)]


def test_a_batch_of_two_hundred_in_order(
    stored: Path, article: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = list(ODD.values())
    asked = [
        odd[at // 10 % len(odd)] if at % 10 == 0 else f"How many soldiers were killed on {at} October?"
        for at in range(200)
    ]
    path = tmp_path / "questions.jsonl"
    # Other fields are ignored; a lone surrogate can stand in a file only as its escape.
    path.write_text("".join(json.dumps({"id": at, "question": one}) + "\n" for at, one in enumerate(asked)))
    assert run("ask", "--batch", path, "--json", "--index", stored) == 0
    out, err = capsys.readouterr()
    assert err == ""
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["question"] for answer in answers] == asked
    for answer in answers:
        hold(answer, article)


@pytest.mark.parametrize("end", ["\n", "", "\r\n"], ids=["newline", "no-newline", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order-mark"])
def test_a_batch_file_as_editors_write_it(
    end: str, mark: str, stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes((mark + GOOD_LINE + (end or "\n") + GOOD_LINE + end).encode())
    assert run("ask", "--batch", path, "--json", "--index", stored) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_batch_for_people(stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "questions.jsonl"
    questions = ["Was zeppelin quux?", "\x1b[31mred \ud800\u202e", "two\nlines"]
    path.write_text("\n".join(json.dumps({"question": one}) for one in questions))
    assert run("ask", "--batch", path, "--index", stored) == 0
    out, _ = capsys.readouterr()
    assert out.startswith("? Was zeppelin quux?\n\nThe article does not say. ")
    # What is asked does not steer the terminal either.
    assert "\n\n? \u241b[31mred \ufffd\ufffd\n\n" in out
    assert "\n\n? two lines\n\n" in out


def test_colours_are_for_terminals(
    stored: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True)
    run("ask", "servicemen killed", "--index", stored)
    assert "\x1b[1m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    run("ask", "servicemen killed", "--index", stored)
    assert "\x1b" not in capsys.readouterr().out


# Building


def test_the_first_question_builds_the_index_and_the_second_does_not(
    tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The fake encoder knows only words that are the same.
    arguments = ("ask", "the tram line was opened in", "--article", tram, "--index", tmp_path / "index", "--json")
    assert run(*arguments) == 0
    first = capsys.readouterr()
    assert "Building the index, once" in first.err
    assert json.loads(first.out)["quotes"][0]["text"] == "The tram line was opened in the spring of 1904."
    assert run(*arguments) == 0
    second = capsys.readouterr()
    assert second.err == ""
    assert json.loads(second.out)["quotes"] == json.loads(first.out)["quotes"]


def test_the_environment_names_the_index(
    tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IBID_INDEX", str(tmp_path / "mine"))
    assert run("ask", "When?", "--article", tram) == 0
    assert (tmp_path / "mine" / MANIFEST).is_file()
    capsys.readouterr()
    monkeypatch.setenv("IBID_INDEX", "~nobody-of-that-name/x")
    assert "~nobody-of-that-name" in refused(capsys, "ask", "When?", "--article", tram)


def test_index(tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert run("index", tram, "--index", tmp_path / "index") == 0
        out, _err = capsys.readouterr()
        assert "2 sentences and 1 chunks" in out
        assert out.endswith(f"index in {tmp_path / 'index'}\n")
    # Without a folder it says which it took.
    assert run("index", tram) == 0
    assert f"index in {tmp_path / 'cache'}" in capsys.readouterr().out


def test_an_interrupted_build(
    tram: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("index", tram, "--index", tmp_path / "index") == 0
    capsys.readouterr()
    before = {path: path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()}

    def interrupted(*_: object, **__: object) -> Index:
        raise KeyboardInterrupt

    monkeypatch.setattr(index.open, "build", interrupted)
    assert run("index", tram, "--index", tmp_path / "index") == 130
    assert capsys.readouterr().err == "\nibid: interrupted; an index that was there is as it was\n"
    assert {path: path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()} == before


# Ingest, serve, pipes


def test_ingest(tram: Path, article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", tram) == 0
    assert "Tram line" in capsys.readouterr().out
    assert run("ingest", "--json") == 0
    assert json.loads(capsys.readouterr().out)["sha256"] == article.sha256


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve(
    stored: Path, article: Article, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import app.server

    served: list[tuple[str, str, object]] = []

    def serve(make: Callable[[Callable[[str], None]], Asker], title: str, **options: object) -> None:
        served.append((make(lambda _: None).index.article.sha256, title, options))

    monkeypatch.setattr(app.server, "serve", serve)
    monkeypatch.setattr("app.logs.quieten", lambda log: None)  # it would be for the whole process
    port = free_port()
    assert run("serve", "--index", stored, "--port", port, "--no-browser") == 0
    ((sha256, title, options),) = served
    assert (sha256, title) == (article.sha256, article.title)
    assert isinstance(options, dict)
    assert isinstance(options.pop("log"), Log)
    assert options == {
        "host": "127.0.0.1",
        "port": port,
        "browser": False,
        "mcp": False,
        "password": None,
        "certfile": None,
        "keyfile": None,
        "path": None,
    }
    assert capsys.readouterr().err == "Ibid is starting …\n"


def test_serve_tools_needs_their_package(
    stored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import app.server

    served: list[object] = []
    monkeypatch.setattr(app.server, "serve", lambda make, title, **options: served.append(options["mcp"]))
    assert run("serve", "--index", stored, "--port", free_port(), "--mcp") == 0
    assert served == [True]
    capsys.readouterr()
    monkeypatch.setattr(app.server, "find_spec", lambda name: None)
    assert ".[mcp]" in refused(capsys, "serve", "--index", stored, "--mcp")
    assert served == [True]


def test_a_reader_that_goes_away_is_no_error(stored: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "ingest", "--json"],
        cwd=ROOT,
        stdout=_closed_pipe(),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def _closed_pipe() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def test_json_is_utf_8_whatever_the_terminal_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "ingest"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "×" in done.stdout.decode("utf-8")


def test_output_that_is_no_text_file_is_left_alone(tram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.StringIO()
    monkeypatch.setattr(sys, "stdout", held)
    assert run("ingest", tram) == 0
    assert "Tram line" in held.getvalue()


def test_a_long_message_is_one_line() -> None:
    assert cli._one_line("a\nb\r\n  c") == "a b c"


def test_a_fault_of_its_own_is_told_without_the_question(
    tram: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("xq-marker")

    monkeypatch.delenv("IBID_TRACEBACK", raising=False)
    monkeypatch.setattr("ingest.source.read_article", broken)
    assert run("ask", "What of xq-marker?") == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert "xq-marker" not in err
    assert "KeyError at" in err
    assert err.count("\n") == 1
    monkeypatch.setenv("IBID_TRACEBACK", "1")
    with pytest.raises(KeyError, match="xq-marker"):
        run("ask", "What of xq-marker?")
