"""Ibid in one process: open an index, ask the questions, print how long each step took as JSON.

python -m eval.bench.own INDEX QUESTIONS.jsonl
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from app.ask import Asker
from eval.bench.machine import own_peak_mb
from index.open import open_index
from ingest.source import read_article


def main() -> None:
    """Prints seconds to open; milliseconds of each question's encoding, of its search and of its whole answer; MB."""
    folder, questions = sys.argv[1:3]
    started = time.perf_counter()
    article = read_article()
    read = time.perf_counter()
    asker = Asker(open_index(article, folder=Path(folder)))
    opened = time.perf_counter()
    index = asker.index
    asked = [json.loads(line)["question"] for line in Path(questions).read_text("utf-8").splitlines() if line.strip()]
    asker.ask(asked[0])
    steps: dict[str, list[float]] = {"encode": [], "search": [], "answer": []}
    for question in asked:
        marks = [time.perf_counter()]
        index.encoder.embed([question])
        marks.append(time.perf_counter())
        index.search(question, 30)
        marks.append(time.perf_counter())
        asker.ask(question)
        marks.append(time.perf_counter())
        for name, before, after in zip(steps, marks, marks[1:], strict=False):
            steps[name].append(1000 * (after - before))
    peak = own_peak_mb()
    print(json.dumps({"read_seconds": read - started, "open_seconds": opened - read, **steps, "peak_mb": peak}))


if __name__ == "__main__":
    main()
