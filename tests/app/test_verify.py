"""`ibid verify` and the script that it prints: what is the same, moved, changed, gone; and any damage."""

from __future__ import annotations

import ast
import copy
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.ask import Asker
from app.assets.ibid_verify import Unreadable, difference, digest, evidence_of, verify
from app.cli import main
from app.evidence_file import evidence, write
from app.proof import Proof
from app.render import dumped
from app.verification import findings
from ingest.article import Article
from tests.app.carrying import AT, CHECK, TRAM, checked, written
from tests.app.quoting import Unit, answered, refused, units
from tests.conftest import ARTICLE, ROOT

SCRIPT = ROOT / "app" / "assets" / "ibid_verify.py"
Change = Callable[[Any], object]


def saved(data: Any, folder: Path, name: str = "e.json") -> Path:
    path = folder / name
    write(data, path)
    return path


def script(*arguments: object) -> tuple[int, str, str]:
    """What the script does with a bare interpreter: no packages, no environment, another folder."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)],
        cwd="/",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """What `ibid verify` does."""

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main(["verify", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


Run = Callable[..., tuple[int, str, str]]


def both(run: Run, *arguments: object) -> tuple[int, str]:
    """Both, which have to agree to the letter."""
    alone, ours = script(*arguments), run(*arguments)
    assert alone == ours
    assert alone[2] == ""
    return alone[:2]


# The script stands alone


def test_the_script_imports_the_standard_library_only() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_the_script_is_printed(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("--standalone")
    assert (code, out) == (0, SCRIPT.read_text("utf-8"))
    (tmp_path / "v.py").write_text(out, "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "v.py"), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    "arguments", [(), ("--json",), ("--standalone", "e.json"), ("--standalone", "--json")], ids=" ".join
)
def test_bad_usage(arguments: tuple[str, ...], run: Run) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


# What is written by other commands


def test_ask_writes_one(
    run: Run, asker: Asker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(cli, "_asker", lambda options, article: asker)
    path, questions = tmp_path / "e.json", tmp_path / "q.jsonl"
    asked = ["When was the victory parade held?", "", "why " * 10_000, "Who said \ud83d so?"]
    questions.write_text("".join(json.dumps({"question": question}) + "\n" for question in asked))
    assert main(["ask", "--batch", str(questions), "--json", "--evidence", str(path)]) == 0
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert both(run, path, ARTICLE)[0] == 0
    turns = json.loads(path.read_text("utf-8"))["turns"]
    assert [turn["asked"] for turn in turns] == [each["question"] for each in shown] == asked
    assert [[quote["text"] for quote in turn["answer"]["quotes"]] for turn in turns] == [
        [quote["text"] for quote in each["quotes"]] for each in shown
    ]
    assert main(["ask", "When?", "--evidence", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


# The copy that it was written from


@pytest.fixture(scope="module")
def real(article: Article) -> dict[str, Any]:
    """A file with quotes of every kind, a context, a refusal and a checked claim."""
    chosen: dict[tuple[str, bool], Unit] = {}
    for passage, sentence in units(article):
        if sentence.end - sentence.start < 200:
            chosen.setdefault((passage.kind.value, bool(passage.intro)), (passage, sentence))
    every = list(chosen.values())
    answers = [answered(article, every[:3]), answered(article, every[3:]), refused(article, every[:1])]
    check = checked(article, ("It was so.", "supported", [7]), ("It was not.", "not_in_article", [60]))
    return evidence(article, Proof(article), "0.1.0", AT, answers=answers, checks=[check])


def test_all_is_the_same(run: Run, real: Any, tmp_path: Path) -> None:
    code, out = both(run, saved(real, tmp_path), ARTICLE)
    assert (code, out.count("\n")) == (0, 1)
    assert out.startswith("e.json: 10 quotes, 3 contexts, 10 headings, 3 references")
    assert out.endswith(": all the same, word for word, in second-nagorno-karabakh-war.txt\n")


def test_the_bundled_article_need_not_be_named(run: Run, real: Any, tmp_path: Path) -> None:
    code, out, _ = run(saved(real, tmp_path))
    assert (code, out.count("\n")) == (0, 1)


def test_it_may_be_set_out_and_numbered_otherwise(run: Run, real: Any, tmp_path: Path) -> None:
    data = copy.deepcopy(real)
    for turn in data["turns"]:
        turn["answer"]["confidence"] = int(turn["answer"]["confidence"] * 4) / 4
    data["digest"] = digest(data)
    text = json.dumps(data, indent=2, sort_keys=True).replace("1.0,", "1,")  # as a browser writes it
    (tmp_path / "e.json").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert both(run, tmp_path / "e.json", ARTICLE)[0] == 0


def test_any_character_that_is_changed_is_found() -> None:
    """All characters of a whole file: each is made another one."""
    data = dumped(written(answers=[answered(TRAM, units(TRAM)[2:4]), refused(TRAM, units(TRAM)[:1])]))
    other = {**dict(zip("0123456789", "1234567890", strict=True)), '"': "x", " ": "x", "x": "y"}
    for at, char in enumerate(data):
        changed = data[:at] + other.get(char, "x") + data[at + 1 :]
        with suppress(Unreadable):
            assert verify(evidence_of(changed.encode(), "e.json"), TRAM.text), changed[max(0, at - 40) : at + 40]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value of JSON data that holds no other, and where it is."""
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if held is None:
        yield path, value
    for name, inner in held or ():
        yield from leaves(inner, (*path, name))


