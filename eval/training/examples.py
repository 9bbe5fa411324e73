"""A question, and the windows it is trained on: where the answer stands, and where the search would also look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.windows import SENTENCE_PIECES, Cutter, Laid, Pieces, Window, around, lay
from eval.training import contrast, stories
from eval.training.corpus import Asked, Corpus, Text, occurrences
from eval.training.mining import Found
from eval.training.perturb import blurred, emptied, hidden_shared, names, near_miss, without_shared
from eval.training.recipes import Recipe
from eval.training.titles import Part
from index.lexical import Words

# The hard negatives are drawn from so many of the search's best sentences.
HARD = 12
# Sentences of the passage itself among a pair recipe's others.
OWN = 2
# Unanswerable questions that are trained on in an epoch: of SQuAD's, two thirds as many as have an answer is too
# many for a reader that mostly has to rank.
UNANSWERABLE = 0.6
# Windows without a heading, so that the reader does not lean on it: own articles may have none.
HEADLESS = 0.1


@dataclass(frozen=True, slots=True)
class Shown:
    """A window as it is read. ``scored`` and ``right`` count its sentences; ``starts``, ``ends`` its pieces."""

    laid: Laid
    scored: tuple[int, ...]
    right: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """All windows of one question. ``spans``: whether it is known where the answer's words stand, or that none do."""

    shown: tuple[Shown, ...]
    spans: bool


@dataclass(frozen=True, slots=True)
class _Place:
    text: int
    window: Window
    scored: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """What of a passage answers, and what is done to it: sentences that read otherwise, and whether the words of the
    right ones that the question has too are masked.
    """

    right: tuple[int, ...]
    sentences: Mapping[int, str]
    hidden: bool


