"""A sentence-transformers model → the files that asking needs, proved to give the same vectors."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encoder import Embedded
from index.errors import ModelError
from index.exported import GRAPH, TOKENIZER, WEIGHTS, ExportedEncoder, Made, write_note
from index.model import files_sha256
from index.original import SentenceTransformerEncoder

if TYPE_CHECKING:
    from onnx import ModelProto

# The lowest cosine between an exported encoder's vectors and the original's. Rounding costs less than 0.000001; a graph
# that lost a layer, a mask or the pooling is nowhere near.
ALIKE = 0.9999
# ONNX operators of 2022: what every supported torch writes and every supported onnxruntime runs.
OPSET = 17
# Texts that both must agree on, together and alone: short and long, questions and statements, other letters, symbols
# that no vocabulary has, nothing at all, and one that is longer than most models read.
SAMPLE = (
    "When was the bridge opened?",
    "Who said that the figures were wrong, and when?",
    "The minister resigned on 4 March 1998 after the vote.",
    "Economy › Trade\nExports rose by 12.5% to £3,400 million; imports fell.",
    "a",
    "",
    "Ünïcode ça va, Łódź, İstanbul; Ереван, Բարև, 北京, مرحبا",
    "— … “quoted” ‘words’ [12][note a] 50 km² 🙂",
    "one two three " * 40,
    "A long passage repeats itself, as reports do: the river rose, the dam held, the valley was spared. " * 30,
)


class ExportError(Exception):
    """The model can't be exported; says why."""


