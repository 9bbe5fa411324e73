"""A cross-encoder of one's own, by folder: the order it makes, and what is refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from app.cross import READ, CrossEncoderReranker, text
from index.errors import ModelError
from index.search import Hit, Unit
from ingest.article import Kind, Passage, Sentence

real = [pytest.mark.model, pytest.mark.slow]
WORDS = "when was the bridge built it painted green in stone mill lead . ? ›".split()


def make(folder: Path, *, labels: int) -> Path:
    """A cross-encoder with random weights that knows a dozen words."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(7)
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]))
    config = BertConfig(
        vocab_size=len(WORDS) + 5, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=64, num_labels=labels, initializer_range=0.3,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer = BertTokenizerFast.from_pretrained(folder, model_max_length=64, local_files_only=True)
    assert len(tokenizer) == config.vocab_size
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("cross") / "model", labels=1)


def hits(texts: list[str]) -> list[Hit]:
    """Each in a passage of its own; the scores fall from 1."""
    found = []
    for number, words in enumerate(texts):
        sentence = Sentence(number * 1_000, number * 1_000 + len(words), words)
        passage = Passage(Kind.PROSE, ("Lead",), sentence.start, sentence.end, (sentence,))
        found.append(Hit(Unit(number, sentence, passage, number), 1.0 - number / 100, 0.8, 1.0, (0.5,)))
    return found


def many(count: int) -> list[Hit]:
    """No two of them alike."""
    return hits(
        [" ".join(WORDS[(number * step + number // 13) % 13] for step in (1, 3, 4, 9)) for number in range(count)]
    )


class Case(NamedTuple):
    section: tuple[str, ...]
    texts: tuple[str, ...]
    at: int
    expected: str


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(Case(("Lead",), ("It fell.",), 0, "Lead. It fell."), id="alone"),
        pytest.param(Case(("Town", "Mill"), ("It fell.",), 0, "Town › Mill. It fell."), id="path"),
        pytest.param(Case(("Lead",), ("One.", "Two.", "Three."), 2, "Lead. Two. Three."), id="the-one-before"),
        # The same words twice: it is told by its place.
        pytest.param(Case(("Lead",), ("Two.", "One.", "Two."), 2, "Lead. One. Two."), id="told-by-its-place"),
    ],
)
def test_what_is_read_of_a_sentence(case: Case) -> None:
    sentences = tuple(Sentence(at * 100, at * 100 + len(words), words) for at, words in enumerate(case.texts))
    passage = Passage(Kind.PROSE, case.section, 0, sentences[-1].end, sentences)
    assert text(Unit(case.at, sentences[case.at], passage, 0)) == case.expected


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(5, id="fewer-than-are-read", marks=real),
        pytest.param(READ + 5, id="more-than-are-read", marks=real),
    ],
)
def test_the_first_hits_are_ordered_by_its_scores_and_the_rest_stay(count: int, model: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    given = many(count)
    asked = "when was the bridge built ?"
    ranked = CrossEncoderReranker(str(model))(asked, given)

    # The same by transformers alone, one pair at a time.
    raw, cut = AutoModelForSequenceClassification.from_pretrained(model).eval(), AutoTokenizer.from_pretrained(model)
    with torch.no_grad():
        logits = [
            raw(**cut(asked, text(hit.unit), truncation=True, return_tensors="pt")).logits.item()
            for hit in given[:READ]
        ]
    expected = sorted(range(len(logits)), key=lambda at: -logits[at])
    assert expected != list(range(len(logits)))
    assert min(logits[before] - logits[after] for before, after in pairwise(expected)) > 1e-5  # no chance order

    assert [hit.unit.id for hit in ranked[:READ]] == expected
    assert ranked[READ:] == tuple(given[READ:])
    # Each has the score of its place, so that they fall as before, and keeps the rest of its own.
    assert [hit.score for hit in ranked] == [hit.score for hit in given]
    assert {hit._replace(score=0.0) for hit in ranked} == {hit._replace(score=0.0) for hit in given}


@pytest.mark.model
@pytest.mark.slow
def test_without_hits_there_is_nothing_to_order(model: Path) -> None:
    assert CrossEncoderReranker(str(model))("when ?", []) == ()


@pytest.mark.model
@pytest.mark.slow
def test_a_model_with_two_labels_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "two", labels=2)
    with pytest.raises(ModelError) as refused:
        CrossEncoderReranker(str(folder))
    assert str(refused.value) == f"{folder}: gives 2 scores for a sentence; choose a cross-encoder that gives one"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="empty-folder", marks=real),
        pytest.param({"config.json": "once upon\na time"}, id="settings-no-json", marks=real),
        pytest.param({"config.json": '{"model_type": "bert"}'}, id="no-weights", marks=real),
    ],
)
def test_a_folder_that_is_no_model_is_refused_in_one_line(
    files: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, held in files.items():
        (tmp_path / name).write_text(held)
    with pytest.raises(ModelError) as refused:
        CrossEncoderReranker(str(tmp_path))
    line = str(refused.value)
    assert line.startswith(f"{tmp_path}: cannot be loaded as a cross-encoder (")
    assert line.endswith("); choose another")
    assert "\n" not in line
    assert capfd.readouterr() == ("", "")


def test_a_name_that_is_not_on_this_machine_is_refused() -> None:
    with pytest.raises(ModelError, match="no such model on this machine"):
        CrossEncoderReranker("/no/such")
