"""python -m eval.bench: every figure of docs/benchmarks.md in one run. See ``eval.bench.cli``."""

from __future__ import annotations

import sys

from eval.bench.cli import main

sys.exit(main())
