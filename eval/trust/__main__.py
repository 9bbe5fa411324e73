"""python -m eval.trust: measures the promises of docs/trust.md. See ``eval.trust.cli``."""

from __future__ import annotations

import sys

from eval.trust.cli import main

sys.exit(main())
