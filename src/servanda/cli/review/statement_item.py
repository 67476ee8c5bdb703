"""A sentence and a duty as a question: what does the one say of the other?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from servanda.cli.options import now
from servanda.cli.output import say
from servanda.cli.review.answers import context_line, printable, read_key, read_line
from servanda.cli.review.session import Answered
from servanda.cli.review.statement_numbers import (
    ask_for_numbers,
    days_in_words,
    numbers_in_words,
)
from servanda.records import (
    Case,
    Label,
    Obligation,
    Statement,
    StatementAct,
    StatementDecision,
    WhyAsked,
)

if TYPE_CHECKING:
    from servanda.pipeline import CaseReader, StatementQuestion
    from servanda.store import Store

__all__ = ["StatementItem"]

# The keys of the labels, in their order; a sentence that says nothing of the duty has its own.
_LABEL_KEYS = dict(
    zip("1234567890", (label for label in Label if label is not Label.UNRELATED), strict=True)
)
_LEAST_SHOWN = 0.05  # a label less likely than this is not shown [layout]
_OTHERS_SHOWN = 2  # labels shown beside the likeliest [layout]


@dataclass(slots=True)
class StatementItem:
    """One sentence in its context, one duty, and what was read."""

    store: Store
    case: Case
    reader: CaseReader
    question: StatementQuestion
    help: str = (
        "a right, l other label, d other duty, e other count or date, r unrelated to the duty, "
        "u undo the last decision, j next, k previous, q quit, ? this help"
    )
    decisions: list[StatementDecision] = field(default_factory=list)
    standing: StatementDecision | None = None  # the last word when it was shown, whoever's

    def lines(self, place: str) -> Iterator[str]:
        """The duty, the sentence in its context, the label with its chance, number and days."""
        self._catch_up()
        document, statement = self.question.read.document, self._statement
        published = days_in_words(document.publication)
        yield f"[{place}] {printable(document.id)}, {published}{self._last_word()}"
        yield f"{statement.obligation}: {printable(self._duty.clause)}"
        yield context_line(document, statement.span)
        yield f"{self._label_in_words()} | {self._reason()}"
        if statement.label is not Label.UNRELATED:
            yield self._numbers_and_holder(statement)

    def answer(self, key: str) -> Answered:
        """Keep what a key says, asking for what more it needs."""
        acts = {
            "a": self._right,
            "l": self._other_label,
            "d": self._other_duty,
            "e": self._other_numbers,
            "r": self._unrelated,
        }
        return acts[key]() if key in acts else Answered.UNKNOWN

    def undo(self) -> None:
        """Take the last decision of this session back."""
        from servanda.pipeline import undo_on_statement

        undo_on_statement(self.store, self.case, self.decisions[-1], now())
        self.decisions.pop()

    def _right(self) -> Answered:
        return self._keep(StatementAct.RIGHT, self._statement)

    def _unrelated(self) -> Answered:
        return self._keep(StatementAct.UNRELATED, _without_relation(self._statement))

    def _other_label(self) -> Answered:
        label = _pick_label()
        if label is None:
            return Answered.NOTHING
        return self._keep(StatementAct.OTHER_LABEL, self._with_label(self._duty, label))

    def _other_duty(self) -> Answered:
        statement = self._statement
        duty = self._pick_duty()
        if duty is None:
            return Answered.NOTHING
        label = _pick_label(statement.label)
        if label is None:
            return Answered.NOTHING
        moved = self._with_label(duty, label)
        return self._keep(StatementAct.OTHER_DUTY, _without_relation(statement), moved)

    def _other_numbers(self) -> Answered:
        statement = self._statement
        if statement.label is Label.UNRELATED:
            say("say first what the sentence says of the duty (l)")
            return Answered.NOTHING
        try:
            mended = ask_for_numbers(statement)
        except ValueError as error:
            say(f"not kept: {error}")
            return Answered.NOTHING
        if mended == statement:
            say("nothing changed")
            return Answered.NOTHING
        return self._keep(StatementAct.OTHER_NUMBERS, mended)

    def _keep(self, act: StatementAct, *says: Statement) -> Answered:
        from servanda.pipeline import keep_on_statement

        if self._catch_up():
            say(f"not kept: decided a moment ago{self._last_word()}; answer again")
            return Answered.NOTHING
        question = replace(self.question, statement=self._statement)
        decision = keep_on_statement(self.store, self.case, question, act, says, now())
        self.decisions.append(decision)
        for statement in decision.says:
            say(f"kept: {statement.obligation}: {self._kept_in_words(statement)}")
        return Answered.KEPT

    def _kept_in_words(self, statement: Statement) -> str:
        if statement.label is Label.UNRELATED:
            return "unrelated"
        return f"{_words(statement.label)} | {self._numbers_and_holder(statement)}"

    def _catch_up(self) -> bool:
        """Take over the last word on this question; True if it is another than was shown."""
        from servanda.pipeline import last_on_statement

        shown, self.standing = (
            self.standing,
            last_on_statement(self.store, self.case, self.question),
        )
        return shown != self.standing

    @property
    def _statement(self) -> Statement:
        """What the sentence says of the duty by the last word, else as it was read."""
        said = () if self.standing is None else self.standing.says
        mine = (other for other in said if other.obligation == self.question.statement.obligation)
        return next(mine, self.question.statement)

    @property
    def _duty(self) -> Obligation:
        wanted = self.question.statement.obligation
        return next(duty for duty in self.case.obligations if duty.id == wanted)

    def _last_word(self) -> str:
        """In brackets who decided what, if anybody did."""
        if self.standing is None:
            return ""
        who = "you" if self.standing.who == self.store.who else printable(self.standing.who)
        return f" ({who}: {_words(self._statement.label)})"

    def _label_in_words(self) -> str:
        """The label with its chance, and what else it may be."""
        statement = self._statement
        if statement.reviewed:
            return f"{_words(statement.label)}, decided"
        if not self.question.judged:
            return "nothing was read here"
        chances = dict(zip(Label, statement.p, strict=True))
        others = sorted(chances, key=lambda label: -chances[label])
        shown = [
            f"{_words(label)} {chances[label]:.2f}"
            for label in others
            if label is not statement.label and chances[label] >= _LEAST_SHOWN
        ]
        best = f"{_words(statement.label)} {chances[statement.label]:.2f}"
        return f"{best} ({', '.join(shown[:_OTHERS_SHOWN])})" if shown else best

    def _reason(self) -> str:
        question = self.question
        if question.why_asked is WhyAsked.MISSED:
            return f"near the duty ({question.nearness:.2f})"
        if question.why_asked is WhyAsked.DRAWN:
            return "drawn at random"
        return f"the answer may move the duty by {question.change:.1f} decibans"

    def _numbers_and_holder(self, statement: Statement) -> str:
        claims = {claim.id: claim for claim in self.question.read.claims}
        claim = claims.get(statement.claim)
        holder = "(the document)" if claim is None or claim.holder is None else claim.holder
        return f"{numbers_in_words(statement)} | {printable(holder)}"

    def _with_label(self, duty: Obligation, label: Label) -> Statement:
        from servanda.pipeline import sentence_with_label

        return sentence_with_label(self.case, self.reader, self.question, duty, label)

    def _pick_duty(self) -> Obligation | None:
        """Another duty that is read by meaning, by its number in a list or its id."""
        duties = [duty for duty in self.reader.duties(self.case) if duty != self._duty]
        if not duties:
            say("no other duty of the case is read by its clause")
            return None
        for number, duty in enumerate(duties, 1):
            say(f"    {number} {duty.id}: {printable(duty.clause)}")
        wanted = read_line("duty")
        by_name = {str(number): duty for number, duty in enumerate(duties, 1)}
        by_name |= {duty.id: duty for duty in duties}
        if wanted not in by_name:
            say("nothing kept: no such duty" if wanted else "nothing kept")
        return by_name.get(wanted)


def _pick_label(usual: Label = Label.UNRELATED) -> Label | None:
    """A label by its key or name; usual: the one meant by "=", none if it is no relation."""
    keys = dict(_LABEL_KEYS)
    if usual is not Label.UNRELATED:
        keys["="] = usual
    say("    " + ", ".join(f"{key} {_words(label)}" for key, label in keys.items()))
    wanted = read_key()
    label = (keys | {label.value: label for label in keys.values()}).get(wanted.replace(" ", "_"))
    if label is None:
        say("nothing kept: no such label" if wanted else "nothing kept")
    return label


def _without_relation(statement: Statement) -> Statement:
    return replace(statement, label=Label.UNRELATED)


def _words(label: Label) -> str:
    return label.value.replace("_", " ")
