"""HTML read back strictly: every element closed in its turn, and only where HTML lets it stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "meta", "link", "wbr"}
# What may stand right inside; no words there but white space.
CHILDREN = {
    "ol": {"li"},
    "ul": {"li"},
    "dl": {"dt", "dd"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
}
PARENTS = {child: {parent for parent in CHILDREN if child in CHILDREN[parent]} for child in ("li", "dt", "dd", "tr")}
PARENTS |= {"td": {"tr"}, "th": {"tr"}, "thead": {"table"}, "tbody": {"table"}, "caption": {"table"}}
# Inside these, running text only.
RUNNING = {"p", "h3", "h4", "h5", "h6", "span", "b", "mark", "button", "a"}
IN_RUNNING = {"span", "b", "mark", "strong", "em", "q", "kbd", "button", "a"}
HANDLES = {"a", "button"}


@dataclass(eq=False)
class Node:
    """An element with what stands in it, words included."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)
    around: Node | None = None

    @property
    def text(self) -> str:
        """Its textContent."""
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)

    @property
    def nodes(self) -> Iterator[Node]:
        """All elements inside, in order."""
        for part in self.inside:
            if isinstance(part, Node):
                yield part
                yield from part.nodes

    def all(self, tag: str, name: str | None = None) -> list[Node]:
        """The elements inside with this tag, and of this class."""
        return [
            node
            for node in self.nodes
            if node.tag == tag and (name is None or name in node.attributes.get("class", "").split())
        ]

    def one(self, ident: str) -> Node:
        """The only element inside with this id."""
        (found,) = [node for node in self.nodes if node.attributes.get("id") == ident]
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> has an attribute twice: {names}"
        above = self.at
        if above.tag in CHILDREN:
            assert tag in CHILDREN[above.tag], f"<{tag}> right inside <{above.tag}>"
        if tag in PARENTS:
            assert above.tag in PARENTS[tag], f"<{tag}> right inside <{above.tag}>"
        if above.tag in RUNNING:
            assert tag in IN_RUNNING, f"<{tag}> among the words of <{above.tag}>"
        node = Node(tag, {name: value or "" for name, value in attrs}, [], above)
        while tag in HANDLES and above.around:
            assert above.tag not in HANDLES, f"<{tag}> inside <{above.tag}>"
            above = above.around
        self.at.inside.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.inside or tag not in CHILDREN, f"an empty <{tag}>"
        assert self.at.around is not None
        self.at = self.at.around

    def handle_data(self, data: str) -> None:
        assert self.at.tag not in CHILDREN or not data.strip(), f"{data!r} right inside <{self.at.tag}>"
        self.at.inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def parsed(fragment: str) -> Node:
    """``fragment`` as a tree. Fails where it is not valid, and where an id stands twice or holds white space."""
    reader = _Reader()
    reader.feed(fragment)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    ids = [node.attributes["id"] for node in reader.root.nodes if "id" in node.attributes]
    assert len(set(ids)) == len(ids), sorted(ident for ident in set(ids) if ids.count(ident) > 1)
    assert all(ident and not set(ident) & set(" \t\n\f\r") for ident in ids)
    return reader.root
