"""The index: what is looked through, and the models that read it. Its libraries report to nobody."""

from __future__ import annotations

import os

# Before anything of it is imported. onnxruntime's official builds report their use, and write a device's number into
# the cache folder, unless they are told not to (its Privacy.md, since 1.29); it reads this once, when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
