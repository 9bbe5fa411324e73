"""Files that are not as they were written: of an index, small or large, of an exported model, of the reader."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from app.reader import GRAPH as READER_GRAPH
from app.reader import NOTE as READER_NOTE
from app.reader import PACKAGED as READER
from app.reader import TOKENIZER as READER_TOKENIZER
from app.reader import WindowReader
from eval.trust.place import Place, place_in
from eval.trust.row import Row, Size
from eval.trust.toy import QUESTION, ToyEncoder, text
from eval.trust.toy_ibid import ToyIbid
from index.arrays import SUFFIX
from index.encoders import encoder_of
from index.exported import GRAPH, NOTE, TOKENIZER, WEIGHTS, ExportedEncoder, Made, check_exported, write_note
from index.manifest import MANIFEST, read_manifest
from index.model import PACKAGED, files_sha256
from index.open import open_index
from index.search import build
from index.store import load, save, verify
from ingest.errors import IbidError
from ingest.source import read_article

MEND = "run `ibid index"


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to a file, and what for."""

    name: str
    do: Callable[[Path], None]


def damage_rows(size: Size) -> list[Row]:
    """Every file, one at a time, damaged in every way."""
    full = size is Size.FULL
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, ToyIbid() as ibid:
        place = place_in(Path(folder), ibid)
        other = replace(place, file=Path(folder) / "towers.txt", folder=Path(folder) / "other")
        other.file.write_text(text("tower"), "utf-8")
        other.build(ibid)
        rows += [
            _every_file(place, other, ibid, 20 if full else 2),
            _manifest(place, ibid, 2_000 if full else 200),
            _large(place, 200 if full else 15),
            _verified(place, ibid, 20 if full else 2),
        ]
    if full:
        rows += [_real_index(3), _opening(), _exported_again()]
    return [*rows, _exported(full), _reader(5 if full else 1)]


# Ways to damage a file.


def _flip(path: Path, chance: random.Random) -> None:
    at = chance.randrange(path.stat().st_size)
    with path.open("r+b") as stream:
        stream.seek(at)
        byte = stream.read(1)[0]
        stream.seek(at)
        stream.write(bytes([byte ^ 1 << chance.randrange(8)]))


def _cut(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as stream:
        stream.truncate(chance.randrange(path.stat().st_size))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _ways(flips: int, chance: random.Random, other: Path | None = None) -> Iterator[Damage]:
    yield from (Damage("one bit flipped", lambda path: _flip(path, chance)) for _ in range(flips))
    yield Damage("cut short", lambda path: _cut(path, chance))
    yield Damage("emptied", _empty)
    yield Damage("removed", Path.unlink)
    if other:
        yield Damage("another index's", lambda path: None if not other.exists() else _swap(path, other))


def _swap(path: Path, other: Path) -> None:
    path.write_bytes(other.read_bytes())


@contextmanager
def _damaged(path: Path, how: Damage) -> Iterator[bool]:
    """Whether the file is not as it was, while this lasts."""
    whole = path.read_bytes()
    how.do(path)
    try:
        yield not path.exists() or path.read_bytes() != whole
    finally:
        path.write_bytes(whole)


class _Heard:
    """What was damaged, and what was said of it."""

    def __init__(self, *advice: str) -> None:
        """``advice``: one of these must say what to do; none is asked for where there are none."""
        self._advice = advice
        self.ways: Counter[str] = Counter()
        self.unnoticed: list[str] = []
        self.unclear: list[str] = []

    def of(self, what: str, how: str, line: str | None) -> None:
        """``line``: what was said; None if nothing was."""
        self.ways[how] += 1
        if line is None:
            self.unnoticed.append(f"{what} {how}")
        elif "\n" in line or what not in line or not any(one in line for one in self._advice or ("",)):
            self.unclear.append(line)

    def figure(self) -> str:
        ways = ", ".join(f"{times} {how}" for how, times in self.ways.items())
        clear = "where and what to do" if self._advice else "where"
        return f"{ways}: {len(self.unnoticed)} unnoticed, {len(self.unclear)} not told in one line that says {clear}"

    @property
    def kept(self) -> bool:
        return bool(self.ways) and not self.unnoticed and not self.unclear


def _refusal(act: Callable[[], object]) -> str | None:
    """What it said; None if nothing. Anything else than an IbidError is no clear line."""
    try:
        act()
    except IbidError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}\n{error}"
    return None


# An index.


