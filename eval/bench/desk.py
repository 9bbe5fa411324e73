"""The desk in headless Chromium: how soon the page can be used, an answer is on the screen, the article scrolls.

``python -m eval.bench.desk INDEX`` prints the figures of one start as JSON. Answers are timed inside the page: from the
last byte of the server's answer (Resource Timing) to the second frame after its card is there.
"""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from eval.bench.process import MeasureError

QUESTIONS = (
    "How long did the war last?",
    "When was the victory parade held?",
    "How many servicemen were killed?",
    "Who signed the ceasefire agreement?",
    "Why was the curfew imposed?",
)
# Frames of a scroll through the whole article.
FRAMES = 120
PATIENCE = 60.0
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")

_SCREEN = """async (before) => {
  while (document.querySelectorAll(".ibid-turn:not(.ibid-pending)").length <= before)
    await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const shown = performance.now();
  const sent = performance.getEntriesByType("resource").filter((one) => one.name.includes("component_server"));
  return shown - sent[sent.length - 1].responseEnd;
}"""
_SCROLL = """async (frames) => {
  const pane = document.getElementById("ibid-article");
  const step = (pane.scrollHeight - pane.clientHeight) / frames;
  const taken = [];
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 1; frame <= frames; frame++) {
    pane.scrollTop = frame * step;
    const now = await new Promise(requestAnimationFrame);
    taken.push(now - last);
    last = now;
  }
  return taken.sort((a, b) => a - b);
}"""


def measure(index: Path) -> dict[str, float]:
    """``page`` in seconds, ``screen`` and ``scroll`` (the 95th percentile of a frame) in milliseconds."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise MeasureError("no Chromium on this machine; install it (apt-get install chromium)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app.cli", "serve", "--no-browser", "--port", str(port), "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            _wait(server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                up = time.perf_counter()
                page.goto(f"http://localhost:{port}/")
                page.wait_for_function("window.ibidAsk && document.querySelector('#ibid-box textarea')")
                usable = time.perf_counter() - up
                box = page.locator("#ibid-box textarea")
                shown: list[float] = []
                for before, question in enumerate(QUESTIONS):
                    box.fill(question)
                    box.press("Enter")
                    shown.append(page.evaluate(_SCREEN, before))
                frames: Sequence[float] = page.evaluate(_SCROLL, FRAMES)
                browser.close()
        finally:
            server.terminate()
    return {"page": usable, "screen": statistics.median(shown), "scroll": frames[int(0.95 * len(frames))]}


def _wait(server: subprocess.Popen[str]) -> None:
    """Until the server says that it answers."""
    deadline = time.monotonic() + PATIENCE
    assert server.stderr is not None
    for line in server.stderr:
        if "answers at" in line:
            return
        if time.monotonic() > deadline:
            break
    raise MeasureError("the page was not served; try `ibid serve` by hand")


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
