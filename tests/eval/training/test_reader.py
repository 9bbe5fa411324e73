from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch

from app.reader import GRAPH, PACKAGED, WEIGHTS
from app.widened import BLOCK, four_bits
from app.windows import Laid, Pieces, batch, lay
from eval.training.corpus import Corpus
from eval.training.evening import EVENED, WINDOWS, columns, examples
from eval.training.examples import Example, Maker, Shown
from eval.training.export import export
from eval.training.fourbits import in_four_bits, packed, rounded
from eval.training.losses import each, loss, marginal
from eval.training.mix import mix
from eval.training.model import NONE, WORDS, Reader, numbers, of
from eval.training.packing import pack
from eval.training.ranking import Candidate, Passage, Ranker, auc, figures, rank
from eval.training.recipes import RECIPES
from eval.training.scorers import onnx_scorer, torch_scorer
from eval.training.shipped import state, weights
from eval.training.stories import with_stories
from eval.training.train import Run, _groups, main, rate
from tests.eval.training.showing import reader_of


def pieces(*ids: int) -> Pieces:
    return Pieces(ids, tuple((at, at + 1) for at in range(len(ids))))


LAID = lay(pieces(7, 8), pieces(9), [pieces(11, 12), pieces(13)])


@pytest.fixture
def reader() -> Reader:
    return reader_of(words=300)


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
    assert numbers(30_527)[bert].item() == mpnet


def test_a_reader_is_told_which_is_the_question(reader: Reader) -> None:
    score = torch_scorer(reader)
    before = score([LAID])[0]
    with torch.no_grad():
        reader.types.weight[1] += torch.arange(float(BLOCK))
    assert not np.allclose(before, score([LAID])[0])


def test_a_reader_is_made_of_its_weights(reader: Reader) -> None:
    other = of(reader.state_dict())
    assert (len(other.layers), other.encoder.config.num_attention_heads) == (2, 2)
    np.testing.assert_array_equal(torch_scorer(other)([LAID])[0], torch_scorer(reader)([LAID])[0])


def test_padding_changes_no_score(reader: Reader) -> None:
    longer = lay(pieces(7, 8, 9), pieces(9), [pieces(11), pieces(12, 13, 14), pieces(15)])
    score = torch_scorer(reader)
    alone, together = score([LAID])[0], score([longer, LAID])[1]
    assert alone.shape == (2,)
    np.testing.assert_allclose(alone, together, atol=1e-5)


def test_rounding_is_16_steps_of_what_is_farthest_from_0() -> None:
    row = torch.zeros(BLOCK)
    row[:6] = torch.tensor([-4.0, 4.0, 1.0, 0.76, 0.74, -0.1])
    expected = torch.zeros(BLOCK)
    # Steps of half of 1: -4 is the eighth of them, 4 would be, but there are only seven on the other side.
    expected[:6] = torch.tensor([-4.0, 3.5, 1.0, 1.0, 0.5, 0.0])
    both = torch.stack([row, row * -2.0])
    torch.testing.assert_close(rounded(both), torch.stack([expected, expected * -2.0]))
    torch.testing.assert_close(rounded(torch.zeros(1, BLOCK)), torch.zeros(1, BLOCK))


def test_what_is_rounded_stays_as_it_is() -> None:
    torch.manual_seed(1)
    once = rounded(torch.randn(64, 3 * BLOCK))
    torch.testing.assert_close(rounded(once), once, rtol=0.0, atol=1e-6)


