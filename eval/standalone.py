"""Questions that stand alone, each asked after others: how many are not left as they were typed.

All questions of the fixed set were written to be asked by themselves. Those before them are drawn by chance, with a
seed, and are not answered: what is measured is the question, not the answer before it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.followup import Names, Past, understand
from eval.gate import SPLITS
from eval.questions import Question
from eval.report import table

# How many others each question is asked after, one at a time; itself, when it is drawn, is passed over.
OTHERS = 10
SEED = 5
ROWS = ("rewritten, no doubt said", "rewritten with a doubt", "asked back", "asked back as the first question")


def standalone(questions: Sequence[Question], names: Names) -> str:
    """The shares of askings as a Markdown table, a column for each half; of questions, in the last row."""
    halves = {half: [one.question for one in questions if one.split == half] for half in SPLITS}
    columns = {f"{half} ({len(asked)})": _column(asked, names) for half, asked in halves.items() if asked}
    return table(("standalone questions", *columns), zip(ROWS, *columns.values(), strict=True))


def _column(asked: Sequence[str], names: Names) -> tuple[str, ...]:
    drawn = random.Random(SEED)
    pairs = [(one, other) for one in asked for other in drawn.sample(asked, min(OTHERS, len(asked))) if other != one]
    after = [understand(one, [Past(other, True, ())], names) for one, other in pairs]
    first = [understand(one, (), names) for one in asked]
    return (
        _share([one.rewritten and not one.doubt for one in after]),
        _share([one.rewritten and bool(one.doubt) for one in after]),
        _share([bool(one.ask_back) for one in after]),
        _share([bool(one.ask_back) for one in first]),
    )


def _share(won: Sequence[bool]) -> str:
    return f"{sum(won) / len(won):.4f} ({sum(won)}/{len(won)})" if won else "–"
