"""What speaks for and against each number of a sentence as the count of one duty's things.

Everything here is read off the sentence and the clause: words that they share, what stands before
and after a number, how its value relates to what is asked and to the other numbers, whose name is
near. No list says what can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from servanda.claims.meaning.encoder import similarity
from servanda.claims.slots.counted_duty import CountedDuty, CountSetting, actor_stems, stems
from servanda.claims.slots.number_cues import cues_about, cues_in, stretch
from servanda.claims.slots.numbers import StatedNumber
from servanda.records import Comparison, Label, Span

__all__ = ["kind_features", "number_features"]

_SMALL = 0.02  # of what is asked: less is rarely its count [judgement; here]
_GROUPS = {
    Label.DONE: "full", Label.RESPECTED: "full", Label.PARTLY_DONE: "part",
    Label.UNDER_WAY: "part", Label.NOT_DONE: "short", Label.REVERSED: "breach",
    Label.VIOLATED: "breach", Label.INTENDED: "plan", Label.DEMANDED: "asked",
    Label.TERMS: "asked", Label.UNRELATED: "asked",
}  # fmt: skip
_SHORTEST_WORD = 3  # letters: shorter ones are of grammar [judgement; here]
_FAR = 3.0  # times what is asked: more is rarely its count [judgement; here]
_MOST_SHARED = 3  # stems in common: more say no more [judgement; here]
_LONGEST_RANK = 5  # numbers of a sentence told apart by their place [judgement; here]
_STOPS = re.compile(r"[,;:|]|\.\s|\s(?:and|but|while|with|against|than)\s")
_UNIT_STOPS = re.compile(
    r"[,;:|(]|\.\s|\s(?:and|but|while|with|against|than|in|on|at|by|from|to|for|who|which|that|had"
    r"|has|have|was|were|is|are|be|been|being|will|would|could|under|into|after|before)\s"
)

Features = dict[str, float]
Nearness = Callable[[int, int], float]


def number_features(
    text: str,
    numbers: Sequence[StatedNumber],
    duty: CountedDuty,
    label: Label,
    setting: CountSetting,
) -> list[Features]:
    """For each number what speaks for and against it, by name."""
    group = _GROUPS[label]
    nearness = _nearness(setting)
    to_counted = _nearness(setting, duty.places) if duty.places else nearness
    actors = _actor_places(text, setting)
    found: list[Features] = []
    for number in numbers:
        grouped = {"any", f"kind {duty.kind}", *cues_about(text, number, numbers)}
        grouped |= {f"form {number.form}"}
        features = dict.fromkeys(grouped, 1.0)
        features |= _grouped_values(number, numbers, duty)
        features |= {f"{name} {group}": value for name, value in features.items() if value}
        features |= _values(number, numbers, duty)
        features |= _unit_features(text, number, numbers, duty, nearness)
        features["counted nearness"] = to_counted(*_unit_place(text, number, numbers))
        features |= _actor_features(text, number, numbers, actors)
        found.append(features)
    return _with_ranks(found)


def kind_features(
    text: str,
    number: StatedNumber,
    numbers: Sequence[StatedNumber],
    duty: CountedDuty,
    label: Label,
) -> Features:
    """What tells whether a number counts what is done, added, left, asked, a rate or a share."""
    holds = {
        "any": True,
        f"form {number.form}": True,
        "whole": number.whole is not None,
        "alone": len(numbers) == 1,
        "asked": number.value == duty.asked,
        "complement": _completes(number, numbers, duty),
        "rate duty": duty.is_rate,
        "share duty": duty.is_share,
        "nothing asked": duty.asked is None,
        "above": duty.asked is not None and number.value > duty.asked,
        **dict.fromkeys(cues_about(text, number, numbers), True),
        **dict.fromkeys(cues_in(text), True),
    }
    names = [name for name, held in holds.items() if held]
    by_group = [f"{name} {_GROUPS[label]}" for name in names]
    by_rate = [f"{name} of a rate" for name in names if duty.is_rate]
    return dict.fromkeys([*names, *by_group, *by_rate, f"label {label}"], 1.0)


def _completes(number: StatedNumber, numbers: Sequence[StatedNumber], duty: CountedDuty) -> bool:
    """True if it and another number of the sentence make what is asked."""
    others = [other.value for other in numbers if other is not number]
    return any(number.value + other == duty.asked for other in others)


def _grouped_values(
    number: StatedNumber, numbers: Sequence[StatedNumber], duty: CountedDuty
) -> Features:
    """What a value says differently under each label."""
    others = [other.value for other in numbers if other is not number]
    return {
        "is whole": float(number.is_whole),
        "largest": float(bool(others) and number.value >= max(others)),
        "nothing asked": float(duty.asked is None),
        "asked": float(number.value == duty.asked),
        "above": float(duty.asked is not None and number.value > duty.asked),
        "complement": float(_completes(number, numbers, duty)),
    }


def _values(number: StatedNumber, numbers: Sequence[StatedNumber], duty: CountedDuty) -> Features:
    """What a value says under any label."""
    value = number.value
    others = [other.value for other in numbers if other is not number]
    asked = duty.asked or value
    return {
        "whole": float(number.whole is not None),
        "whole is asked": float(number.whole is not None and number.whole == duty.asked),
        "is other asked": float(value in duty.others and value > 1),
        "said twice": float(value in others),
        "is sum": float(any(a + b == value for a in others for b in others if a < b)),
        "is part": float(any(value + other in others for other in others)),
        "percent of share": float(duty.is_share and number.form == "percent"),
        "percent of none": float(not duty.is_share and number.form == "percent"),
        "compared": float(number.comparison is not Comparison.EXACTLY),
        "alone": float(not others),
        "one": float(value == 1),
        "tiny": float(value < _SMALL * asked),
        "far above": float(value > _FAR * asked),
    }


def _unit_features(
    text: str,
    number: StatedNumber,
    numbers: Sequence[StatedNumber],
    duty: CountedDuty,
    nearness: Nearness,
) -> Features:
    """How well the words after a number, and those of its phrase, go with the clause's."""
    start, end = _unit_place(text, number, numbers)
    first, last = _phrase(text, number, numbers)
    unit, phrase = stems(text[start:end]), stems(text[first:last])
    return {
        "unit counted": float(bool(unit & duty.counted)),
        "unit in clause": float(bool(unit & duty.stems)),
        "unit words": float(bool(unit)),
        "unit nearness": nearness(start, end),
        "phrase": float(min(_MOST_SHARED, len(phrase & duty.stems))),
        "phrase counted": float(bool(phrase & duty.counted)),
        "phrase nearness": nearness(first, last),
    }


