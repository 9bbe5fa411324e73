"""Whether the article's file is still what was read: looked at now and then, and said in one line where it is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from hashlib import file_digest
from pathlib import Path

from app.markup import one_line

# Seconds between two looks. A look takes 0.02 ms while the file's date and size stay; a reader should not be left
# longer than a question takes to type.
EVERY = 5.0

Say = Callable[[str], None]


def _unheard(_: str) -> None:
    pass


class OnDisk:
    """The file at ``path``, which was read when it hashed to ``sha256``. Safe to share between threads.

    ``say`` hears of each change once, with the whole path; readers are told no more than the file's name.
    """

    def __init__(
        self, path: Path, sha256: str, say: Say = _unheard, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._sha256 = sha256
        self._say = say
        self._clock = clock
        self._due = clock()
        self._seen: tuple[int, int, int] | None = None
        self._found: str | None = sha256
        self._lock = threading.Lock()

    def notice(self) -> str | None:
        """What a reader should know, in one line; None while the file is what was read."""
        with self._lock:
            if self._clock() >= self._due:
                self._due = self._clock() + EVERY
                before, self._found = self._found, self._look()
                if self._found not in (before, self._sha256):
                    self._say(self._line(str(self._path)))
            return None if self._found == self._sha256 else self._line(self._path.name)

    def _look(self) -> str | None:
        """The file's hash; None where it can't be read. Hashed only where its date or size tell of a change."""
        try:
            state = self._path.stat()
            seen = (state.st_mtime_ns, state.st_size, state.st_ino)
            if seen == self._seen:
                return self._found
            with self._path.open("rb") as stream:
                found = file_digest(stream, "sha256").hexdigest()
        except OSError:
            self._seen = None
            return None
        self._seen = seen
        return found

    def _line(self, name: str) -> str:
        what = "can no longer be read" if self._found is None else "has changed since Ibid read it"
        return (
            f"{one_line(name)} {what}: answers are from the text as it was then "
            f"({self._sha256[:12]}…); restart Ibid to read the file anew"
        )