def _every_file(place: Place, other: Place, ibid: ToyIbid, flips: int) -> Row:
    chance, heard = random.Random(7), _Heard(MEND)
    manifest, theirs = read_manifest(place.folder), read_manifest(other.folder)
    line = ""
    for entry in manifest.files:
        path = place.folder / manifest.generation / entry.path
        for how in _ways(flips, chance, other.folder / theirs.generation / entry.path):
            with _damaged(path, how) as differs:
                if differs:
                    heard.of(path.name, how.name, _refusal(lambda: load(place.folder, place.article, ToyEncoder())))
                    if not line:
                        line = ibid.run("ask", QUESTION, "--article", place.file, "--index", place.folder).line
    return Row(
        f"Any damage to any of an index's {len(manifest.files)} files is noticed at opening, and told in one line",
        heard.figure(),
        heard.kept,
        line,
        "Files of the toy article, whose files are those of any index without an encoder.",
    )


def _manifest(place: Place, ibid: ToyIbid, flips: int) -> Row:
    chance, heard = random.Random(7), _Heard(MEND)
    line = ""
    for how in _ways(flips, chance):
        with _damaged(place.folder / MANIFEST, how) as differs:
            if differs:
                said = _refusal(lambda: load(place.folder, place.article, ToyEncoder()))
                heard.of(str(place.folder), how.name, said)
                if not line and said and MANIFEST in said:
                    line = ibid.run("ask", QUESTION, "--article", place.file, "--index", place.folder).line
    return Row(
        "So is any damage to the manifest, which holds its own hash",
        heard.figure(),
        heard.kept,
        line,
        "Removed, it leaves no index: `ibid ask` builds one then, as where there was none.",
    )


def _large(place: Place, flips: int) -> Row:
    """Every array counts as large, and one bit of it is flipped: what is asked then is answered rightly or refused."""
    chance, folder = random.Random(7), place.folder.parent / "large"
    questions = [QUESTION, "Which order of council was number 1400?", "carts 1831", "bridge 250"]
    wrong = refused = unread = untold = 0
    # Blocks so small that what one question reads is not all there is.
    with patch("index.whole.HASHED", 0), patch("index.arrays.BLOCK", 256):
        save(build(place.article, ToyEncoder()), folder)
        manifest = read_manifest(folder)
        whole = load(folder, place.article, ToyEncoder())
        rightly = [whole.search(question, 5) for question in questions]
        arrays = [
            entry.path for entry in manifest.files if f"{entry.path}{SUFFIX}" in {one.path for one in manifest.files}
        ]
        # Where most bytes are, most bits flip.
        sizes = [(folder / manifest.generation / path).stat().st_size for path in arrays]
        for chosen in chance.choices(arrays, sizes, k=flips):
            path = folder / manifest.generation / chosen
            with _damaged(path, Damage("", lambda path: _flip(path, chance))):
                try:
                    index = load(folder, place.article, ToyEncoder())
                    found = [index.search(question, 5) for question in questions]
                    unread += found == rightly
                    wrong += found != rightly
                except IbidError:
                    refused += 1
                except Exception:  # a traceback is no answer either
                    wrong += 1
                untold += _refusal(lambda: verify(folder, place.article)) is None
    return Row(
        "Arrays of more than 256 MB are compared block by block when a question first reads them: no answer comes "
        "from a damaged block",
        f"{flips} bits flipped in {len(arrays)} arrays, {len(questions)} questions each: {wrong} wrong answers or "
        f"crashes, {refused} refused, {unread} not read by any; {untold} that `ibid index --verify` missed",
        not wrong and not untold and refused > 0,
        note="Tried with the limit lowered to nothing and blocks of 256 bytes instead of 16 KB. Other large files "
        "(FAISS's lists, an encoder's weights) are mapped and read by their libraries, and so are hashed whole when "
        "the index is opened, 0.7 s for each gigabyte. What changes on the disk once it was compared is seen at the "
        "next opening.",
    )


def _verified(place: Place, ibid: ToyIbid, times: int) -> Row:
    chance = random.Random(7)
    manifest = read_manifest(place.folder)
    bad: list[str] = []
    line = ""
    for _ in range(times):
        path = place.folder / manifest.generation / chance.choice(manifest.files).path
        with _damaged(path, Damage("", lambda path: _flip(path, chance))):
            said = ibid.run("index", "--verify", place.file, "--index", place.folder)
            bad += [] if said.refused and str(path) in said.line else [said.err]
            line = said.line or line
    said = ibid.run("index", "--verify", place.file, "--index", place.folder)
    bad += [] if said.code == 0 and said.out.count("\n") == 1 else [said.err]
    return Row(
        "`ibid index --verify` reads every byte, says in one line whether all are whole or which file is damaged, and "
        "ends with 0 or 2",
        f"{times} damaged files and a whole index: {len(bad)} not as promised",
        not bad,
        line,
    )