def export(original: SentenceTransformerEncoder, folder: Path) -> ExportedEncoder:
    """Writes ``original`` as an exported encoder to ``folder``, which must not exist, and opens it.

    Raises ExportError where the model has parts that can't be written, or the result gives other vectors; OSError
    where ``folder`` can't be written.
    """
    prompt = _prompt(original)
    folder.mkdir(parents=True)
    try:
        _write_tokenizer(original, folder / TOKENIZER)
        graph = _graph(original, folder)
        try:
            return _written(original, _fused(original, graph, folder), prompt, folder)
        except ExportError:  # an architecture that can't be fused, or not rightly: as it is, then
            return _written(original, graph, prompt, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _written(original: SentenceTransformerEncoder, graph: ModelProto, prompt: str, folder: Path) -> ExportedEncoder:
    """Saves ``graph`` and proves it."""
    import onnx

    for name in (GRAPH, WEIGHTS):
        (folder / name).unlink(missing_ok=True)
    onnx.save_model(
        onnx.ModelProto.FromString(graph.SerializeToString()),  # saving takes the weights out of what it saves
        folder / GRAPH,
        save_as_external_data=True,
        location=WEIGHTS,
        size_threshold=1024,
    )
    made = Made(
        model=original.name,
        sha256=original.sha256,
        dimension=original.dimension,
        limit=original.limit,
        prompt=prompt,
        cosine=0.0,
        compared=len(SAMPLE),
        files=files_sha256([folder / name for name in (GRAPH, WEIGHTS, TOKENIZER)]),
    )
    write_note(made, folder)
    try:
        cosine = _likeness(original, ExportedEncoder(folder))
    except ModelError as error:
        raise ExportError(str(error)) from None
    if not cosine >= ALIKE:
        raise ExportError(f"the exported model gives other vectors, cosine {cosine:.4f}")
    write_note(replace(made, cosine=cosine), folder)
    return ExportedEncoder(folder)


def _prompt(original: SentenceTransformerEncoder) -> str:
    """What sentence-transformers puts before every text of this model."""
    model = original.loaded
    prompt = (model.prompts or {}).get(model.default_prompt_name) if model.default_prompt_name else None
    if prompt and not getattr(model[1] if len(model) > 1 else None, "include_prompt", True):
        raise ExportError("its pooling leaves the prompt out")
    return prompt or ""


def _write_tokenizer(original: SentenceTransformerEncoder, path: Path) -> None:
    backend = getattr(original.loaded.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ExportError("its tokenizer has no fast form")
    path.write_text(backend.to_str(), "utf-8")


def _graph(original: SentenceTransformerEncoder, folder: Path) -> ModelProto:
    """The model from token numbers to unit vectors: the texts', and their tokens' where it has such."""
    import onnx
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = original.loaded

        def forward(self, *tokens: torch.Tensor) -> tuple[torch.Tensor, ...]:
            read = self.model(dict(zip(names, tokens, strict=True)))
            found = [read[name] for name in ("sentence_embedding", "token_embeddings") if name in read]
            return tuple(torch.nn.functional.normalize(vectors, p=2, dim=-1) for vectors in found)

    raw = folder / "raw.onnx"
    try:
        tokens = original.loaded.tokenizer(["two texts", "of unequal length"], return_tensors="pt", padding=True)
        names = [str(name) for name in tokens]
        outputs = ["vectors", "tokens"] if "token_embeddings" in original.loaded(dict(tokens)) else ["vectors"]
        axes = {name: {0: "texts", 1: "tokens"} for name in (*names, *outputs[1:])} | {"vectors": {0: "texts"}}
        with _quiet(), _plain_attention(original), torch.no_grad():
            torch.onnx.export(
                Whole().eval(),
                tuple(tokens.values()),
                str(raw),
                input_names=names,
                output_names=outputs,
                dynamic_axes=axes,
                opset_version=OPSET,
                # The tracing exporter: 3 s, where the newer one takes 12 s and a package more.
                dynamo=False,
            )
        return onnx.load(raw)
    except OSError:
        raise
    except Exception as error:  # exporters fail in any way
        raise ExportError(" ".join(str(error).split())[:160]) from None
    finally:
        raw.unlink(missing_ok=True)


def _fused(original: SentenceTransformerEncoder, graph: ModelProto, folder: Path) -> ModelProto:
    """``graph`` with attention, normalisation and embedding as one step each: a question takes a sixth less."""
    raw = folder / "raw.onnx"
    try:
        import onnx
        from onnxruntime.transformers import optimizer

        onnx.save_model(graph, raw)
        first: Any = original.loaded[0]
        settings = first.auto_model.config
        with _quiet():
            fused = optimizer.optimize_model(
                str(raw),
                model_type="bert",
                num_heads=settings.num_attention_heads,
                hidden_size=settings.hidden_size,
                opt_level=0,
            )
        found: ModelProto = fused.model
        return found
    except Exception as error:  # not a model of that kind
        raise ExportError(" ".join(str(error).split())[:160]) from None
    finally:
        raw.unlink(missing_ok=True)


@contextmanager
def _plain_attention(original: SentenceTransformerEncoder) -> Iterator[None]:
    """Attention as the steps it is made of, where the model can: only so can they be found and fused."""
    model = getattr(original.loaded[0], "auto_model", None)
    before = getattr(getattr(model, "config", None), "_attn_implementation", None)
    if model is None or before is None or not hasattr(model, "set_attn_implementation"):
        yield
        return
    model.set_attn_implementation("eager")
    try:
        yield
    finally:
        model.set_attn_implementation(before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what exporters say of what tracing can't see: the comparison of vectors sees it."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), redirect_stderr(StringIO()), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _likeness(original: SentenceTransformerEncoder, exported: ExportedEncoder) -> float:
    """The lowest cosine between both models' vectors of the sample, embedded together and one by one."""
    wanted = original.embed(SAMPLE)
    together = exported.embed(SAMPLE)
    alone = [exported.embed([text])[0] for text in SAMPLE]
    return min(_nearness(one, other) for one, other in zip([*wanted, *wanted], [*together, *alone], strict=True))


def _nearness(one: Embedded, other: Embedded) -> float:
    """The lowest cosine between two readings of a text; -1 where they are not of the same tokens."""
    if one.ids.tolist() != other.ids.tolist():
        return -1.0
    tokens = (one.tokens * other.tokens).sum(axis=1)
    return float(min(one.vector @ other.vector, tokens.min(initial=1.0)))
