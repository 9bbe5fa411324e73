"""An evidence file against an article that has been read: what the script finds, and what it can't tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.assets.ibid_verify import CHANGED, DIGEST, WRONG, Finding, difference, is_copy, shown, verify
from app.evidence_file import unproved
from ingest.article import Article


def findings(evidence: Mapping[str, object], article: Article) -> list[Finding]:
    """All that the script finds, and what a reading of ``article`` tells beyond."""
    found = verify(evidence, article.text)
    if any(finding.status == WRONG and finding.where != DIGEST for finding in found):
        return found  # of what has not the right shape, no more can be told
    if is_copy(evidence, article.text):
        return [*found, *unproved(evidence, article)]
    return list(_Reread(evidence, article).findings(found))


class _Reread:
    """Another copy of the article, read anew, beside what was found in its text."""

    def __init__(self, evidence: Mapping[str, Any], article: Article) -> None:
        self._article = article
        self._units = {(s.start, s.end): passage for passage in article.passages for s in passage.sentences}
        holders = [turn["answer"] for turn in evidence["turns"]]
        holders += [statement for check in evidence["checks"] for statement in check["statements"]]
        self._quotes = {
            (quote["start"], quote["end"]): quote for each in holders for quote in (*each["quotes"], *each["closest"])
        }
        lists = [turn["answer"]["references"] for turn in evidence["turns"]]
        lists += [check["references"] for check in evidence["checks"]]
        self._references = [reference for each in lists for reference in each]

    def findings(self, found: Sequence[Finding]) -> Iterator[Finding]:
        """``found``, with what the copy's sentences, sections and list of references say to it."""
        renamed = {finding.was: finding for finding in found if finding.what == "heading"}
        for finding in found:
            if finding.what == "quote" and finding.holds:
                yield from self._quote(finding, renamed)
            elif finding.what == "reference" and finding.holds:
                yield from self._reference(finding)
            else:
                yield finding
        yield from self._missing()

    def _quote(self, finding: Finding, renamed: Mapping[tuple[int, int] | None, Finding]) -> Iterator[Finding]:
        passage = self._units.get(finding.now or (0, 0))
        if passage is None:
            yield replace(finding, status=CHANGED, said=f"no whole sentence here: {self._around(finding)}")
            return
        yield finding
        quote = self._quotes.get(finding.was or (0, 0), {})
        expected = self._expected(quote, renamed)
        if expected is not None and expected != passage.section:
            said = difference(" › ".join(expected), " › ".join(passage.section))
            yield replace(finding, what="section", status=CHANGED, said=f"stands in another section: {shown(said)}")

    def _around(self, finding: Finding) -> str:
        """What became of the words that ``finding`` was about: the sentence that they are a part of."""
        start, end = finding.now or (0, 0)
        whole = next((at for at in self._units if at[0] <= start and end <= at[1]), None)
        if whole is None:
            return f"“{shown(finding.words)}”"
        return difference(finding.words, self._article.text[whole[0] : whole[1]])

    def _expected(
        self, quote: Mapping[str, Any], renamed: Mapping[tuple[int, int] | None, Finding]
    ) -> tuple[str, ...] | None:
        """The section of ``quote`` by the names its headings have now; None where one of them is gone."""
        section: list[str] = []
        for title, heading in zip(quote.get("section", ()), quote.get("headings", ()), strict=False):
            found = renamed.get((heading["start"], heading["end"]))
            if found is None or found.holds:
                section.append(title)
            elif found.now:
                section.append(" ".join(self._article.text[found.now[0] : found.now[1]].split()))
            else:
                return None
        return tuple(section)

    def _reference(self, finding: Finding) -> Iterator[Finding]:
        labels = {each["label"] for each in self._references if (each["start"], each["end"]) == finding.was}
        yield finding
        for label in sorted(labels):
            entry = self._article.entry(label)
            if entry is None or (entry.start, entry.end) != finding.now:
                now = f"“{shown(self._article.slice(entry))}”" if entry else "no entry"
                yield replace(finding, status=CHANGED, said=f"[{shown(label, 20)}] is another one here: {now}")

    def _missing(self) -> Iterable[Finding]:
        """References that had no entry and have one in this copy."""
        labels = dict.fromkeys(each["label"] for each in self._references if each.get("why") == "missing")
        for label in labels:
            if entry := self._article.entry(label):
                said = f"had no entry, and has one here: “{shown(self._article.slice(entry))}”"
                line, at = self._article.line(entry.start), (entry.start, entry.end)
                where = f"reference [{shown(label, 20)}]"
                yield Finding("reference", where, CHANGED, now=at, now_line=line, said=said)