def _phrase(text: str, number: StatedNumber, numbers: Sequence[StatedNumber]) -> tuple[int, int]:
    """Where the words stand between the marks and numbers around a number."""
    first, last = stretch(text, number, numbers)
    before = list(_STOPS.finditer(text, first, number.span.start))
    after = _STOPS.search(text, number.span.end, last)
    return before[-1].end() if before else first, after.start() if after else last


def _unit_place(
    text: str, number: StatedNumber, numbers: Sequence[StatedNumber]
) -> tuple[int, int]:
    """Where the words stand that a number counts."""
    _, last = stretch(text, number, numbers)
    end = min(last, number.span.end + len(number.unit) + 1)
    stop = _UNIT_STOPS.search(text, number.span.end + 1, end)
    return number.span.end, stop.start() if stop else end


def _nearness(setting: CountSetting, places: Sequence[Span] = ()) -> Nearness:
    """How near in meaning the nearest word of a stretch is to a word of the clause.

    places: where in the clause the word has to be; anywhere if there are none
    """
    sentence, clause = setting.sentence, setting.clause
    if sentence is None or clause is None:
        return _far
    chosen = [
        row
        for row, (first, last) in enumerate(clause.words)
        if not places or any(place.start <= first and last <= place.end for place in places)
    ]
    if not chosen or not sentence.words:
        return _far
    cosines = similarity(sentence.word_vectors, clause.word_vectors[chosen]).max(axis=1).tolist()
    by_word = list(zip(sentence.words, cosines, strict=True))

    def nearest(start: int, end: int) -> float:
        inside = [
            cosine
            for (first, last), cosine in by_word
            if start <= first and last <= end and last - first >= _SHORTEST_WORD
        ]
        return max(inside, default=0.0)

    return nearest


def _far(start: int, end: int) -> float:
    return 0.0


def _actor_places(text: str, setting: CountSetting) -> list[tuple[int, bool]]:
    """Where actors are named, and whether each is a bearer."""
    places: list[tuple[int, bool]] = []
    for beginnings, own in zip(actor_stems(setting), (True, False), strict=True):
        for stem in sorted(beginnings):
            name = re.compile(rf"\b{re.escape(stem[0].upper() + stem[1:])}")
            places += [(match.start(), own) for match in name.finditer(text)]
    return sorted(places)


def _actor_features(
    text: str,
    number: StatedNumber,
    numbers: Sequence[StatedNumber],
    actors: list[tuple[int, bool]],
) -> Features:
    """Whose name stands nearest, before the number and after it.

    "Alpha 11 and Beta 14", "11 from Alpha and 14 from Beta": whether a name opens the sentence
    tells which of the two it is.
    """
    first, last = stretch(text, number, numbers)
    before = [(place, own) for place, own in actors if place < number.span.start]
    after = [own for place, own in actors if number.span.end <= place < last]
    opens = " opens" if any(place < numbers[0].span.start for place, _ in actors) else ""
    both = " of both" if len({own for _, own in actors}) > 1 else ""
    names: list[str] = []
    if before:
        place, own = before[-1]
        name = f"after {'bearer' if own else 'other'}"
        names += [name, f"{name}{both}", *([f"{name} close{opens}"] if place >= first else [])]
    if after:
        name = f"before {'bearer' if after[0] else 'other'}"
        names += [name, f"{name}{both}{opens}"]
    return dict.fromkeys(names, 1.0)


def _with_ranks(found: list[Features]) -> list[Features]:
    """With the margin over the best other number for what is compared between them."""
    for name in ("unit nearness", "counted nearness", "phrase nearness", "phrase"):
        values = [features[name] for features in found]
        for place, features in enumerate(found):
            rest = values[:place] + values[place + 1 :]
            features[f"margin {name}"] = features[name] - max(rest) if rest else 0.0
    for place, features in enumerate(found):
        features["first"] = float(place == 0)
        features["last"] = float(place == len(found) - 1)
        features["place"] = min(place, _LONGEST_RANK) / _LONGEST_RANK
    return found
