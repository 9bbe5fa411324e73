"""python -m eval.outside: every figure of docs/outside.md in one run. See ``eval.outside.run``."""

from __future__ import annotations

import sys

from eval.outside.run import main

sys.exit(main())
