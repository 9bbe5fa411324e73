from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from torch import Tensor
from transformers import MPNetConfig, MPNetModel

from app.windows import Laid, Pieces, batch, lay
from eval.training.examples import Example, Maker, Shown
from eval.training.losses import taught
from eval.training.recipes import RECIPES
from eval.training.scorers import torch_scorer
from eval.training.teacher import Teacher, halved
from eval.training.train import Run, _groups, _hold_still, main

RECIPE = RECIPES["taught"]


def pieces(*ids: int) -> Pieces:
    return Pieces(ids, tuple((at, at + 1) for at in range(len(ids))))


LAID = lay(pieces(7, 8), pieces(9), [pieces(11, 12), pieces(13)])


def made(words: int = 300) -> Teacher:
    torch.manual_seed(0)
    shape = MPNetConfig(
        vocab_size=words, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=1,
    )  # fmt: skip
    return Teacher(MPNetModel(shape, add_pooling_layer=False))


def read(teacher: Teacher, laid: Sequence[Laid]) -> tuple[Tensor, Tensor]:
    held = batch(laid)
    scores, spans = teacher(*(torch.from_numpy(one) for one in (held.ids, held.attention, held.types, held.members)))
    return scores, spans


@pytest.mark.parametrize(
    ("bert", "mpnet"),
    [
        pytest.param(0, 1, id="padding"),
        pytest.param(100, 3, id="unknown"),
        pytest.param(101, 0, id="beginning"),
        pytest.param(102, 2, id="separator"),
        pytest.param(103, 30_526, id="masked"),
        pytest.param(1_996, 2_000, id="the"),
        pytest.param(30_521, 30_525, id="the last"),
    ],
)
def test_words_have_mpnets_numbers(bert: int, mpnet: int) -> None:
    assert made(30_527).own[bert].item() == mpnet


def test_padding_changes_no_score_of_a_teacher() -> None:
    longer = lay(pieces(7, 8, 9), pieces(9), [pieces(11), pieces(12, 13, 14), pieces(15)])
    score = torch_scorer(made())
    np.testing.assert_allclose(score([LAID])[0], score([longer, LAID])[1], atol=1e-5)


def test_a_teacher_is_told_which_is_the_question() -> None:
    teacher = made()
    before = read(teacher, [LAID])[0]
    with torch.no_grad():
        teacher.types.weight[1] += torch.arange(16.0)
    assert not torch.allclose(before, read(teacher, [LAID])[0])


def example(*right: int) -> Example:
    return Example((Shown(LAID, (0, 1), right, (), ()),), True)


def test_what_is_told_alike_is_no_loss() -> None:
    scores, spans = [torch.tensor([1.5, -2.0])], [torch.randn(10, 2)]
    assert taught(scores, spans, (scores, spans), [example(0)], RECIPE).item() == pytest.approx(0.0, abs=1e-6)


def test_how_far_from_what_is_told() -> None:
    """One sentence of even odds, where the teacher gives it three to one; no span differs."""
    one = Example((Shown(LAID, (0,), (0,), (), ()),), True)
    spans = [torch.zeros(10, 2)]
    value = taught([torch.zeros(2)], spans, ([torch.tensor([np.log(3.0), 9.0])], spans), [one], RECIPE).item()
    softmaxes = 0.25 * np.log(0.25 / 0.5) + 0.75 * np.log(0.75 / 0.5)
    sure = 3**0.5 / (1 + 3**0.5)
    alone = np.log(2.0) + sure * np.log(sure) + (1 - sure) * np.log(1 - sure)
    assert value == pytest.approx(softmaxes + 2.0 * alone, abs=1e-5)


def test_only_pieces_of_sentences_are_taught() -> None:
    scores, spans, told = [torch.zeros(2)], [torch.zeros(10, 2)], [torch.zeros(10, 2)]
    outside = [at for at, number in enumerate(LAID.sentence_of) if number < 0]
    told[0][outside] = 5.0
    assert taught(scores, spans, (scores, told), [example(0)], RECIPE).item() == pytest.approx(0.0, abs=1e-6)
    told[0][6] = 5.0
    assert taught(scores, spans, (scores, told), [example(0)], RECIPE).item() > 0.5


def test_lower_layers_stay_still_and_new_heads_learn_faster() -> None:
    teacher = made()
    recipe = RECIPES["teacher"]
    assert recipe.heads == 8.0
    _hold_still(teacher, recipe.still)
    groups = _groups(teacher, recipe)
    trained = {id(part): group["faster"] for group in groups for part in group["params"]}
    names = {name: trained.get(id(part)) for name, part in teacher.named_parameters()}
    assert names["pieces.weight"] == names["types.weight"] == names["window.bias"] == 8.0
    assert names["encoder.embeddings.position_embeddings.weight"] is None
    # Both of its two layers are among the six that stay.
    assert names["encoder.encoder.layer.1.output.dense.weight"] is None
    assert names["encoder.encoder.relative_attention_bias.weight"] == 1.0
    assert not any(part.requires_grad for name, part in teacher.named_parameters() if ".layer." in name)


def test_a_reader_comes_nearer_to_its_teacher_which_stays(tmp_path: Path) -> None:
    teacher, learning = made(), made()
    with torch.no_grad():
        for part in learning.parameters():
            part.add_(torch.randn_like(part) * 0.3)
    before = deepcopy(teacher.state_dict())
    run = Run(
        learning, cast(Maker, None), replace(RECIPE, taught=1.0, rate=1e-2), out=tmp_path, pieces=2_000, threads=1,
        halved=False, teacher=teacher,
    )  # fmt: skip
    # Marked wrong throughout: what is learnt is the teacher's alone. The first step is of rate 0.
    values = [run._step([example()]) for _ in range(40)]
    assert values[-1] < values[0] / 2
    for name, held in teacher.state_dict().items():
        torch.testing.assert_close(held, before[name], msg=name)


def test_in_16_bits_a_teacher_says_nearly_the_same() -> None:
    teacher = made()
    whole = read(teacher, [LAID])[0]
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        half = read(halved(teacher), [LAID])[0]
    assert teacher.encoder.encoder.layer[0].output.dense.weight.dtype is torch.bfloat16
    assert teacher.pieces.weight.dtype is torch.float32
    torch.testing.assert_close(half.float(), whole, atol=0.05, rtol=0.0)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(["--recipe", "taught"], id="taught by nobody"),
        pytest.param(["--recipe", "taught", "--teacher", "reader.pt"], id="a teacher of no encoder"),
        pytest.param(["--recipe", "window", "--encoder", "mpnet", "--teacher", "reader.pt"], id="not taught"),
    ],
)
def test_a_teacher_goes_with_what_is_taught(
    given: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["train", "--data", "nowhere", "--out", "nowhere", *given])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "--teacher goes with a recipe that is taught" in capsys.readouterr().err
