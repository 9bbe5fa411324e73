"""Evidence files made of given answers, about a small article; and what the schema says of them."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from app.evidence_file import evidence
from app.proof import Proof
from app.render import Renderer
from ingest.article import Article
from ingest.parse import parse
from tests.app.quoting import answered, units
from tests.making import CONTRACT

AT = "2024-05-31T12:00:00Z"
TRAM = parse(
    """Tram line

The tram line was opened in 1904.[1] It ran to the harbour.[2]

History

Service

It was closed in 1951.[1][2] Nobody was asked.

Harbour

It was sold.[1]

References

1. ^ a b c Smith, A. “A line”. 1990.
"""
)
PROOF = Proof(TRAM)


def written(article: Article = TRAM, **held: Any) -> dict[str, Any]:
    return evidence(article, Proof(article), "1.2.3", AT, **held)


def validator() -> Draft202012Validator:
    names = ("answer.schema.json", "evidence.schema.json")
    schemas = {name: json.loads((CONTRACT / name).read_text("utf-8")) for name in names}
    resources = [(name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schemas["evidence.schema.json"], registry=registry)


def checked(article: Article, *statements: tuple[str, str, list[int]]) -> dict[str, Any]:
    """An ``ibid.check/1`` of these: words, verdict, and the numbers of the sentences quoted."""
    every = units(article)
    claim = " ".join(words for words, _, _ in statements)
    cites: dict[str, Any] = {}
    parts: list[dict[str, Any]] = []
    for words, verdict, numbers in statements:
        data = Renderer(Proof(article), article).data(answered(article, [every[number] for number in numbers]))
        quotes = data["quotes"] if verdict != "not_in_article" else []
        cites |= {each["label"]: each for each in data["references"] if quotes}  # type: ignore[index, attr-defined]
        parts.append(
            {
                "text": words,
                "start": claim.index(words),
                "end": claim.index(words) + len(words),
                "verdict": verdict,
                "quotes": quotes,
                "closest": [] if quotes else data["quotes"],
                "differences": [{"claim": words[:2], "article": quotes[0]["text"][:2], "what": "wording"}]
                if verdict == "differs"
                else [],
            }
        )
    verdicts = [verdict for _, verdict, _ in statements]
    return {
        "schema": "ibid.check/1",
        "claim": claim,
        "statements": parts,
        "verdict": next(v for v in ("differs", "not_in_article", "supported") if v in verdicts),
        "references": list(cites.values()),
        "article": {"title": article.title, "sha256": article.sha256},
        "took_ms": 1.5,
    }


CHECK = checked(
    TRAM,
    ("It closed in 1950.", "differs", [2]),
    ("It was opened in 1904.", "supported", [0, 4]),
    ("It was red.", "not_in_article", [1, 3]),
)
