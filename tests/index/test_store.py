"""An index on disk: whole or refused, the old one or the new one."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from index import durable, store
from index.dense import Dense
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnwritable
from index.lexical import Lexical
from index.manifest import StoredFile, dumped
from index.search import Index, build
from index.store import MANIFEST, check_writable, default_folder, load, read_manifest, save
from index.underway import lock_of, new_folder
from ingest.article import Article
from ingest.errors import IbidError
from tests.conftest import WordEncoder, count_words
from tests.making import P, made

SMALL = made(P(("The war began in September.[1]", "It ended in November.")), P(("A parade was held.",), ("Aftermath",)))
OTHER = made(P(("The tram was opened in spring.", "It runs to the harbour.")), title="Tram line")


def indexed(article: Article = SMALL, encoder: WordEncoder | None = None) -> Index:
    return build(article, encoder or WordEncoder(), count=count_words)


def opened(folder: Path, article: Article = SMALL, encoder: WordEncoder | None = None) -> Index:
    return load(folder, article, encoder or WordEncoder())


def first(index: Index, question: str = "When was the parade held?") -> str:
    return index.article.slice(index.search(question, 1)[0].unit.sentence)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole index of the small article."""
    save(indexed(), tmp_path / "index")
    return tmp_path / "index"


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != MANIFEST)


def clear(error: pytest.ExceptionInfo[IbidError], *words: object) -> None:
    """One line that names these."""
    message = str(error.value)
    assert "\n" not in message
    for word in words:
        assert str(word) in message


def test_it_reads_back_what_it_wrote(folder: Path) -> None:
    built, again = indexed(), opened(folder)
    for question in ("When did the war begin?", "parade", "zeppelin", ""):
        assert again.search(question, 9) == built.search(question, 9)
        assert again.known_words(question) == built.known_words(question)
    assert again.parts.counts == built.parts.counts


