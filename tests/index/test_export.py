"""An exported encoder gives the original's vectors, without torch; what can't be exported works all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import index.export
from index.encoder import Embedded
from index.encoders import encoder_of
from index.errors import IndexDamaged, ModelError
from index.export import ALIKE, SAMPLE, ExportError, export
from index.exported import GRAPH, NOTE, TOKENIZER, WEIGHTS, ExportedEncoder
from index.model import PACKAGED
from index.open import open_index
from index.original import SentenceTransformerEncoder
from index.runtime import Runtime
from index.store import read_manifest
from ingest.article import Article
from tests.conftest import ROOT
from tests.making import P, made

SMALL = made(P(("the war began in september .", "it ended in november .")), P(("a parade was held .",), ("after",)))
# What asking must never load: seconds, and most of a gigabyte.
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "faiss", "bm25s", "scipy", "tiktoken", "onnx")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def kept() -> list[Path]:
    return list(Path(os.environ["XDG_CACHE_HOME"]).glob("ibid/encoder-*"))


def alike(one: Embedded, other: Embedded, least: float = 0.99999) -> None:
    """Both are of the same tokens; whole and tokens have length 1, and cosines of at least ``least``."""
    assert one.ids.tolist() == other.ids.tolist()
    assert one.tokens.shape == other.tokens.shape == (len(one.ids), len(one.vector))
    for vectors in (one.vector[None], other.vector[None], one.tokens, other.tokens):
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(vectors)), abs=1e-5)
    assert float(one.vector @ other.vector) > least
    assert float((one.tokens * other.tokens).sum(axis=1).min(initial=1.0)) > least


@pytest.mark.model
def test_the_packaged_model_exported_gives_its_vectors(article: Article, tmp_path: Path) -> None:
    original = SentenceTransformerEncoder(PACKAGED)
    exported = export(original, tmp_path / "encoder")
    assert (exported.name, exported.sha256) == (original.name, original.sha256)
    assert (exported.dimension, exported.limit) == (384, 256)
    assert exported.made.compared == len(SAMPLE)
    assert exported.made.cosine > 0.99999
    # On texts that were no part of the proof, too: a hundred sentences, in batches of every length.
    texts = [sentence.plain for passage in article.passages for sentence in passage.sentences][::8][:100]
    heard: list[int] = []
    embedded = exported.embed(texts, heard.append)
    assert sum(heard) == len(texts)
    for one, other in zip(embedded, original.embed(texts), strict=True):
        alike(one, other)
    assert [exported.count(text) for text in texts] == [original.count(text) for text in texts]


@pytest.mark.model
def test_the_exported_encoder_reads_the_original_s_tokens(tiny: Path, tmp_path: Path) -> None:
    original = SentenceTransformerEncoder(str(tiny))
    exported = export(original, tmp_path / "encoder")
    numbers = original.loaded.tokenizer.get_vocab()
    # What each reads: no special token, even where nothing else is left; in place of an unknown word the one that
    # stands for it; and of a text that is too long as much as there is room for.
    expected = {
        "a parade was held .": "a parade was held .",
        "The zeppelin began": "the [UNK] began",
        "zeppelin": "[UNK]",
        "": "",
        "war " * 500: "war " * (exported.limit - 2),
    }
    # Unequal lengths are filled up to one, and so many texts are several batches.
    texts = [*expected] * 20
    for text, one, other in zip(texts, exported.embed(texts), original.embed(texts), strict=True):
        alike(one, other)
        assert one.ids.dtype == other.ids.dtype == np.int32
        assert one.ids.tolist() == [numbers[word] for word in expected[text].split()]


@pytest.mark.model
def test_a_text_has_one_vector_whatever_stands_beside_it(tiny: Path) -> None:
    encoder = encoder_of(str(tiny))
    texts = ["a parade", "the war began in september .", "", "war " * 500]
    for text, beside in zip(texts, encoder.embed(texts), strict=True):
        alone = encoder.embed([text])[0]
        assert alone.vector == pytest.approx(beside.vector, abs=1e-6)
        assert alone.ids.tolist() == beside.ids.tolist()
        assert alone.tokens == pytest.approx(beside.tokens, abs=1e-6)
    assert encoder.count("war " * 500) == 502
    assert encoder.embed([]) == []


@pytest.mark.model
def test_it_is_made_once_on_a_machine(tiny: Path) -> None:
    said: list[str] = []
    first = encoder_of(str(tiny), said.append)
    assert len(said) == 1
    again = encoder_of(str(tiny), said.append)
    assert isinstance(first, ExportedEncoder)
    assert isinstance(again, ExportedEncoder)
    assert first.folder == again.folder
    assert len(said) == len(kept()) == 1
    # What was kept and is not whole any more is made anew.
    for name in (GRAPH, WEIGHTS, TOKENIZER, NOTE):
        (again.folder / name).write_bytes(b"cut")
        encoder_of(str(tiny), said.append)
    assert [line.endswith("it is made again") for line in said] == [False] + [True, False] * 4


@pytest.mark.model
@pytest.mark.parametrize("file", ["model.safetensors", "1_Pooling/config.json"])
def test_another_model_under_the_same_name_is_another_encoder(tiny: Path, tmp_path: Path, file: str) -> None:
    """Weights or settings: either changes the vectors."""
    model = shutil.copytree(tiny, tmp_path / "model")
    before = encoder_of(str(model)).sha256
    data = (model / file).read_bytes()
    if file.endswith(".json"):
        data = data.replace(b'"mean"', b'"cls"').replace(
            b'"pooling_mode_mean_tokens": true', b'"pooling_mode_max_tokens": true'
        )
    else:
        data = data[:-1] + bytes([data[-1] ^ 1])
    assert data != (model / file).read_bytes()
    (model / file).write_bytes(data)
    assert encoder_of(str(model)).sha256 != before


@pytest.mark.model
def test_a_cache_that_can_not_be_written_is_no_obstacle(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    opened = open_index(SMALL, folder=tmp_path / "index", model=str(tiny))
    assert isinstance(opened.encoder, ExportedEncoder)
    assert read_manifest(tmp_path / "index").carried


@pytest.mark.model
def test_what_can_not_be_exported_works_and_says_so_once(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ExportError("its tokenizer has no fast form")

    monkeypatch.setattr(index.export, "_write_tokenizer", refuse)
    said: list[str] = []
    built = open_index(SMALL, folder=tmp_path / "index", model=str(tiny), notice=said.append)
    assert isinstance(built.encoder, SentenceTransformerEncoder)
    assert "cannot be exported (its tokenizer has no fast form)" in said[-1]
    assert kept() == []
    manifest = read_manifest(tmp_path / "index")
    assert (manifest.carried, manifest.cosine) == (False, None)
    heard = len(said)
    again = open_index(SMALL, folder=tmp_path / "index", notice=said.append)
    assert isinstance(again.encoder, SentenceTransformerEncoder)
    assert len(said) == heard
    assert again.search("a parade was held", 1) == built.search("a parade was held", 1)
    # The model went, or is another one by now: one line, no answer from vectors that do not belong together.
    moved = tiny.with_name("moved")
    tiny.rename(moved)
    try:
        with pytest.raises(ModelError, match="no such model"):
            open_index(SMALL, folder=tmp_path / "index")
        shutil.copytree(moved, tiny)
        (tiny / "config_sentence_transformers.json").write_text('{"prompts": {}, "default_prompt_name": null}')
        with pytest.raises(ModelError, match="has changed since"):
            open_index(SMALL, folder=tmp_path / "index")
    finally:
        shutil.rmtree(tiny, ignore_errors=True)
        moved.rename(tiny)


@pytest.mark.model
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda one: replace(one, vector=np.roll(one.vector, 1)), id="of-the-text"),
        pytest.param(lambda one: replace(one, tokens=np.roll(one.tokens, 1, axis=1)), id="of-its-tokens"),
        pytest.param(lambda one: replace(one, ids=one.ids + 1), id="of-other-tokens"),
    ],
)
def test_an_export_that_gives_other_vectors_is_refused(
    spoil: Callable[[Embedded], Embedded], tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = SentenceTransformerEncoder(str(tiny))
    monkeypatch.setattr(
        ExportedEncoder, "embed", lambda self, texts, progress=None: [spoil(one) for one in original.embed(texts)]
    )
    with pytest.raises(ExportError, match="other vectors, cosine"):
        export(original, tmp_path / "encoder")
    assert not (tmp_path / "encoder").exists()
    assert ALIKE > 0.999


@pytest.mark.model
def test_a_prompt_goes_before_every_text(tiny: Path, tmp_path: Path) -> None:
    model = shutil.copytree(tiny, tmp_path / "model")
    settings = {"prompts": {"query": "when ", "document": ""}, "default_prompt_name": "query"}
    (model / "config_sentence_transformers.json").write_text(json.dumps(settings))
    encoder = encoder_of(str(model))
    assert isinstance(encoder, ExportedEncoder)
    assert encoder.made.prompt == "when "
    prompted = encoder.embed(["the war"])[0]
    for other in (
        encoder_of(str(tiny)).embed(["when the war"])[0],
        SentenceTransformerEncoder(str(model)).embed(["the war"])[0],
    ):
        assert len(other.ids) == 3
        alike(prompted, other)
    assert encoder.count("the war") == 5


@pytest.mark.model
def test_a_damaged_encoder_is_a_damaged_index(tiny: Path, tmp_path: Path) -> None:
    open_index(SMALL, folder=tmp_path / "index", model=str(tiny))
    path = tmp_path / "index" / read_manifest(tmp_path / "index").generation / "encoder" / WEIGHTS
    data = bytearray(path.read_bytes())
    data[7] ^= 1
    path.unlink()  # it may be one file with the cache's
    path.write_bytes(bytes(data))
    with pytest.raises(IndexDamaged, match="altered"):
        open_index(SMALL, folder=tmp_path / "index")


def test_what_is_no_exported_model_is_one_line(tmp_path: Path) -> None:
    (tmp_path / GRAPH).write_bytes(b"no graph")
    (tmp_path / TOKENIZER).write_bytes(b"{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Runtime(tmp_path / GRAPH, tmp_path / TOKENIZER, limit=8)
    with pytest.raises(ModelError, match="no exported encoder"):
        ExportedEncoder(tmp_path)


@pytest.mark.model
def test_asking_loads_nothing_heavy(tmp_path: Path, article: Article) -> None:
    """In a process of its own: a question answered on a built index, and what was imported for it."""
    folder = tmp_path / "index"
    open_index(article, folder=folder)
    code = f"""
import sys
from app.cli import main
assert main(["ask", "When did the war end?", "--index", {str(folder)!r}]) == 0
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert "line" in done.stdout