def other_than(value: Any) -> Any:
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    return "x" if value is None else value + 1 if isinstance(value, int) else value / 2


def put(data: Any, path: tuple[Any, ...], value: Any) -> None:
    for name in path[:-1]:
        data = data[name]
    data[path[-1]] = value


# What the article says nothing about, so that only the digest guards it; and what takes a reading of the article.
NOT_THE_ARTICLES = {"asked", "version", "confidence", "took_ms", "score", "reason", "how"}
TAKES_A_READING = {"section"}


def test_any_field_that_is_changed_is_found_and_most_even_if_forged(article: Article, real: Any) -> None:
    """One field after another; then with a digest that goes with it, as only a forger makes it."""
    held = [(path, value) for path, value in leaves(real) if path[0] not in ("schema", "digest")]
    forged: dict[str, set[object]] = {"script": set(), "ibid": set()}
    for path, value in held:
        data = copy.deepcopy(real)
        put(data, path, other_than(value))
        assert verify(data, article.text), path
        data["digest"] = digest(data)
        name = next(part for part in reversed(path) if isinstance(part, str))
        if not verify(data, article.text):
            forged["script"].add(name)
            forged["ibid"] |= set() if findings(data, article) else {name}
    assert len(held) > 200
    assert forged == {"script": NOT_THE_ARTICLES | TAKES_A_READING, "ibid": NOT_THE_ARTICLES}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(lambda d: d.update(at="2024-05-31T12:00:01Z"), [], id="time"),
        pytest.param(
            lambda d: d["article"].update(title="Tram lines"), ["the title", "turn 1", "turn 2", "check 1"], id="title"
        ),
        pytest.param(lambda d: d["article"].update(characters=7), ["the article"], id="characters"),
        pytest.param(lambda d: quote(d).update(text="It was closed in 1952.[1][2]"), ["turn 1, quote 1"], id="words"),
        pytest.param(lambda d: quote(d).update(start=quote(d)["start"] - 1), ["turn 1, quote 1"], id="start"),
        pytest.param(lambda d: quote(d).update(start=-1), ["turn 1, quote 1"], id="start-below-nought"),
        pytest.param(lambda d: quote(d).update(start="1", end=True), ["turn 1, quote 1"] * 3, id="no-numbers"),
        pytest.param(lambda d: quote(d).update(line=3), ["turn 1, quote 1"], id="line"),
        pytest.param(lambda d: quote(d).update(section=["Harbour"]), ["heading “Harbour”"], id="section"),
        pytest.param(lambda d: quote(d).update(headings=[]), ["turn 1, quote 1"], id="no-headings"),
        pytest.param(lambda d: quote(d)["headings"][0].update(text="Servile"), ["heading “Service”"] * 2, id="heading"),
        pytest.param(lambda d: quote(d).update(kind="verse"), ["turn 1, quote 1"], id="kind"),
        pytest.param(lambda d: quote(d).update(citations=["1"]), ["turn 1"], id="citations"),
        pytest.param(lambda d: entry(d).update(text="Smith, B. “A line”. 1990."), ["reference [1]"] * 2, id="entry"),
        pytest.param(lambda d: entry(d).update(label="3"), ["turn 1"], id="label"),
        pytest.param(lambda d: entry(d).update(fields={"date": "1991"}), ["reference [1]"], id="field"),
        pytest.param(lambda d: answer(d)["references"][1].update(why="lost"), ["reference [2]"], id="why"),
        pytest.param(lambda d: answer(d)["references"].pop(), ["turn 1"], id="a-reference-less"),
        pytest.param(lambda d: answer(d).update(question="Why?"), ["turn 1"], id="question"),
        pytest.param(lambda d: answer(d).update(status="not_in_article"), ["turn 1"], id="status"),
        pytest.param(lambda d: answer(d).update(reason="none"), ["turn 1"], id="reason"),
        pytest.param(lambda d: answer(d).update(schema="ibid.answer/2"), ["turn 1"], id="answer-format"),
        pytest.param(lambda d: answer(d).update(quotes=7), ["turn 1"] * 3, id="no-list"),
        pytest.param(lambda d: d.update(turns=[1, []]), ["the file"], id="no-turns"),
        pytest.param(lambda d: d.update(tool=None), ["the file", "the tool", "the tool", "the tool"], id="no-tool"),
        pytest.param(lambda d: d["turns"][1]["answer"].update(reason=""), ["turn 2"], id="no-reason"),
        pytest.param(
            lambda d: d["checks"][0]["statements"][0].update(text="It closed in 1951."),
            ["check 1, statement 1"],
            id="statement",
        ),
        pytest.param(lambda d: d["checks"][0].update(verdict="supported"), ["check 1"], id="verdict"),
        pytest.param(lambda d: d["checks"][0].update(schema="ibid.check/2"), ["check 1"], id="check-format"),
        pytest.param(lambda d: d.update(more=1e999), [], id="no-number"),
        pytest.param(lambda d: d.update(more=2**60), [], id="too-large-a-number"),
    ],
)
def test_what_was_changed_is_named(change: Change, found: list[str], run: Run, tmp_path: Path) -> None:
    data = written(answers=[answered(TRAM, units(TRAM)[2:3]), refused(TRAM, units(TRAM)[:1])], checks=[CHECK])
    change(data)
    path, text = tmp_path / "e.json", tmp_path / "tram.txt"
    path.write_text(json.dumps(data).replace("Infinity", "1e999"))
    text.write_text(TRAM.text)
    code, out = both(run, path, text)
    assert code == 1
    assert [line.partition(":")[0] for line in out.splitlines()] == ["the digest", *found]
    assert all(": wrong" in line for line in out.splitlines())


