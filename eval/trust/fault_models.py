"""Files of models that are not as they were written: of an exported one, and of the reader."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from app.reader import FILES as READER_FILES
from app.reader import NOTE as READER_NOTE
from app.reader import PACKAGED as READER
from app.reader import WindowReader
from eval.trust.damage import Heard, damaged, flip, refusal, ways
from eval.trust.row import Row, Size
from eval.trust.toy import QUESTION
from index.encoders import encoder_of
from index.exported import GRAPH, NOTE, TOKENIZER, WEIGHTS, ExportedEncoder, Made, check_exported, write_note
from index.model import PACKAGED, files_sha256


def model_rows(size: Size) -> list[Row]:
    """Every file, one at a time, damaged in every way; in full, an export that is made again."""
    full = size is Size.FULL
    again = [_exported_again()] if full else []
    return [*again, _exported(full), _reader(5 if full else 1)]


def _exported(full: bool) -> Row:
    """Files that stand for an exported model's: whether they are whole is told before any of them is loaded."""
    chance, heard = random.Random(7), Heard()
    names = (GRAPH, WEIGHTS, TOKENIZER, NOTE)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in names[:3]:
            (place / name).write_bytes(random.Random(name).randbytes(5_000))
        files = files_sha256([place / name for name in names[:3]])
        write_note(Made("toy", "0" * 64, 64, 512, "query: ", 1.0, 10, files), place)
        for name in names:
            for how in ways(200 if full else 20, chance):
                with damaged(place / name, how) as differs:
                    if differs:
                        heard.of(place.name, how.name, refusal(lambda: check_exported(place)))
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
        flip(first.folder / WEIGHTS, random.Random(7))
        again = encoder_of(PACKAGED, said.append)
        alike = bool((again.embed([QUESTION])[0].vector == before).all())
        whole = refusal(lambda: check_exported(first.folder)) is None
    return Row(
        "A damaged export is told in one line and made again from the model",
        f"once: {'the same vectors' if alike else 'other vectors'} as before, "
        f"and the cache is {'whole' if whole else 'not whole'} again",
        alike and whole and said[0].endswith("it is made again"),
        f"ibid: {said[0]}",
    )


def _reader(flips: int) -> Row:
    """The packaged reader, which helps to tell whether the article answers."""
    chance, heard = random.Random(7), Heard("install Ibid again")
    names: Sequence[str] = (*READER_FILES, READER_NOTE)
    line = ""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in names:
            shutil.copy(READER / name, place / name)
        for name in names:
            for how in ways(flips, chance):
                with damaged(place / name, how) as differs:
                    if differs and _read_by_anything(place / READER_NOTE):
                        said = refusal(lambda: WindowReader(place))
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