class Maker:
    """Makes the examples of a recipe. The same seed, epoch, question and turn give the same example."""

    def __init__(self, corpus: Corpus, found: Found, cutter: Cutter, recipe: Recipe, seed: int) -> None:
        self._corpus = corpus
        self._found = found
        self._cutter = cutter
        self._recipe = recipe
        self._seed = seed
        self._words = Words()
        self._trained: list[int] = []
        # Questions that were written for it, and how often an epoch shows each.
        self._written: list[tuple[int, int]] = []
        turns = {contrast.PREFIX: recipe.contrast, stories.PREFIX: recipe.stories}
        for at, one in enumerate(corpus.asked):
            if one.part is Part.TRAIN:
                own = next((prefix for prefix in turns if one.id.startswith(prefix)), None)
                if own is None:
                    self._trained.append(at)
                else:
                    self._written.append((at, turns[own]))
        groups: dict[str, list[str]] = {}
        for text in corpus.texts:
            groups.setdefault(text.group, []).extend(text.sentences)
        self._names = {group: names(sentences) for group, sentences in groups.items()}

    def epoch(self, number: int) -> Iterator[tuple[Example, ...]]:
        """The steps of an epoch."""
        random = Random(f"{self._seed}:{number}")
        asked = [
            (at, 0) for at in self._trained if self._corpus.asked[at].right or random.random() < UNANSWERABLE
        ]  # fmt: skip
        # All of these, with an answer or without: it is the difference that they are written for.
        asked += [(at, turn) for at, often in self._written for turn in range(often)]
        random.shuffle(asked)
        size = self._recipe.batch
        for start in range(0, len(asked) - size + 1, size):
            budget = random.choice(self._recipe.budgets)
            yield tuple(self.example(at, budget, number, turn) for at, turn in asked[start : start + size])

    def example(self, at: int, budget: int, epoch: int, turn: int = 0) -> Example:
        """The example of question ``at``, where an epoch shows it for the ``turn``-th time, counted from 0."""
        # Without a turn where there is but one, so that recipes without pairs give what they always gave.
        random = Random(":".join(map(str, (self._seed, epoch, at, *([turn] if turn else [])))))
        one = self._corpus.asked[at]
        text = self._corpus.texts[one.text]
        question, right = one.question, one.right
        best = text.sentences[random.choice(right)] if right else ""
        said: dict[int, str] = {}
        hidden = False
        if right and random.random() < self._recipe.near_misses:
            spoilt = near_miss(question, " ".join(text.sentences), self._names[text.group], random)
            question, right = (spoilt, ()) if spoilt else (question, right)
        elif right and self._drawn(self._recipe.emptied, random):
            said = self._emptied(text, one, random)
            right = () if said else right
        elif right and self._drawn(self._recipe.blurred, random):
            vague = {number: blurred(text.sentences[number], one.answers, random) for number in right}
            said = {number: other for number, other in vague.items() if other}
        elif right and random.random() < self._recipe.dropped:
            question = without_shared(question, best, self._words, random)
        elif right and random.random() < self._recipe.hidden:
            hidden = True
        home = text.sentences.index(best) if best else self._likeliest(at, one, random)
        places = self._places(at, one, home, budget, random)
        pieces = self._cutter(question)
        change = _Change(right, said, hidden)
        shown = tuple(self._show(place, one, pieces, change, random) for place in places)
        return Example(shown, bool(one.answers) or not right)

    @staticmethod
    def _drawn(share: float, random: Random) -> bool:
        """One in so many; nothing is drawn for none, so that a recipe without gives what it always gave."""
        return bool(share) and random.random() < share

    @staticmethod
    def _emptied(text: Text, one: Asked, random: Random) -> dict[int, str]:
        """Every sentence of the passage that has the answer's words, without them."""
        found = ((number, emptied(one.question, own, one.answers, random)) for number, own in enumerate(text.sentences))
        return {number: vague for number, vague in found if vague is not None}

    def _likeliest(self, at: int, one: Asked, random: Random) -> int:
        """Where an unanswerable question seems to be answered: the search's best sentence of its passage."""
        own = self._found.sentences[at][self._found.texts[at] == one.text]
        return int(own[0]) if len(own) else random.randrange(len(self._corpus.texts[one.text].sentences))

    def _places(self, at: int, one: Asked, home: int, budget: int, random: Random) -> list[_Place]:
        first = self._place(one.text, home, budget, random)
        places = [first]
        wanted = self._recipe.others + 1
        if self._recipe.shape == "pair":
            near = [number for number in range(len(self._corpus.texts[one.text].sentences)) if number not in one.right]
            near = [number for number in near if number != home]
            random.shuffle(near)
            places += [self._place(one.text, number, budget, random) for number in near[:OWN]]
        ranked = [
            (int(text), int(sentence))
            for text, sentence in zip(self._found.texts[at], self._found.sentences[at], strict=True)
            if text >= 0 and not (text == one.text and sentence in (*one.right, home))
        ][:HARD]
        random.shuffle(ranked)
        for text, sentence in ranked:
            if len(places) >= wanted:
                break
            place = self._place(text, sentence, budget, random)
            if not self._tells(place, one) and not any(_meet(place, other) for other in places):
                places.append(place)
        return places

    def _place(self, text: int, at: int, budget: int, random: Random) -> _Place:
        if self._recipe.shape == "pair":
            window = Window(max(0, at - 1), at + 1)
            return _Place(text, window, (at,))
        lengths = [min(len(self._cutter(part).ids), SENTENCE_PIECES) for part in self._corpus.texts[text].sentences]
        side = random.random() < 0.5
        window = around(lengths, at, budget, before_first=lambda: side)
        return _Place(text, window, tuple(range(window.first, window.end)))

    def _tells(self, place: _Place, one: Asked) -> bool:
        """Whether a place meant not to answer has the answer's words or a sentence marked right."""
        if place.text == one.text and any(number in one.right for number in place.scored):
            return True
        sentences = self._corpus.texts[place.text].sentences[place.window.first : place.window.end]
        return any(occurrences(sentence, answer) for sentence in sentences for answer in one.answers)

    def _show(self, place: _Place, one: Asked, question: Pieces, change: _Change, random: Random) -> Shown:
        text = self._corpus.texts[place.text]
        changed = change.sentences if place.text == one.text else {}
        heading = self._cutter(" › ".join(text.heading) if random.random() >= HEADLESS else "")
        numbers = range(place.window.first, place.window.end)
        own = [number for number in numbers if place.text == one.text and number in change.right]
        cut = [self._cutter(changed.get(number, text.sentences[number])) for number in numbers]
        if change.hidden:
            for number in own:
                spot = number - place.window.first
                cut[spot] = hidden_shared(cut[spot], text.sentences[number], one.question, self._words, random)
        laid = lay(question, heading, cut)
        starts: list[int] = []
        ends: list[int] = []
        for number in own:
            spot = number - place.window.first
            base = laid.sentence_of.index(spot) if spot in laid.sentence_of else -1
            said = changed.get(number, text.sentences[number])
            for start, end in _pieces_of(said, one.answers, cut[spot].first(SENTENCE_PIECES)):
                starts.append(base + start)
                ends.append(base + end)
        scored = tuple(number - place.window.first for number in place.scored)
        return Shown(
            laid, scored, tuple(number - place.window.first for number in own), tuple(set(starts)), tuple(set(ends))
        )


def _meet(one: _Place, other: _Place) -> bool:
    return one.text == other.text and not set(one.scored).isdisjoint(other.scored)


def _pieces_of(sentence: str, answers: Sequence[str], pieces: Pieces) -> Iterator[tuple[int, int]]:
    """First and last piece of every occurrence of an answer."""
    for answer in answers:
        for start, end in occurrences(sentence, answer):
            inside = [at for at, (first, last) in enumerate(pieces.offsets) if first < end and last > start]
            if inside:
                yield inside[0], inside[-1]
