"""Many at once: a real server is asked by a crowd, through the page's own call and as programs ask."""

from __future__ import annotations

import shutil
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from app.claims.form import MOST
from app.turn_taking import AT_WORK, OF_ONE, WAITING
from eval.questions import load
from eval.trust.crowd import WAYS, Client, Reply, Way, component, together
from eval.trust.load_ends import changed, stopped, stopped_building
from eval.trust.load_memory import memory
from eval.trust.loaded import Amount, Load, once
from eval.trust.row import Row, Size
from eval.trust.running import index_folder, served
from ingest.source import BUNDLED, read_article

CLIENTS = 50
# Requests at once: half as many again as are let in.
TOO_MANY = (WAITING + AT_WORK) * 3 // 2
# Of one client, beside whom another asks a single question.
MANY_OF_ONE = 40

# Two cores answer some five questions a second, so the short form's 150 questions for memory take 30 s, and its crowd
# as long for three answers each: with fewer, who has one less would seem to be served much less. Whether memory grows
# over hours, only the full form tells.
AMOUNTS = {Size.FULL: Amount(120, 8, 200, 3_000, 500, True, 5), Size.SHORT: Amount(10, 3, 24, 100, 50, False, 1)}


def rows(size: Size) -> list[Row]:
    """All of them; the server is started once for most, and once more without an index."""
    amount = AMOUNTS[size]
    held = load(Path(str(resources.files("eval") / "questions.jsonl")), read_article()).questions
    questions = tuple(dict.fromkeys(one.question for one in held))[: amount.different]
    with TemporaryDirectory() as folder:
        root = Path(folder)
        file = root / "article.txt"
        shutil.copy(str(resources.files("ingest") / "data" / BUNDLED), file)
        with served(root, "--article", str(file), "--index", str(index_folder())) as running:
            asked = Load(running, file, amount, questions, component(running.address))
            found = [*crowd(asked), *fair(asked), *long_check(asked), *refused(asked), memory(asked)]
            found.append(changed(asked))
            found.append(stopped(asked))
        return [*found, stopped_building(root)]