def test_what_ships_is_what_is_rounded() -> None:
    torch.manual_seed(2)
    weight = torch.randn(5, 2 * BLOCK)
    numbers, scales = packed(weight)
    assert (numbers.shape, scales.shape) == ((5, 2, BLOCK // 2), (5, 2))
    whole = four_bits(numbers) * scales[:, :, None]
    np.testing.assert_allclose(whole.reshape(5, -1), rounded(weight).numpy(), atol=1e-6)


def test_weights_are_rounded_only_within(reader: Reader) -> None:
    before = [part.weight.data.clone() for part in reader.products()]
    with in_four_bits(reader.products()):
        for part, own in zip(reader.products(), before, strict=True):
            torch.testing.assert_close(part.weight.data, rounded(own))
    for part, own in zip(reader.products(), before, strict=True):
        torch.testing.assert_close(part.weight.data, own, rtol=0.0, atol=0.0)


# What PyTorch's older exporter warns of.
@pytest.mark.filterwarnings("ignore")
def test_an_exported_reader_can_be_trained_further(reader: Reader, tmp_path: Path) -> None:
    def cut(text: str) -> Pieces:
        return pieces(*(120 + ord(letter) % 100 for letter in text))

    with torch.no_grad():
        for part in reader.parameters():  # as new, biases are alike, and the export keeps one of those
            part.add_(torch.randn_like(part) * 0.02)
        for layer in reader.products():
            layer.weight.copy_(rounded(layer.weight))
        for name, words in reader.named_parameters():
            if name.endswith(WORDS):
                words.copy_(rounded(words))
    export(reader, cut, tmp_path / "whole.onnx")  # type: ignore[arg-type]
    pack(reader, tmp_path / "whole.onnx", tmp_path, columns(reader, [LAID]))
    held = weights(tmp_path / WEIGHTS)
    own = reader.state_dict()
    assert held.keys() == own.keys()
    for name, tensor in held.items():
        torch.testing.assert_close(tensor, own[name], rtol=0.0, atol=1e-5, msg=name)
    exported = onnx_scorer(tmp_path / GRAPH, 1)([LAID])[0]
    # What is multiplied comes in 8 bits.
    np.testing.assert_allclose(torch_scorer(of(held))([LAID])[0], exported, atol=0.05)


# What PyTorch's older exporter warns of.
@pytest.mark.filterwarnings("ignore")
def test_a_column_of_large_numbers_does_not_blur_the_others(reader: Reader, tmp_path: Path) -> None:
    """Two columns are made 40 times as large where a layer's inner numbers begin, as they are in mpnet."""
    with torch.no_grad():
        for part in reader.parameters():  # as new, biases are alike, and the export keeps one of those
            part.add_(torch.randn_like(part) * 0.02)
        for layer in reader.layers:
            layer.get_parameter("intermediate.dense.weight").mul_(10.0)
            layer.get_parameter("output.dense.weight").mul_(10.0)
            layer.get_parameter("attention.LayerNorm.weight")[[3, 7]] *= 40.0
            layer.get_parameter("intermediate.dense.weight")[:, [3, 7]] /= 40.0
        for product in reader.products():
            product.weight.copy_(rounded(product.weight))
        for name, words in reader.named_parameters():
            if name.endswith(WORDS):
                words.copy_(rounded(words))
    chosen = columns(reader, [LAID])
    assert all(name.endswith(f"{EVENED}.weight") for name in chosen)
    assert [column.argsort()[-2:].sort().values.tolist() for column in chosen.values()] == [[3, 7]] * len(reader.layers)
    whole = torch_scorer(reader)([LAID])[0]
    export(reader, lambda text: pieces(*(120 + ord(letter) % 100 for letter in text)), tmp_path / "whole.onnx")  # type: ignore[arg-type]
    lost: list[float] = []
    for evened in ({}, chosen):
        pack(reader, tmp_path / "whole.onnx", tmp_path, evened)
        lost.append(float(np.abs(onnx_scorer(tmp_path / GRAPH, 1)([LAID])[0] - whole).max()))
    assert lost[1] < lost[0] / 2


def test_columns_are_chosen_by_so_many_windows() -> None:
    def cut(text: str) -> Pieces:
        return pieces(*(120 + ord(letter) % 100 for letter in text[:9]))

    laid = examples(cut)  # type: ignore[arg-type]
    assert len(laid) == WINDOWS
    corpus = with_stories(Corpus((), (), {}))
    asked = corpus.asked[:: -(-len(corpus.asked) // WINDOWS)]
    answered = [(window, one) for window, one in zip(laid, asked, strict=True) if one.right]
    assert len(answered) > WINDOWS // 3
    for window, one in answered:
        right = cut(corpus.texts[one.text].sentences[min(one.right)]).ids
        assert any(window.ids[at : at + len(right)] == right for at in range(len(window.ids)))


def test_a_reader_without_the_product_to_even_is_refused(reader: Reader) -> None:
    for layer in reader.layers:
        layer.intermediate.dense = torch.nn.Identity()
    with pytest.raises(ValueError, match=r"no part of the reader is called intermediate\.dense"):
        columns(reader, [LAID])


def test_weights_are_read_from_a_run_and_from_its_checkpoint(reader: Reader, tmp_path: Path) -> None:
    torch.save(reader.state_dict(), tmp_path / "reader.pt")
    torch.save({"reader": reader.state_dict(), "optimizer": {}}, tmp_path / "checkpoint.pt")
    for name in ("reader.pt", "checkpoint.pt"):
        held = state(tmp_path / name)
        assert held.keys() == reader.state_dict().keys()
        torch.testing.assert_close(held["window.bias"], reader.window.bias.data)


def test_weights_lie_between_what_they_were_and_what_they_became(reader: Reader) -> None:
    began = {name: own.clone() for name, own in reader.state_dict().items()}
    became = {name: own + 1.0 for name, own in began.items()}
    for name, own in mix(became, began, 0.75).items():
        torch.testing.assert_close(own, began[name] + 0.75)


def test_a_file_without_words_is_told(tmp_path: Path) -> None:
    np.savez(tmp_path / WEIGHTS)
    with pytest.raises(ValueError, match=r"reader\.npz: word_embeddings\.weight is missing; no reader in 4 bits"):
        state(tmp_path)


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


@pytest.mark.parametrize("share", [pytest.param(0.0, id="never rounded"), pytest.param(1.0, id="always rounded")])
def test_a_run_learns_and_keeps_whole_weights(reader: Reader, share: float, tmp_path: Path) -> None:
    example = Example((Shown(LAID, (0, 1), (1,), (8,), (8,)), Shown(LAID, (0, 1), (), (), ())), True)
    run = Run(
        reader, cast(Maker, None), replace(RECIPES["wide"], rate=3e-3, rounded=share), out=tmp_path, pieces=2_000,
        threads=1, halved=False,
    )  # fmt: skip
    # The first step is of rate 0.
    values = [run._step([example]) for _ in range(30)]
    assert values[-1] < values[1] / 2
    weight = reader.products()[0].weight.data
    assert not torch.allclose(weight, rounded(weight), atol=1e-7)


def test_only_the_last_part_of_a_run_is_rounded(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Twenty pieces a step of 200: of the ten steps the last quarter, from the 150th piece on."""
    example = Example((Shown(LAID, (0, 1), (1,), (8,), (8,)), Shown(LAID, (0, 1), (), (), ())), True)
    assert len(LAID.ids) == 10
    recipe = replace(RECIPES["four-bits"], rounded=0.25)
    run = Run(reader, cast(Maker, None), recipe, out=tmp_path, pieces=200, threads=1, halved=False)
    rounds: list[int] = []

    def noted(parts: list[torch.nn.Linear]) -> AbstractContextManager[None]:
        rounds.append(run._state.pieces)
        return in_four_bits(parts)

    monkeypatch.setattr("eval.training.train.in_four_bits", noted)
    for _ in range(10):
        run._step([example])
    assert rounds == [160, 180]


def test_new_heads_learn_faster_and_words_do_not(reader: Reader) -> None:
    groups = _groups(reader, RECIPES["wide"])
    trained = {id(part): group["faster"] for group in groups for part in group["params"]}
    names = {name: trained.get(id(part)) for name, part in reader.named_parameters()}
    assert names["pieces.weight"] == names["types.weight"] == names["window.bias"] == 8.0
    assert names[WORDS] is None
    assert names["encoder.encoder.relative_attention_bias.weight"] == 1.0


@pytest.mark.parametrize(
    "given",
    [
        pytest.param([], id="nothing to begin with"),
        pytest.param(["--encoder", "mpnet", "--start", "reader.pt"], id="two things"),
    ],
)
def test_a_run_begins_with_one_thing(
    given: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["train", "--data", "nowhere", "--out", "nowhere", *given])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "--encoder" in capsys.readouterr().err


def test_a_run_with_other_words_is_refused(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    torch.save(reader.state_dict(), tmp_path / "reader.pt")
    given = ["--start", str(tmp_path / "reader.pt"), "--words", str(PACKAGED)]
    monkeypatch.setattr("sys.argv", ["train", "--data", "nowhere", "--out", "nowhere", *given])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "has 22,000 word pieces, the reader 300: give its own folder as --words" in capsys.readouterr().err


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