def answer(data: Any) -> Any:
    return data["turns"][0]["answer"]


def quote(data: Any) -> Any:
    return answer(data)["quotes"][0]


def entry(data: Any) -> Any:
    return answer(data)["references"][0]


def test_what_only_ibid_tells(run: Run, tmp_path: Path) -> None:
    """A file forged with care, whose quote is half a sentence."""
    data = written(answers=[answered(TRAM, units(TRAM)[3:4])])
    quote(data).update(text="Nobody was", end=quote(data)["start"] + 10)
    data["digest"] = digest(data)
    text = tmp_path / "tram.txt"
    text.write_text(TRAM.text)
    path = saved(data, tmp_path)
    assert script(path, text)[0] == 0
    code, out, _ = run(path, text)
    assert code == 1
    assert "are no sentence of the article" in out
    assert out.count("\n") == 1


# Files that can't be read


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"{", "not JSON at line 1, column 2"),
        (b"\xff\xfe{", "not UTF-8 at byte 0"),
        (b"[]", "has no `schema`"),
        (b"7", "has no `schema`"),
        (b'{"schema": 1}', "has no `schema`"),
        (b'{"schema": "ibid.evidence/2"}', "is of format ibid.evidence/2, and ibid.evidence/1 is read here"),
        (b'{"schema": "ibid.answer/1"}', "no evidence file, but ibid.answer/1"),
        (b'{"schema": "\\u202eno\\nthing"}', "no evidence file, but \\u202eno thing"),
        (b'{"schema": "ibid.evidence/1", "schema": "ibid.evidence/1"}', "a name stands twice"),
        (b'{"schema": "ibid.evidence/1", "at": NaN}', "NaN is no number"),
        (b'{"schema": "ibid.evidence/1", "at": ' + b"9" * 5000 + b"}", "damaged, or no evidence file"),
        (b'{"a":' * 100_000, "damaged, or no evidence file"),
        (None, "no such file"),
    ],
    ids=range(15),
)
def test_a_file_that_cannot_be_read(data: bytes | None, said: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    if data is not None:
        path.write_bytes(data)
    for code, out, err in (script(path, ARTICLE), run(path, ARTICLE)):
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert said in err
        assert "Traceback" not in err


@pytest.mark.parametrize("data", [b"", b" \n", b"\xff\xfea\x00", b"a\x00b", b"caf\xe9 closed", None])
def test_an_article_that_cannot_be_read(data: bytes | None, run: Run, real: Any, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    if data is not None:
        path.write_bytes(data)
    for article in (path, tmp_path):
        for code, out, err in (script(saved(real, tmp_path), article), run(saved(real, tmp_path), article)):
            assert (code, out, err.count("\n")) == (2, "", 1)
            assert "Traceback" not in err


def test_a_file_that_is_cut_off(real: Any, run: Run, tmp_path: Path) -> None:
    data = (dumped(real) + "\n").encode()
    lengths = [*range(120), *random.Random(1).sample(range(120, len(data) - 1), 400), len(data) - 2]
    for length in lengths:
        with pytest.raises(Unreadable, match=r"e\.json: (?:not JSON|not UTF-8|the file is empty)"):
            evidence_of(data[:length], "e.json")
    for length in lengths[::100]:
        (tmp_path / "e.json").write_bytes(data[:length])
        assert script(tmp_path / "e.json", ARTICLE)[0] == run(tmp_path / "e.json", ARTICLE)[0] == 2


@pytest.mark.parametrize("data", [b"null", b'{"schema":"ibid.evidence/1"}', b'{"schema":"ibid.evidence/1","turns":{}}'])
def test_nothing_crashes_it(data: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "e.json").write_bytes(data)
    alone, ours = script(tmp_path / "e.json", ARTICLE), run(tmp_path / "e.json", ARTICLE)
    assert alone[:2] == ours[:2]
    assert alone[0] == (2 if data == b"null" else 1)


JUNK: list[Any] = [None, True, -1, 1.5, "", "x", [], {}, [[]], [{}], {"text": None}]


def test_no_value_crashes_it() -> None:
    """Whatever stands anywhere, it is found to be wrong."""
    whole = written(answers=[answered(TRAM, units(TRAM)[2:4]), refused(TRAM, units(TRAM)[:1])], checks=[CHECK])
    places = dict.fromkeys(path[:depth] for path, _ in leaves(whole) for depth in range(1, len(path) + 1))
    for at, path in enumerate(places):
        data = copy.deepcopy(whole)
        put(data, path, JUNK[at % len(JUNK)])
        assert findings(data, TRAM) or data == whole, path
        assert verify(data, "Another copy.") or data == whole, path


# Another copy of the article


def once(text: str, before: str, after: str) -> str:
    assert text.count(before) == 1, (before, text.count(before))
    return text.replace(before, after)


def another_copy(text: str) -> str:
    """Changes from top to bottom; up to line 170 no line is added."""
    text = once(text, "541 Syrian mercenaries killed[60]", "547 Syrian mercenaries killed[60]")  # line 62
    text = once(text, " Baku denied the involvement of foreign fighters.[154]", "")  # line 118
    text = once(text, "\nCeasefire agreement\n", "\nArmistice\n")  # line 146
    text = once(text, "3 2 Ceasefire agreement 3 3", "3 2 Armistice 3 3")  # in the contents, at the end
    text = once(text, "\nNon-military actions taken by", "\nA new line.\n\nNon-military actions taken by")  # line 169
    paragraph = text[text.index("On 12 December, a decree by President Aliyev") :].partition("\n\n")[0]  # line 205
    text = once(text, f"\n{paragraph}\n", "")
    text = once(text, "\n\nInfrastructure damage\n", f"\n\n{paragraph}\n\nInfrastructure damage\n")
    text = once(text, "\nCivilians\n", "\nCivilian losses\n")  # line 211
    text = once(text, "4 1 Civilians 4 2", "4 1 Civilian losses 4 2")
    text = once(text, "28 October 2020.[243]", "28 October 2020.[243][244]")  # line 229
    text = once(text, "2,853 of its soldiers had been killed", "2,855 of its soldiers had been killed")  # line 231
    text = once(text, "fighting for Azerbaijan.[60]", "fighting\xa0for Azerbaijan.[60]")  # line 233
    return once(text, '"List of servicemen who died as Shehids', '"List of soldiers who died as Shehids')  # line 576


QUOTED = {
    "fighting": "Fighting began on the morning of 27 September",
    "row": "541 Syrian mercenaries killed",
    "baku": "Baku denied the involvement",
    "artsakh": "The President of Artsakh, Arayik Harutyunyan, also agreed",
    "decree": "On 12 December, a decree",
    "journalists": "Seven journalists",
    "reported": "Armenian authorities reported the deaths",
    "soldiers": "On 11 January, Azerbaijan stated",
    "observatory": "The Syrian Observatory for Human Rights documented",
}


@pytest.fixture(scope="module")
def quoting(article: Article) -> dict[str, Any]:
    chosen = [unit for words in QUOTED.values() for unit in units(article) if article.slice(unit[1]).startswith(words)]
    assert len(chosen) == len(QUOTED)
    return evidence(article, Proof(article), "0.1.0", AT, answers=[answered(article, [unit]) for unit in chosen])


FOUND = """\
the title: same, line 4
turn 1, quote 1: same, line 87
reference [96]: moved from line 614 to line 616
reference [97]: moved from line 615 to line 617
turn 2, quote 1: changed, line 62: [-541-]{+547+} Syrian mercenaries killed[60]
turn 2, quote 1, context 1: same, line 60
heading “Casualties and losses”: same, line 51
heading “Per SOHR:”: same, line 60
reference [60]: moved from line 577 to line 579
turn 3, quote 1: gone: “Baku denied the involvement of foreign fighters.[154]”
heading “Background”: same, line 101
heading “Frozen conflict”: same, line 116
reference [154]: moved from line 676 to line 678
turn 4, quote 1: moved within line 163
heading “Course of the war”: moved within line 120
heading “Ceasefire agreement”: changed, line 146: [-Ceasefire agreement-]{+Armistice+}
reference [191]: moved from line 713 to line 715
turn 5, quote 1: moved from line 205 to line 235
turn 5, quote 1: changed, line 235: stands in another section: [-Course of the war-]{+Casualties+} › [-Non-military actions taken by Armenia and Azerbaijan › Azerbaijan-] {+Military+}
heading “Non-military actions taken by Armenia and Azerbaijan”: moved from line 169 to line 171
heading “Azerbaijan”: moved from line 188 to line 190
turn 6, quote 1: moved within line 220
heading “Casualties”: moved within line 207
heading “Civilians”: changed, line 211: [-Civilians-]{+Civilian losses+}
reference [158]: moved from line 680 to line 682
turn 7, quote 1: changed, line 229: Armenian authorities reported the deaths of 3,825 servicemen during the war, while the Azerbaijani authorities stated that more than 5,000 Armenian servicemen were killed, and several times more were wounded as of 28 October 2020.[243]{+[244]+}
heading “Military”: moved within line 222
turn 8, quote 1: changed, line 231: On 11 January, Azerbaijan stated that [-2,853-] {+2,855+} of its soldiers had been killed during the war, while another 50 went missing.[59]
reference [59]: changed, line 578: "List of [-servicemen-] {+soldiers+} who died as Shehids in the Patriotic War". Ministry of Defense of the Republic of Azerbaijan. from the original on 22 October 2021.
turn 9, quote 1: moved within line 233: with other white space
""".splitlines()


def test_another_copy(run: Run, article: Article, quoting: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(another_copy(article.text), encoding="utf-8", newline="")
    path = saved(quoting, tmp_path)
    alone, ours = script(path, other), run(path, other)
    assert alone[0] == ours[0] == 1
    head, *found = ours[1].splitlines()
    assert head.startswith("other.txt: another copy of the article (")
    assert head.endswith("…) than e.json was written from (5471f3a2af1d…)")
    assert found == FOUND
    only_ours = [line for line in FOUND if "stands in another section" in line]
    assert len(only_ours) == 1
    assert alone[1].splitlines() == [head, *(line for line in FOUND if line not in only_ours)]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda text: "A line on top\n" + text, "moved"),
        (lambda text: "\ufeff" + text, "moved"),
        (lambda text: text.replace("\n", "\r\n"), "moved"),
        (lambda text: text.replace("\xa0", " "), "same"),
        (lambda text: text + "A line at the end\n", "same"),
    ],
    ids=["line", "mark", "line-ends", "blanks", "end"],
)
def test_copies_with_all_the_words(change: Callable[[str], str], status: str, article: Article) -> None:
    """Every sentence, heading, entry and context of the article, in a copy that has them all."""
    every = units(article)
    answers = [answered(article, every[at : at + 6]) for at in range(0, len(every), 6)]
    data = evidence(article, Proof(article), "1", AT, answers=answers)
    found = verify(data, change(article.text))
    assert {finding.status for finding in found} == {status}
    assert len(found) == 1027