def crowd(load: Load) -> list[Row]:
    """Every client goes through the same questions, from a place of its own; half of them each way."""
    alone = load.client("alone")
    firsts = {(way, question): alone.ask(way, question) for way in WAYS for question in load.questions}
    expected = {asked: reply.digest for asked, reply in firsts.items() if reply.outcome == "answer"}
    alone.close()
    until, over = time.monotonic() + load.amount.seconds, threading.Event()
    wrong: list[str] = []

    def asks(number: int, client: Client) -> list[Reply]:
        way: Way = WAYS[number % 2]
        replies: list[Reply] = []
        at = number * 7
        while not replies or not over.is_set():  # on a busy machine a client may begin late: each asks once
            question = load.questions[at % len(load.questions)]
            reply = client.ask(way, question)
            if reply.outcome == "answer" and reply.digest != expected.get((way, question)):
                wrong.append(question)
            replies.append(Reply(reply.outcome, reply.seconds, line=reply.line))
            at += 1
            if len(replies) >= load.amount.answers and time.monotonic() >= until:
                over.set()
        return replies

    begun = time.monotonic()
    per_client = together([load.each(f"crowd-{number}", partial(asks, number)) for number in range(CLIENTS)])
    took = time.monotonic() - begun
    replies = [reply for one in per_client for reply in one]
    failed = [reply for reply in replies if reply.outcome != "answer"]
    answers = len(replies) - len(failed)
    waits = sorted(reply.seconds for reply in replies)
    median, late = statistics.median(waits), waits[len(waits) * 95 // 100]
    counts = [len(one) for one in per_client]
    share = min(counts) / statistics.mean(counts)
    told = f"{len(replies):,} answers in {took:.0f} s ({len(replies) / took:.0f} a second)"
    traced = "Traceback" in load.running.said
    return [
        Row(
            f"{CLIENTS} clients at once, half of them desks and half programs, see no error",
            f"{len(failed)} failed of {told}"
            + (f"; the first: {failed[0].line}" if failed else "")
            + ("; a traceback was printed" if traced else ""),
            not failed and not traced and answers > 0,
        ),
        Row(
            "Each answer in the crowd is the one to the same question asked alone",
            f"{len(wrong)} of {answers:,} answers differ, over {len(load.questions)} questions, took_ms and time "
            f"aside; alone {len(expected)} of {len(firsts)} were answered",
            not wrong and answers > 0 and len(expected) == len(firsts),
        ),
        Row(
            "Nobody in the crowd is served much less or later than the others (the fewest answers of a client at least "
            "0.7 of the mean; 95th percentile of waits at most twice the median)",
            f"fewest {share:.2f} of the mean; median {median:.2f} s, 95th percentile {late:.2f} s",
            share >= 0.7 and late <= 2 * median,
            timed=True,
        ),
    ]


def fair(load: Load) -> list[Row]:
    """One client has many requests waiting; another asks one question meanwhile, three times over."""
    ways: list[Callable[[], Sequence[Reply]]] = []
    for number in range(MANY_OF_ONE):
        question = load.questions[number % len(load.questions)]
        ways.append(load.each("many", lambda client, question=question: [client.ask("api", question)]))  # type: ignore[misc]

    def single(client: Client) -> list[Reply]:
        time.sleep(0.2)  # the others wait by then
        return [client.ask("desk", load.questions[0])]

    single_waits: list[float] = []
    many_waits: list[float] = []
    times = failed = 0
    for _ in range(load.amount.times):
        *many, (one,) = together([*ways, load.each("single", single)])
        single_waits.append(one.seconds)
        many_waits.append(max(reply.seconds for replies in many for reply in replies))
        outcomes = [reply.outcome for replies in (*many, (one,)) for reply in replies]
        times += len(outcomes)
        failed += len(outcomes) - outcomes.count("answer")
    waited, whole = statistics.median(single_waits), statistics.median(many_waits)
    return [
        Row(
            f"{MANY_OF_ONE} requests of one client at once, and another's single one, are all answered",
            f"{failed} of {times} were not",
            not failed and times == (MANY_OF_ONE + 1) * load.amount.times,
        ),
        Row(
            f"A client with {MANY_OF_ONE} requests waiting does not hold up another's single one (which takes at most "
            "a quarter of what the many take)",
            f"the single one took {waited:.2f} s, the last of the many {whole:.2f} s (medians of {load.amount.times})",
            waited <= whole / 4,
            note=f"Clients are told apart by the session that page and programs name, and else by address. "
            f"Of one at most {OF_ONE} wait.",
            timed=True,
        ),
    ]


def long_check(load: Load) -> list[Row]:
    """Statements as they come; what they say does not matter, only that each is compared with the article."""
    text = " ".join(f"The war number {number} lasted {number + 3} days in the capital." for number in range(MOST))
    over = threading.Event()

    def checks(client: Client) -> list[Reply]:
        try:
            return [client.program("check", text)]
        finally:
            over.set()

    def asks(client: Client) -> list[Reply]:
        time.sleep(0.2)
        replies: list[Reply] = []
        while not over.is_set() or not replies:
            replies.append(client.ask("desk", load.questions[len(replies) % len(load.questions)]))
        return replies

    (check,), replies = together([load.each("long", checks), load.each("short", asks)])
    body = check.body
    statements = len(body["statements"]) if isinstance(body, dict) else 0
    slowest = max(reply.seconds for reply in replies)
    answers = sum(reply.outcome == "answer" for reply in replies)
    return [
        Row(
            f"A text of {MOST} statements is checked whole while others ask, and each of them is answered",
            f"{statements} statements checked; {answers} of {len(replies)} questions answered meanwhile",
            statements == MOST and answers == len(replies) > 0,
        ),
        Row(
            f"A text of {MOST} statements being checked holds no question up for more than 2 s",
            f"{len(replies)} questions meanwhile, the slowest {slowest:.2f} s; the check took {check.seconds:.1f} s",
            slowest <= 2,
            timed=True,
        ),
    ]


def refused(load: Load) -> list[Row]:
    """More than may wait, at one moment."""
    works = [
        load.each(f"burst-{number}", partial(once, WAYS[number % 2], load.questions[number % len(load.questions)]))
        for number in range(TOO_MANY)
    ]
    replies = [reply for one in together(works) for reply in one]
    busy = [reply for reply in replies if reply.outcome == "busy"]
    answered = [reply for reply in replies if reply.outcome == "answer"]
    failed = [reply for reply in replies if reply.outcome == "error"]
    times = sorted(reply.seconds for reply in busy) or [0.0]
    last = max(reply.seconds for reply in replies)
    (later,) = load.each("later", partial(once, "api", load.questions[0]))()
    lines = sorted({reply.line for reply in busy})
    one_line = all(len(line.splitlines()) == 1 for line in lines)
    return [
        Row(
            f"Of {TOO_MANY} requests at once, those beyond {WAITING} that wait are refused in one line, and none is "
            "lost",
            f"{len(answered)} answered, {len(busy)} refused, {len(failed)} failed"
            + (f" ({failed[0].line})" if failed else "")
            + f"; the next question: {later.outcome}",
            bool(busy)
            and one_line
            and not failed
            and len(answered) >= WAITING
            and len(answered) + len(busy) == TOO_MANY
            and later.outcome == "answer",
            example=lines[0] if lines else "",
        ),
        Row(
            "What is refused then is refused without waiting (in half the time of the longest wait at most)",
            f"the last answer came after {last:.1f} s; half of the refusals within {statistics.median(times):.2f} s, "
            f"all within {times[-1]:.2f} s",
            times[-1] <= last / 2,
            note="A refusal takes as long as it takes one thread to read all requests that came in before it.",
            timed=True,
        ),
    ]
