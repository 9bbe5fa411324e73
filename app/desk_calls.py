"""The functions that the page's script calls: the conversation's, each in its turn, with what readers should know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from gradio.context import LocalContext

from app.callers import caller
from app.changed import OnDisk
from app.conversation import Conversation, Data
from app.logs import Log, telling
from app.markup import one_line
from app.turn_taking import Turns
from ingest.errors import IbidError

Call = Callable[[object], Awaitable[object]]


def calls(conversation: Conversation, turns: Turns, log: Log, on_disk: OnDisk | None) -> list[Call]:
    """ask, restore and export. One that can't be done gives ``{error}`` instead: a line for the reader, and at once
    where it would have to wait too long.

    ``log`` is told of what goes wrong. ``on_disk``: where the article has changed there, an answer has it as its
    ``notice``, a file to take away in its ``note``.
    """

    def notice() -> str | None:
        return on_disk.notice() if on_disk else None

    def ask(sent: object) -> Data:
        answer, line = conversation.ask(sent), notice()
        return {**answer, "notice": line} if line else answer

    def export(sent: object) -> Data:
        file, line = conversation.export(sent), notice()
        return {**file, "note": f"{file['note']} {line}.".strip()} if line and "note" in file else file

    told_of = telling(log, "conversation", (IbidError,))
    return [_in_turn(turns, told_of(one)) for one in (ask, conversation.restore, export)]


def _in_turn(turns: Turns, work: Callable[[object], object]) -> Call:
    @wraps(work)  # the script knows it by its name; Gradio marks functions, which a method does not allow
    async def call(sent: object) -> object:
        try:
            return await turns.take(caller(LocalContext.request.get(None)), lambda: work(sent))
        except IbidError as error:
            return {"error": one_line(str(error))}

    return call
