"""Opened where there is an index, built where there is none, and never replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexMismatch, IndexUnwritable, ModelError
from index.late import NAMES
from index.open import open_index
from index.search import build
from index.store import MANIFEST, read_manifest
from ingest.article import Article
from tests.conftest import WordEncoder, fake_model
from tests.making import P, made

SMALL = made(P(("The war began in September.", "It ended in November.")))
OTHER = made(P(("The tram was opened in spring.",)), title="Tram line")


def test_built_once_then_read(tmp_path: Path) -> None:
    first = WordEncoder()
    heard: list[tuple[str, int, int]] = []
    open_index(SMALL, folder=tmp_path, encoder=first, progress=lambda *step: heard.append(step))
    # The two sentences; not the chunk they make.
    assert len(first.encoded) == 2
    assert heard == [("embedding", 1, 2), ("embedding", 2, 2)]
    again = WordEncoder()
    opened = open_index(SMALL, folder=tmp_path, encoder=again, progress=lambda *step: heard.append(step))
    assert again.encoded == []
    assert len(heard) == 2
    assert opened.search("When did it end in November?", 1)[0].unit.id == 1


def test_rebuilt_when_told_to(tmp_path: Path) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    before = read_manifest(tmp_path).generation
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder(), rebuild=True)
    assert read_manifest(tmp_path).generation != before


EDITED = made(P(("The war began in September.", "It ended in winter.")))


@pytest.mark.parametrize(
    ("article", "encoder", "embedded"),
    [
        pytest.param(SMALL, WordEncoder(), [], id="nothing-changed"),
        # The sentence that was edited, and not the one beside it.
        pytest.param(EDITED, WordEncoder(), ["It ended in winter."], id="a-sentence-edited"),
        # Another model's vectors are of no use.
        pytest.param(
            SMALL,
            WordEncoder(name="other"),
            ["The war began in September.", "It ended in November."],
            id="another-model",
        ),
    ],
)
def test_only_what_changed_is_embedded_again(
    tmp_path: Path, article: Article, encoder: WordEncoder, embedded: list[str]
) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    again = WordEncoder(name=encoder.name)
    rebuilt = open_index(article, folder=tmp_path, encoder=again, rebuild=True)
    assert [text.split("\n")[-1] for text in again.encoded] == embedded
    assert rebuilt.parts.counts.embedded == len(embedded)
    fresh = build(article, WordEncoder(name=encoder.name))
    assert rebuilt.parts.sentence_vectors.vectors.tolist() == fresh.parts.sentence_vectors.vectors.tolist()
    for name in NAMES:
        assert getattr(rebuilt.parts.tokens, name).tolist() == getattr(fresh.parts.tokens, name).tolist()


@pytest.mark.parametrize("file", ["sentence-vectors/vectors.npy", "sentence-tokens/codes.npy"])
def test_a_damaged_index_gives_no_vectors(tmp_path: Path, file: str) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    path = tmp_path / read_manifest(tmp_path).generation / file
    path.write_bytes(path.read_bytes()[:-4] + b"\0\0\0\1")
    encoder = WordEncoder()
    open_index(SMALL, folder=tmp_path, encoder=encoder, rebuild=True)
    assert len(encoder.encoded) == 2


def test_an_index_without_tokens_gives_no_vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many sentences no tokens were kept: a vector alone is half of what an index needs."""
    with monkeypatch.context() as patch:
        patch.setattr("index.search.TOKENS", 1)
        assert len(open_index(SMALL, folder=tmp_path, encoder=WordEncoder()).parts.tokens.ids) == 0
    encoder = WordEncoder()
    rebuilt = open_index(SMALL, folder=tmp_path, encoder=encoder, rebuild=True)
    assert len(encoder.encoded) == 2
    # Under the heading `Lead` five words and four.
    assert rebuilt.parts.tokens.starts.tolist() == [0, 6, 11]


def test_of_too_many_sentences_the_vectors_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.search.TOKENS", 1)
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    encoder = WordEncoder()
    open_index(SMALL, folder=tmp_path, encoder=encoder, rebuild=True)
    assert encoder.encoded == []


def test_an_edited_article_takes_its_vectors_from_the_copy_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the cache an edited copy has an index of its own."""
    monkeypatch.delenv("IBID_INDEX", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    open_index(SMALL, encoder=WordEncoder())
    open_index(OTHER, encoder=WordEncoder())
    encoder = WordEncoder()
    open_index(EDITED, encoder=encoder)
    assert len(encoder.encoded) == 1
    assert len(list(tmp_path.rglob(MANIFEST))) == 3


def test_what_does_not_fit_is_never_replaced_unasked(tmp_path: Path) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    before = (tmp_path / MANIFEST).read_bytes()
    with pytest.raises(IndexMismatch):
        open_index(OTHER, folder=tmp_path, encoder=WordEncoder())
    with pytest.raises(IndexMismatch):
        open_index(SMALL, folder=tmp_path, encoder=WordEncoder(name="other"))
    assert (tmp_path / MANIFEST).read_bytes() == before
    (tmp_path / MANIFEST).write_bytes(before[:-9])
    with pytest.raises(IndexDamaged):
        open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    assert (tmp_path / MANIFEST).read_bytes() == before[:-9]
    # The advice of each of these lines helps.
    assert open_index(OTHER, folder=tmp_path, encoder=WordEncoder(), rebuild=True).article is OTHER
    assert open_index(OTHER, folder=tmp_path, encoder=WordEncoder()).article is OTHER


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_folder_that_can_not_be_written_is_told_before_the_work(tmp_path: Path, rebuild: bool) -> None:
    (tmp_path / "file").write_text("in the way")
    encoder = WordEncoder()
    with pytest.raises(IndexUnwritable):
        open_index(SMALL, folder=tmp_path / "file" / "index", encoder=encoder, rebuild=rebuild)
    assert encoder.encoded == []


def test_an_interrupt_while_embedding_leaves_the_old_index(tmp_path: Path) -> None:
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def interrupt(what: str, done: int, whole: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_index(EDITED, folder=tmp_path, encoder=WordEncoder(), rebuild=True, progress=interrupt)
    with pytest.raises(KeyboardInterrupt):
        open_index(SMALL, folder=tmp_path / "new", encoder=WordEncoder(), progress=interrupt)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "new").exists()
    open_index(SMALL, folder=tmp_path, encoder=WordEncoder())


def test_the_default_place_is_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IBID_INDEX", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    fake_model(monkeypatch, lambda model: WordEncoder(name=model))
    open_index(SMALL, model="a")
    open_index(SMALL, model="b")
    assert len(list(tmp_path.rglob(MANIFEST))) == 2


def test_a_model_that_is_not_there_is_told_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelError):
        open_index(SMALL, folder=tmp_path / "index", model=str(tmp_path / "model"))
    assert not (tmp_path / "index").exists()