def _real_index(flips: int) -> Row:
    """The bundled article with the packaged model, its encoder included."""
    chance, heard, article = random.Random(7), _Heard(MEND), read_article()
    with tempfile.TemporaryDirectory() as folder:
        open_index(article, folder=Path(folder) / "built")
        # The encoder's files are one with the cache's, and these are to be damaged.
        copy = shutil.copytree(Path(folder) / "built", Path(folder) / "index")
        manifest = read_manifest(copy)
        for entry in manifest.files:
            for how in _ways(flips, chance):
                path = copy / manifest.generation / entry.path
                with _damaged(path, how) as differs:
                    if differs:
                        heard.of(path.name, how.name, _refusal(lambda: load(copy, article)))
    return Row(
        f"The same of the bundled article's index and the encoder in it, {len(manifest.files)} files",
        heard.figure(),
        heard.kept,
    )


def _opening() -> Row:
    """What hashing at opening costs."""
    article = read_article()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        open_index(article, folder=place)
        with_hashes = _quickest(lambda: load(place, article))
        with patch("index.store.check_files", lambda *_: None):
            without = _quickest(lambda: load(place, article))
        size = sum(entry.size for entry in read_manifest(place).files) / 1_000_000
    share = (with_hashes - without) / with_hashes
    return Row(
        "To compare every file at opening takes less than half of it",
        f"{with_hashes:.2f} s to open an index of {size:,.0f} MB, {without:.2f} s without: {share:.0%} (quickest of 5)",
        share < 0.5,
        note="By the clock on the wall: on a busy machine it swings by a tenth from one time to the next.",
        timed=True,
    )


def _quickest(act: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return min(times)


# Models.


def _exported(full: bool) -> Row:
    """Files that stand for an exported model's: whether they are whole is told before any of them is loaded."""
    chance, heard = random.Random(7), _Heard()
    names = (GRAPH, WEIGHTS, TOKENIZER, NOTE)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in names[:3]:
            (place / name).write_bytes(random.Random(name).randbytes(5_000))
        files = files_sha256([place / name for name in names[:3]])
        write_note(Made("toy", "0" * 64, 64, 512, "query: ", 1.0, 10, files), place)
        for name in names:
            for how in _ways(200 if full else 20, chance):
                with _damaged(place / name, how) as differs:
                    if differs:
                        heard.of(place.name, how.name, _refusal(lambda: check_exported(place)))
    return Row(
        "Any damage to an exported model in the cache is noticed before it is used to build",
        heard.figure(),
        heard.kept,
    )


def _exported_again() -> Row:
    """The packaged model's export is damaged in a cache of its own, and made again."""
    said: list[str] = []
    with tempfile.TemporaryDirectory() as cache, patch.dict("os.environ", {"XDG_CACHE_HOME": cache}):
        first = encoder_of(PACKAGED)
        assert isinstance(first, ExportedEncoder)
        before = first.embed([QUESTION])[0].vector
        _flip(first.folder / WEIGHTS, random.Random(7))
        again = encoder_of(PACKAGED, said.append)
        alike = bool((again.embed([QUESTION])[0].vector == before).all())
        whole = _refusal(lambda: check_exported(first.folder)) is None
    return Row(
        "A damaged export is told in one line and made again from the model",
        f"once: {'the same vectors' if alike else 'other vectors'} as before, "
        f"and the cache is {'whole' if whole else 'not whole'} again",
        alike and whole and said[0].endswith("it is made again"),
        f"ibid: {said[0]}",
    )


def _reader(flips: int) -> Row:
    """The packaged reader, which helps to tell whether the article answers."""
    chance, heard = random.Random(7), _Heard("install Ibid again")
    names: Sequence[str] = (READER_GRAPH, READER_TOKENIZER, READER_NOTE)
    line = ""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in names:
            shutil.copy(READER / name, place / name)
        for name in names:
            for how in _ways(flips, chance):
                with _damaged(place / name, how) as differs:
                    if differs and _read_by_anything(place / READER_NOTE):
                        said = _refusal(lambda: WindowReader(place))
                        heard.of(place.name, how.name, said)
                        line = line or said or ""
    return Row(
        "Any damage to the packaged reader is noticed before a question is asked",
        heard.figure(),
        heard.kept,
        f"ibid: {line}".replace(folder, str(READER)),
        "All but the model's name in its note, which nothing reads.",
    )


def _read_by_anything(note: Path) -> bool:
    """Whether more is damaged than the name in the reader's note."""
    try:
        now, was = json.loads(note.read_bytes()), json.loads((READER / READER_NOTE).read_bytes())
    except (OSError, ValueError):
        return True
    return now == was or not isinstance(now, dict) or {**now, "name": ""} != {**was, "name": ""}
