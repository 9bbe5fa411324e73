from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
import torch
from onnx import save
from onnx.helper import make_graph, make_model
from transformers import BertConfig, BertModel

from app.reader import GRAPH
from app.windows import Laid, Pieces, batch, lay
from eval.training.examples import Example, Shown
from eval.training.export import export, mix, quantise
from eval.training.losses import each, loss, marginal
from eval.training.model import NONE, Reader
from eval.training.ranking import Candidate, Passage, Ranker, auc, figures, rank
from eval.training.recipes import RECIPES
from eval.training.scorers import torch_scorer
from eval.training.shipped import WORDS, state, weights
from eval.training.train import rate


def pieces(*ids: int) -> Pieces:
    return Pieces(ids, tuple((at, at + 1) for at in range(len(ids))))


LAID = lay(pieces(7, 8), pieces(9), [pieces(11, 12), pieces(13)])


@pytest.fixture
def reader() -> Reader:
    torch.manual_seed(0)
    shape = BertConfig(
        vocab_size=300, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    shape._attn_implementation = "eager"  # the export needs attention in plain steps
    return Reader(BertModel(shape, add_pooling_layer=False))


def test_padding_changes_no_score(reader: Reader) -> None:
    longer = lay(pieces(7, 8, 9), pieces(9), [pieces(11), pieces(12, 13, 14), pieces(15)])
    score = torch_scorer(reader)
    alone, together = score([LAID])[0], score([longer, LAID])[1]
    assert alone.shape == (2,)
    np.testing.assert_allclose(alone, together, atol=1e-5)


# What PyTorch's older exporter warns of.
@pytest.mark.filterwarnings("ignore")
def test_an_exported_reader_can_be_trained_further(reader: Reader, tmp_path: Path) -> None:
    def cut(text: str) -> Pieces:
        return pieces(*(120 + ord(letter) % 100 for letter in text))

    with torch.no_grad():
        for part in reader.parameters():  # as new, biases are alike, and the export keeps one of those
            part.add_(torch.randn_like(part) * 0.02)
    score = torch_scorer(reader.eval())
    export(reader, cut, tmp_path / "whole.onnx")  # type: ignore[arg-type]
    quantise(tmp_path / "whole.onnx", tmp_path / GRAPH)
    own = score([LAID])[0]
    held = weights(tmp_path / GRAPH, reader)
    for name, tensor in held.items():
        # A 7-bit step of the widest column at most.
        np.testing.assert_allclose(tensor, reader.state_dict()[name], atol=0.02, err_msg=name)
    with torch.no_grad():
        for part in reader.parameters():
            part.add_(1.0)
    reader.load_state_dict({**held, WORDS: reader.state_dict()[WORDS] - 1.0})
    np.testing.assert_allclose(score([LAID])[0], own, atol=0.05)


def test_weights_are_read_from_a_run_and_from_its_checkpoint(reader: Reader, tmp_path: Path) -> None:
    torch.save(reader.state_dict(), tmp_path / "reader.pt")
    torch.save({"reader": reader.state_dict(), "optimizer": {}}, tmp_path / "checkpoint.pt")
    for name in ("reader.pt", "checkpoint.pt"):
        held = state(tmp_path / name, deepcopy(reader))
        assert held.keys() == reader.state_dict().keys()
        torch.testing.assert_close(held["window.bias"], reader.window.bias.data)


def test_weights_lie_between_what_they_were_and_what_they_became(reader: Reader) -> None:
    began = deepcopy(reader)
    with torch.no_grad():
        for part in reader.parameters():
            part.add_(1.0)
    mix(reader, began, 0.75)
    for own, before in zip(reader.parameters(), began.parameters(), strict=True):
        torch.testing.assert_close(own, before + 0.75)


def test_an_exported_reader_of_another_shape_is_told(reader: Reader, tmp_path: Path) -> None:
    save(make_model(make_graph([], "none", [], [])), tmp_path / GRAPH)
    with pytest.raises(ValueError, match=r"reader\.onnx: encoder\.embeddings\.position_embeddings\.weight is missing"):
        weights(tmp_path / GRAPH, reader)


def test_a_sentence_that_is_not_there_scores_nothing(reader: Reader) -> None:
    held = batch([LAID, lay(pieces(7), pieces(), [pieces(11)])])
    scores, spans = reader(*(torch.from_numpy(one) for one in (held.ids, held.attention, held.types, held.members)))
    assert scores[1, 1] == NONE
    assert spans.shape == (2, 10, 2)


def test_the_loss_is_shared_by_all_windows_and_with_nothing() -> None:
    scores = torch.tensor([0.0, 0.0, 0.0])
    assert marginal(scores, torch.tensor([True, False, False])).item() == pytest.approx(np.log(4))
    assert marginal(scores, torch.tensor([False, False, False])).item() == pytest.approx(np.log(4))
    assert marginal(torch.tensor([-9.0, -9.0]), torch.tensor([False, False])).item() < 0.01


def test_each_right_sentence_has_to_beat_the_wrong_ones() -> None:
    scores = torch.tensor([0.0, 0.0, 0.0, 0.0])
    # A quarter for each, beside "none" and two wrong ones: the other right one takes nothing.
    assert each(scores, torch.tensor([0, -1, -1, 1])).item() == pytest.approx(np.log(4))
    assert each(scores, torch.tensor([-1, -1, -1, -1])).item() == pytest.approx(np.log(5))
    # Of a window without a piece there is nothing to learn.
    assert each(torch.zeros(0), torch.tensor([])).item() == 0.0
    # Two places of one group are as good as one that gets what both get.
    assert each(scores, torch.tensor([0, -1, -1, 0])).item() == pytest.approx(np.log(5 / 2))
    one_gets_all = torch.tensor([9.0, 0.0, 0.0, -9.0])
    right = torch.tensor([True, False, False, True])
    assert marginal(one_gets_all, right).item() < 0.01
    assert each(one_gets_all, torch.tensor([0, -1, -1, 1])).item() > 4.0


def test_each_sentence_is_held_to_its_own_words() -> None:
    """Two sentences hold the answer: a start in one of them alone leaves the other's to be learnt."""
    example = Example((Shown(LAID, (0, 1), (0, 1), (6, 8), (6, 8)),), True)
    assert LAID.sentence_of == (-1, -1, -1, -1, -1, -1, 0, 0, 1, -1)
    scores = [torch.tensor([9.0, 9.0])]
    both, one = torch.full((10, 2), -9.0), torch.full((10, 2), -9.0)
    both[[6, 8]], one[6] = 9.0, 9.0
    recipe = RECIPES["window-accounts"]
    assert loss(scores, [both], [example], recipe).item() < 0.01
    assert loss(scores, [one], [example], recipe).item() > 2.0
    assert loss(scores, [one], [example], RECIPES["window-stories"]).item() < 0.01


@pytest.mark.parametrize("recipe", ["window", "window-accounts"])
def test_a_step_learns(reader: Reader, recipe: str) -> None:
    example = Example((Shown(LAID, (0, 1), (1,), (8,), (8,)), Shown(LAID, (0, 1), (), (), ())), True)
    held = batch([LAID, LAID])
    arrays = [torch.from_numpy(one) for one in (held.ids, held.attention, held.types, held.members)]
    optimizer = torch.optim.AdamW(reader.parameters(), lr=1e-2)
    values = []
    for _ in range(8):
        scores, spans = reader(*arrays)
        value = loss(list(scores), list(spans), [example], RECIPES[recipe])
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        values.append(value.item())
    assert values[-1] < values[0]


def test_the_learning_rate_rises_stays_and_falls() -> None:
    assert rate(0.0) == 0.0
    assert rate(0.3) == 1.0
    assert 0.0 < rate(0.9) < 0.5
    assert rate(1.1) == 0.0


def test_candidates_are_scored_in_windows_of_their_passages() -> None:
    seen: list[Laid] = []

    def scorer(laid: list[Laid]) -> list[np.ndarray]:
        seen.extend(laid)
        return [np.arange(one.sentences, dtype=np.float32) for one in laid]

    def cut(text: str) -> Pieces:
        return pieces(*range(200, 200 + len(text.split())))

    passages = {4: Passage("Town", ("a b", "c d", "e f")), 5: Passage("Town", ("g",))}
    found = [Candidate(4, 1, 1.0), Candidate(5, 0, 0.9), Candidate(4, 2, 0.8)]
    scores = Ranker(scorer, cut)("why?", found, passages)  # type: ignore[arg-type]
    assert len(seen) == 2
    assert scores.tolist() == [1.0, 0.0, 2.0]
    assert Ranker(scorer, cut, pairs=True)("why?", found, passages).tolist() == [1.0, 0.0, 1.0]  # type: ignore[arg-type]


def test_figures() -> None:
    assert rank(np.array([1.0, 3.0, 2.0], dtype=np.float32), lambda at: at == 2) == 1
    assert rank(np.array([1.0], dtype=np.float32), lambda at: False) is None
    got = figures([0, 1, None, 4])
    assert (got.first, got.third) == (0.25, 0.5)
    assert got.mrr == pytest.approx((1 + 0.5 + 0.2) / 4)
    assert auc([2.0, 1.0], [1.0, 0.0]) == 0.875
