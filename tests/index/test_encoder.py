"""Text → vectors: which model, its weights, and what it reads."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest
from huggingface_hub.errors import LocalEntryNotFoundError

import index.encoders
import index.original
from index.encoder import vectors_of
from index.encoders import encoder_of
from index.errors import ModelError
from index.model import PACKAGED, PACKAGED_SHA256, model_folder, model_sha256, weights_sha256
from index.open import open_index
from index.original import BATCH, SentenceTransformerEncoder
from ingest.errors import IbidError
from tests.making import P, made


def one_line(error: pytest.ExceptionInfo[IbidError], *words: object) -> None:
    message = str(error.value)
    assert "\n" not in message
    for word in words:
        assert str(word) in message


# Which folder.


def test_the_packaged_model_needs_no_name() -> None:
    folder = model_folder(PACKAGED)
    assert (folder / "model.safetensors").is_file()
    assert weights_sha256(folder) == PACKAGED_SHA256


def test_a_folder_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert model_folder(str(tmp_path)) == tmp_path
    monkeypatch.setenv("HOME", str(tmp_path))
    assert model_folder("~") == tmp_path


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("no-such-model-at-all", id="bare"),
        pytest.param("nobody/no-such-model", id="with-owner"),
        # Not a name the hub could have: refused by its client, not by us.
        pytest.param("a/b/c/d", id="a-path-that-is-not-there"),
        pytest.param("~nobody-of-that-name/model", id="nobodys-home"),
        pytest.param("x" * 5000, id="too-long-for-a-path"),
        pytest.param("nul\0", id="nul"),
        pytest.param("../../etc/passwd", id="climbing"),
    ],
)
def test_an_unknown_name_is_one_line_and_no_look_at_the_network(name: str, loopback_only: list[str]) -> None:
    with pytest.raises(ModelError) as error:
        model_folder(name)
    one_line(error, name, "IBID_DOWNLOAD=1")
    assert loopback_only == []


def test_a_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"x")
    with pytest.raises(ModelError) as error:
        model_folder(str(tmp_path / "model.safetensors"))
    one_line(error, tmp_path)


@pytest.mark.parametrize(
    ("name", "allowed", "expected"),
    [
        # A bare name is looked for among sentence-transformers' own models first.
        pytest.param("some-model", None, [("sentence-transformers/some-model", True), ("some-model", True)], id="bare"),
        pytest.param("owner/some-model", None, [("owner/some-model", True)], id="with-owner"),
        pytest.param("owner/some-model", "1", [("owner/some-model", False)], id="allowed-to-ask"),
        # Only `1` allows it: `0` and `no` are no permission.
        pytest.param("owner/some-model", "0", [("owner/some-model", True)], id="nought-is-no"),
    ],
)
def test_the_hub_is_asked_only_with_leave(
    name: str, allowed: str | None, expected: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def snapshot(wanted: str, *, local_files_only: bool) -> str:
        asked.append((wanted, local_files_only))
        raise LocalEntryNotFoundError("not here")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot)
    monkeypatch.delenv("IBID_DOWNLOAD", raising=False)
    if allowed is not None:
        monkeypatch.setenv("IBID_DOWNLOAD", allowed)
    with pytest.raises(ModelError) as error:
        model_folder(name)
    one_line(error, name)
    assert asked == expected


def test_a_model_in_the_local_cache_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda name, **_: str(tmp_path / name))
    assert model_folder("mini") == tmp_path / "sentence-transformers" / "mini"


# Which weights.


def test_weights(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        weights_sha256(tmp_path)
    one_line(error, tmp_path, "no weights")
    # Shards, in subfolders too: all of them, in the order of their names.
    (tmp_path / "0_Transformer").mkdir()
    (tmp_path / "0_Transformer" / "b.safetensors").write_bytes(b"two")
    (tmp_path / "0_Transformer" / "a.safetensors").write_bytes(b"one")
    assert weights_sha256(tmp_path) == sha256(b"onetwo").hexdigest()
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickled")
    assert weights_sha256(tmp_path) == sha256(b"pickled").hexdigest()
    # The one that is loaded where there are both.
    (tmp_path / "model.safetensors").write_bytes(b"safe")
    assert weights_sha256(tmp_path) == sha256(b"safe").hexdigest()


def test_altered_packaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"altered")
    for module, load in ((index.original, SentenceTransformerEncoder), (index.encoders, encoder_of)):
        monkeypatch.setattr(module, "model_folder", lambda _: tmp_path)
        with pytest.raises(ModelError) as error:
            load(PACKAGED)
        one_line(error, tmp_path, "altered", "install Ibid again")


# The models themselves.


@pytest.fixture(scope="module")
def packaged() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


@pytest.mark.model
def test_the_packaged_model(packaged: SentenceTransformerEncoder) -> None:
    assert (packaged.name, packaged.sha256) == (PACKAGED, model_sha256(model_folder(PACKAGED)))
    assert (packaged.dimension, packaged.limit) == (384, 256)
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.model
def test_vectors_are_of_one_length_and_in_order(packaged: SentenceTransformerEncoder) -> None:
    # More than a batch, the long ones last: they are embedded first, and must come back in their places.
    texts = [f"Sentence number {number}" + " and more" * (number % 7) for number in range(BATCH + 5)]
    heard: list[int] = []
    embedded = packaged.embed(texts, heard.append)
    vectors = vectors_of(embedded, packaged.dimension)
    assert vectors.shape == (BATCH + 5, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(BATCH + 5), abs=1e-5)
    assert heard == [BATCH, 5]
    for at in (0, 6, BATCH + 4):
        alone = packaged.embed([texts[at]])[0]
        assert float(alone.vector @ vectors[at]) == pytest.approx(1.0, abs=1e-4)
        assert alone.ids.tolist() == embedded[at].ids.tolist()
        assert (alone.tokens * embedded[at].tokens).sum(axis=1) == pytest.approx(np.ones(len(alone.ids)), abs=1e-4)
    assert packaged.embed([]) == []
    assert vectors_of([], packaged.dimension).shape == (0, 384)


@pytest.mark.model
def test_near_in_meaning_is_near(packaged: SentenceTransformerEncoder) -> None:
    texts = ["Soldiers were killed in the war.", "Troops died in the conflict.", "Oil prices rose in spring."]
    killed, died, parade = (embedded.vector for embedded in packaged.embed(texts))
    assert killed @ died > 0.5 > killed @ parade


@pytest.mark.model
def test_it_counts_with_its_own_tokenizer(packaged: SentenceTransformerEncoder) -> None:
    # [CLS] the war [SEP]
    assert packaged.count("the war") == 4
    assert packaged.count("") == 2
    # Beyond what it reads it still counts, or nobody could know that a text is too long.
    assert packaged.count("war " * 1000) == 1002


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\u0000", "🙂" * 50, "ا", "a" * 3000], ids=repr)
def test_any_text_has_a_vector(packaged: SentenceTransformerEncoder, text: str) -> None:
    embedded = packaged.embed([text])[0]
    assert np.linalg.norm(embedded.vector) == pytest.approx(1.0, abs=1e-5)
    # All tokens that are read but [CLS] and [SEP]: also none, and also one that stands for what the model can't spell.
    assert len(embedded.ids) == min(packaged.count(text), packaged.limit) - 2
    assert embedded.tokens.shape == (len(embedded.ids), 384)
    assert np.linalg.norm(embedded.tokens, axis=1) == pytest.approx(np.ones(len(embedded.ids)), abs=1e-5)


SMALL = made(P(("the war began in september .", "it ended in november .")), P(("a parade was held .",), ("after",)))


@pytest.mark.model
def test_a_model_of_ones_own(tiny: Path, tmp_path: Path, loopback_only: list[str]) -> None:
    encoder = SentenceTransformerEncoder(str(tiny))
    assert (encoder.name, encoder.dimension, encoder.limit) == (str(tiny), 32, 64)
    assert encoder.sha256 != PACKAGED_SHA256
    built = open_index(SMALL, folder=tmp_path / "index", model=str(tiny))
    again = open_index(SMALL, folder=tmp_path / "index", model=str(tiny))
    for searched in (built, again):
        assert searched.article.slice(searched.search("a parade was held", 1)[0].unit.sentence) == "a parade was held ."
    # The index knows its model: it need not be said again, and another one is refused.
    assert open_index(SMALL, folder=tmp_path / "index").encoder.name == str(tiny)
    with pytest.raises(IbidError) as error:
        open_index(SMALL, folder=tmp_path / "index", model=PACKAGED)
    one_line(error, "another model", str(tiny), PACKAGED)
    assert loopback_only == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("file", "data"),
    [
        pytest.param("model.safetensors", b"cut short", id="weights-cut"),
        pytest.param("config.json", b"[]", id="config-of-another-shape"),
        pytest.param("config.json", b"{", id="config-no-json"),
        pytest.param("modules.json", b"[]", id="no-modules"),
        pytest.param("modules.json", b"7", id="modules-a-number"),
        pytest.param("tokenizer.json", b"{}", id="tokenizer"),
    ],
)
def test_a_broken_model_is_one_line(
    tiny: Path, tmp_path: Path, file: str, data: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    import shutil

    shutil.copytree(tiny, tmp_path / "broken")
    (tmp_path / "broken" / file).write_bytes(data)
    with pytest.raises(ModelError) as error:
        SentenceTransformerEncoder(str(tmp_path / "broken"))
    one_line(error, tmp_path / "broken", "choose another")
    assert capfd.readouterr() == ("", "")