def test_the_manifest_says_what_it_is_of(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.article_title == "Made by hand"
    assert manifest.article_sha256 == sha256(SMALL.text.encode()).hexdigest()
    assert (manifest.model, manifest.model_sha256) == ("fake-words", WordEncoder().sha256)
    place = folder / manifest.generation
    on_disk = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert {entry.path for entry in manifest.files} == on_disk
    for entry in manifest.files:
        data = (place / entry.path).read_bytes()
        assert (entry.size, entry.sha256) == (len(data), sha256(data).hexdigest())


def test_the_generation_before_is_taken_away_and_what_is_not_ours_stays(folder: Path) -> None:
    (folder / "generation-of-artists").mkdir()
    (folder / "notes.txt").write_text("mine")
    before = read_manifest(folder).generation
    after = save(indexed(), folder).generation
    assert before != after
    assert generations(folder) == sorted([after, "generation-of-artists", "notes.txt"])


# What fails half-way leaves the old index as it was, and nothing else.


def _fails(error: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


BREAKS = [
    pytest.param(KeyboardInterrupt(), KeyboardInterrupt, id="interrupted"),
    pytest.param(OSError(28, "No space left on device"), IndexUnwritable, id="disk-full"),
    pytest.param(MemoryError(), MemoryError, id="out-of-memory"),
]


@pytest.mark.parametrize(("error", "raised"), BREAKS)
@pytest.mark.parametrize(
    ("owner", "name"),
    [
        pytest.param(Dense, "save", id="first-file"),
        pytest.param(Lexical, "save", id="later-file"),
        pytest.param(store, "stored", id="hashing"),
        pytest.param(durable, "settle", id="bringing-to-the-disk"),
        pytest.param(os, "fsync", id="half-way-to-the-disk"),
        pytest.param(durable, "replace", id="manifest"),
        pytest.param(Path, "replace", id="manifest-written"),
    ],
)
def test_a_save_that_fails_leaves_the_old_index(
    folder: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str, error: BaseException, raised: type
) -> None:
    before = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    new = indexed()
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, _fails(error))
        with pytest.raises(raised):
            save(new, folder)
    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == before
    assert first(opened(folder)) == "A parade was held."


def test_an_interrupt_after_the_manifest_is_replaced_leaves_the_new_index(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_manifest(folder).generation
    with monkeypatch.context() as patch:
        patch.setattr(durable, "_sync_folder", _fails_after_the_manifest(folder, before))
        with pytest.raises(KeyboardInterrupt):
            save(indexed(), folder)
    assert read_manifest(folder).generation != before
    assert first(opened(folder)) == "A parade was held."
    assert len(generations(folder)) == 2, "what was interrupted could not tidy up"
    save(indexed(), folder)
    assert generations(folder) == [read_manifest(folder).generation], "the next build does"


def _fails_after_the_manifest(folder: Path, before: str) -> Callable[[Path], None]:
    def fail(_: Path) -> None:
        if read_manifest(folder).generation != before:
            raise KeyboardInterrupt

    return fail


def test_a_build_leaves_another_one_under_way_alone(folder: Path) -> None:
    with new_folder(folder, "generation") as under_way:
        after = save(indexed(), folder).generation
        assert sorted(folder.iterdir()) == sorted([folder / after, folder / MANIFEST, under_way, lock_of(under_way)])


def test_a_generation_that_no_process_fills_is_taken_away(folder: Path) -> None:
    """Killed: its lock is there, and nobody holds it."""
    left = folder / "generation-0123456789ab"
    (left / "sentence-vectors").mkdir(parents=True)
    lock_of(left).write_bytes(b"")
    (folder / ".building-ba9876543210").write_bytes(b"")  # killed before its folder was made
    save(indexed(), folder)
    assert generations(folder) == [read_manifest(folder).generation]


def test_a_first_save_that_fails_leaves_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Lexical, "save", _fails(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            save(indexed(), tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    with pytest.raises(IndexMissing):
        opened(tmp_path / "new")


def test_a_reader_that_meets_a_build_sees_the_new_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old generation goes away between the reader's look at the manifest and at the files."""
    check, calls = store.check_files, []

    def meets(place: Path, manifest: store.Manifest) -> None:
        calls.append(place)
        if len(calls) == 1:
            save(indexed(), folder)
        check(place, manifest)

    monkeypatch.setattr(store, "check_files", meets)
    assert first(opened(folder)) == "A parade was held."
    assert len(set(calls)) == 2


# A file of the index that is not what was written is refused.


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, _longer, _folder, _remove])
def test_any_damaged_file_is_named(folder: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    manifest = read_manifest(folder)
    assert len(manifest.files) >= 4
    for entry in manifest.files:
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        path = copy / manifest.generation / entry.path
        if not (entry.size == 0 and damage in (_cut, _flip, _empty)):
            damage(path)
            with pytest.raises(IndexDamaged) as error:
                opened(copy)
            clear(error, path, f"ibid index --index {copy}")
        shutil.rmtree(copy)


def test_files_of_another_index_are_refused(folder: Path, tmp_path: Path) -> None:
    """Each file on its own is whole; it is only another index's."""
    theirs = tmp_path / "theirs"
    place_of_theirs = theirs / save(indexed(OTHER), theirs).generation
    manifest = read_manifest(folder)
    refused = 0
    for entry in manifest.files:
        foreign = (place_of_theirs / entry.path).read_bytes()
        path = folder / manifest.generation / entry.path
        own = path.read_bytes()
        if foreign == own:
            continue
        path.write_bytes(foreign)
        with pytest.raises(IndexDamaged) as error:
            opened(folder)
        clear(error, path)
        path.write_bytes(own)
        refused += 1
    assert refused >= 4
    assert first(opened(folder)) == "A parade was held."


def test_files_swapped_within_an_index_are_refused(folder: Path) -> None:
    place = folder / read_manifest(folder).generation
    names = sorted(path.name for path in place.iterdir())
    (place / names[0]).rename(place / "aside")
    (place / names[1]).rename(place / names[0])
    (place / "aside").rename(place / names[1])
    with pytest.raises(IndexDamaged):
        opened(folder)


def test_a_generation_that_is_gone_is_said_to_be_missing(folder: Path) -> None:
    shutil.rmtree(folder / read_manifest(folder).generation)
    with pytest.raises(IndexDamaged) as error:
        opened(folder)
    clear(error, "missing", f"ibid index --index {folder}")


def _as(**changes: object) -> Callable[[dict[str, object]], object]:
    return lambda held: {**held, **changes}


MANIFESTS = [
    # One figure changed, the hash not: someone's hand.
    pytest.param(_as(dimension=513), IndexDamaged, "altered", id="altered"),
    pytest.param(_as(article_sha256="0" * 64), IndexDamaged, "altered", id="made-to-fit"),
    pytest.param(_as(files=[]), IndexDamaged, "altered", id="no-files-to-check"),
    pytest.param(_as(sha256=None), IndexDamaged, "altered", id="no-hash"),
    pytest.param(_as(more=1), IndexDamaged, "altered", id="a-field-more"),
    # The format is looked at first: an older index need not have the same fields.
    pytest.param(_as(format=0), IndexMismatch, "format 0", id="older"),
    pytest.param(_as(format=store.FORMAT - 1), IndexMismatch, f"format {store.FORMAT - 1}", id="the-one-before"),
    pytest.param(_as(format=store.FORMAT + 1), IndexMismatch, f"format {store.FORMAT + 1}", id="newer"),
    pytest.param(_as(format=None), IndexMismatch, "format None", id="no-format"),
    pytest.param(lambda held: {"format": 0, "sha256": ""}, IndexMismatch, "format 0", id="older-with-other-fields"),
    pytest.param(lambda held: {}, IndexDamaged, "altered", id="empty-object"),
    pytest.param(lambda held: [held], IndexDamaged, "altered", id="a-list"),
    pytest.param(lambda held: "manifest", IndexDamaged, "altered", id="a-string"),
    pytest.param(lambda held: None, IndexDamaged, "altered", id="null"),
]


@pytest.mark.parametrize(("change", "error", "said"), MANIFESTS)
def test_a_manifest_that_was_changed(
    folder: Path, change: Callable[[dict[str, object]], object], error: type[IbidError], said: str
) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    with pytest.raises(error) as raised:
        opened(folder)
    clear(raised, folder, said, "ibid index")


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"not JSON", b"\xff\xfe{}", b"[" * 100_000, b"\0" * 64],
    ids=["empty", "cut", "words", "utf-16", "deep", "zeros"],
)
def test_a_manifest_that_is_none(folder: Path, data: bytes) -> None:
    (folder / MANIFEST).write_bytes(data)
    with pytest.raises(IndexDamaged) as raised:
        opened(folder)
    clear(raised, folder / MANIFEST, "ibid index")


def test_a_manifest_cut_anywhere_is_refused(folder: Path) -> None:
    whole = (folder / MANIFEST).read_bytes()
    for length in range(0, len(whole) - 1, 7):
        (folder / MANIFEST).write_bytes(whole[:length])
        with pytest.raises(IndexDamaged):
            read_manifest(folder)


def test_a_manifest_that_can_not_be_read(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    (folder / MANIFEST).mkdir()
    with pytest.raises(IndexDamaged) as raised:
        opened(folder)
    clear(raised, folder / MANIFEST)


def replaced(folder: Path, name: str, data: bytes) -> None:
    """Puts ``data`` in a file's place, and its hash in the manifest."""
    (folder / read_manifest(folder).generation / name).write_bytes(data)
    manifest = read_manifest(folder)
    entry = StoredFile(name, len(data), sha256(data).hexdigest())
    files = tuple(entry if other.path == name else other for other in manifest.files)
    (folder / MANIFEST).write_bytes(dumped(replace(manifest, files=files)))


@pytest.mark.parametrize("name", ["sentence-vectors/vectors.npy", "surroundings.npy", "sentence-tokens/ids.npy"])
def test_whole_files_that_make_no_sense_are_refused(folder: Path, name: str) -> None:
    """The hashes fit, and yet the library can't read it: a build by another version of the library."""
    replaced(folder, name, b"of another version")
    with pytest.raises(IndexDamaged) as raised:
        opened(folder)
    assert f"ibid index --index {folder}" in str(raised.value)


def test_surroundings_of_other_sentences_are_refused(folder: Path, tmp_path: Path) -> None:
    """Whole, and of two sentences where there are three."""
    theirs = tmp_path / "theirs"
    place = theirs / save(indexed(OTHER), theirs).generation
    replaced(folder, "surroundings.npy", (place / "surroundings.npy").read_bytes())
    with pytest.raises(IndexDamaged) as raised:
        opened(folder)
    clear(raised, folder, "of 2 sentences, not of 3", "ibid index")


# A whole index of something else is refused.


def test_another_article(folder: Path) -> None:
    with pytest.raises(IndexMismatch) as raised:
        opened(folder, OTHER)
    clear(raised, folder, "Made by hand", "Tram line")


def test_one_letter_more_is_another_article(folder: Path) -> None:
    more = made(P(("The war began in September.[1]", "It ended in November.")), P(("A parade was held!",), ("After",)))
    with pytest.raises(IndexMismatch):
        opened(folder, more)


@pytest.mark.parametrize(
    "encoder",
    [
        pytest.param(WordEncoder(name="other-words"), id="another-model"),
        # The same name and other weights: a model that was trained on.
        pytest.param(WordEncoder(dimension=256), id="other-weights"),
    ],
)
def test_another_model(folder: Path, encoder: WordEncoder) -> None:
    with pytest.raises(IndexMismatch) as raised:
        opened(folder, encoder=encoder)
    clear(raised, folder, encoder.name, "--model", f"ibid index --index {folder}")


def test_same_weights_under_another_name_are_the_same_model(folder: Path) -> None:
    renamed = WordEncoder()
    renamed.name = "/models/copy"
    assert first(opened(folder, encoder=renamed)) == "A parade was held."


def test_another_chunker_or_budget(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(IndexMismatch):
        load(folder, SMALL, WordEncoder(), budget=7)
    monkeypatch.setattr(store, "CHUNKER_VERSION", store.CHUNKER_VERSION + 1)
    with pytest.raises(IndexMismatch) as raised:
        opened(folder)
    clear(raised, folder, "chunker")


def test_the_same_text_read_otherwise_is_refused(folder: Path) -> None:
    """A version of Ibid that parts sentences elsewhere: every number in the index would be off by one."""
    once = made(P((SMALL.text.split("\n")[0],)), P(("A parade was held.",), ("Aftermath",)))
    assert once.sha256 == SMALL.sha256
    with pytest.raises(IndexMismatch) as raised:
        opened(folder, once)
    clear(raised, folder, "ibid index")


# Places.


@pytest.mark.parametrize("there", ["nothing", "empty-folder", "below-a-file"])
def test_no_index(tmp_path: Path, there: str) -> None:
    place = tmp_path / "place"
    if there == "empty-folder":
        place.mkdir()
    if there == "below-a-file":
        place.write_text("a file")
        place /= "index"
    with pytest.raises(IndexMissing) as raised:
        opened(place)
    clear(raised, place, "ibid index")


@pytest.mark.parametrize("below", [".", "index", "deep/below"])
def test_a_file_in_the_way(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("mine")
    place = tmp_path / "file" / below
    for write in (lambda: save(indexed(), place), lambda: check_writable(place)):
        with pytest.raises(IndexUnwritable) as raised:
            write()
        clear(raised, tmp_path / "file", "--index", "IBID_INDEX")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_without_leave_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(IndexUnwritable) as raised:
        check_writable(tmp_path / "index")
    clear(raised, tmp_path, "Permission denied")


def test_a_name_no_file_system_takes(tmp_path: Path) -> None:
    with pytest.raises(IndexUnwritable):
        check_writable(tmp_path / ("x" * 5000))


@pytest.mark.parametrize("place", ["new", "new/below", "."])
def test_a_folder_that_can_be_written_is_not_made_by_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    check_writable(Path(place))
    check_writable(tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_the_default_folder_is_one_for_each_article_and_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("IBID_INDEX", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folders = {default_folder(article, model) for article in (SMALL, OTHER) for model in ("a", "b")}
    assert len(folders) == 4
    assert default_folder(SMALL, "a") == default_folder(SMALL, "a")
    monkeypatch.setenv("IBID_INDEX", "")
    assert default_folder(SMALL, "a") in folders, "set to nothing is not set"


def test_the_environment_names_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IBID_INDEX", str(tmp_path))
    assert default_folder(SMALL, "a") == default_folder(OTHER, "b") == tmp_path
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IBID_INDEX", "~/indexes")
    assert default_folder(SMALL, "a") == tmp_path / "home" / "indexes"
    monkeypatch.setenv("IBID_INDEX", "~nobody-of-that-name/indexes")
    with pytest.raises(IndexUnwritable) as raised:
        default_folder(SMALL, "a")
    clear(raised, "~nobody-of-that-name/indexes")
