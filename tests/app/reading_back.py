"""HTML read back as a browser would, as far as the pages to take away need it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = ("meta", "br", "img", "link", "hr", "input")


class Reading(HTMLParser):
    """Every tag with its attributes, and the text inside each; fails where a tag is not closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, int]] = []
        self._texts: list[tuple[str, list[str]]] = []
        self.feed(page)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append((tag, len(self._texts)))
            self._texts.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1][0] == tag, (tag, self._open)
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for _, at in self._open:
            self._texts[at][1].append(data)

    def texts(self, tag: str) -> list[str]:
        """What stands inside each element of this name."""
        return ["".join(parts) for name, parts in self._texts if name == tag]

    def attributes(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [value or "" for _, attributes in self.tags for key, value in attributes.items() if key == name]