def test_the_same_in_json(run: Run, article: Article, quoting: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("A line on top\n" + article.text, encoding="utf-8", newline="")
    code, out = both(run, saved(quoting, tmp_path), other, "--json")
    data = json.loads(out)
    assert (code, data["schema"], data["holds"], data["copy"]) == (0, "ibid.verification/1", True, "other")
    assert data["counts"] == {"same": 0, "moved": 29, "changed": 0, "gone": 0, "wrong": 0}
    assert data["findings"][0] == {
        "what": "title",
        "where": "the title",
        "status": "moved",
        "text": "Second Nagorno-Karabakh War",
        "was": {"start": 16, "end": 43, "line": 4},
        "now": {"start": 30, "end": 57, "line": 5},
        "said": "",
    }
    code, out = both(run, saved(quoting, tmp_path), ARTICLE, "--json")
    assert (code, json.loads(out)["copy"], json.loads(out)["findings"]) == (0, "same", [])


def told(before: str, after: str, run: Run, folder: Path) -> tuple[list[str], list[str]]:
    """What the script and Ibid say of a copy of the tram's article with one change; every sentence of it is quoted."""
    text = folder / "tram.txt"
    text.write_text(once(TRAM.text, before, after))
    path = saved(written(answers=[answered(TRAM, [unit]) for unit in units(TRAM)]), folder)
    alone, ours = script(path, text), run(path, text)
    assert alone[0] == (1 if any(bad(line) for line in alone[1].splitlines()) else 0)
    assert ours[0] == (1 if any(bad(line) for line in ours[1].splitlines()) else 0)
    assert (alone[2], ours[2]) == ("", "")
    return [line for line in alone[1].splitlines() if bad(line)], [line for line in ours[1].splitlines() if bad(line)]


def bad(line: str) -> bool:
    return ": changed" in line or ": gone" in line or ": wrong" in line


@pytest.mark.parametrize(
    ("before", "after", "expected", "beyond"),
    [
        pytest.param("in 1904.[1]", "in 1905.[1]", ["turn 1, quote 1: changed, line 3: The tram line was opened in [-1904.-] {+1905.+}[1]"], [], id="number"),
        pytest.param(" Nobody was asked.", "", ["turn 4, quote 1: gone: “Nobody was asked.”"], [], id="sentence-gone"),
        pytest.param("Service\n", "Operation\n", ["heading “Service”: changed, line 7: [-Service-]{+Operation+}"], [], id="other-heading"),
        pytest.param("Service\n", "Services\n", ["heading “Service”: changed, line 7: [-Service-]{+Services+}"], [], id="longer-heading"),
        pytest.param("Service\n\n", "", ["heading “Service”: changed, line 5: [-Service-]{+History+}"], [], id="heading-gone-and-another-in-its-place"),
        pytest.param("Service\n", "### Service [edit]\n", [], [
                "turn 3, quote 1: changed, line 9: stands in another section: {+History ›+} Service",
                "turn 4, quote 1: changed, line 9: stands in another section: {+History ›+} Service",
            ], id="marked-heading"),
        pytest.param("[1][2]", "[1][2][3]", ["turn 3, quote 1: changed, line 9: It was closed in 1951.[1][2]{+[3]+}"], [], id="citation"),
        pytest.param("It was sold.", "It was sold, twice.", ["turn 5, quote 1: changed, line 13: It was [-sold.-] {+sold, twice.+}[1]"], [], id="words-put-in"),
        pytest.param("Nobody was asked.", "“Nobody was asked.”", [], ["turn 4, quote 1: changed, line 9: no whole sentence here: [-Nobody-]{+“Nobody+} was [-asked.-] {+asked.”+}"], id="quotation-marks"),
    ],
)  # fmt: skip
def test_one_change(before: str, after: str, expected: list[str], beyond: list[str], run: Run, tmp_path: Path) -> None:
    alone, ours = told(before, after, run, tmp_path)
    assert alone == expected
    assert ours == sorted([*expected, *beyond], key=ours.index)


def test_a_heading_that_is_gone_has_not_become_the_one_above_it(article: Article) -> None:
    chosen = [unit for unit in units(article) if unit[0].section == ("Course of the war", "Overview")][:3]
    data = evidence(article, Proof(article), "1", AT, answers=[answered(article, chosen)])
    found = verify(data, once(article.text, "\nOverview\n", ""))
    assert [str(finding) for finding in found if finding.what == "heading"] == [
        "heading “Course of the war”: same, line 120",
        "heading “Overview”: gone: “Overview”",
    ]


def test_a_difference_with_thousands_of_blanks_comes_to_an_end() -> None:
    assert difference("one" + " " * 50_000, "two" + " " * 50_000) == "[-one-]{+two+}"
