"""The account of a number: what was assumed, and what each cause and each item adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servanda.assessment.explanation.players import Game, Player, players_of
from servanda.assessment.explanation.shapley import Budget, shapley_values
from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import decibans
from servanda.assessment.model.arrays import Array
from servanda.records import Account, AccountLine, Contribution, Evidence

__all__ = ["ExplainedNumber", "explain_number"]

MOST_EXPLAINED = 200  # items of one duty that are listed [limit]
# Where summing is slow: exact up to four causes, 2**4 ways, else four orders and their reverses.
# [limit]
SLOW = Budget(exact_players=4, pairs_at_once=4, ways=1)


@dataclass(frozen=True, slots=True)
class ExplainedNumber:
    """The account of a number, and the same by item; the weakest items may be left out."""

    account: Account
    contributions: tuple[Contribution, ...]  # largest first
    left_out: int


def explain_number(
    model: DutyModel,
    evidence: Sequence[Evidence],
    wanted: Array,
    chance: float,
    cache: MassCache,
) -> ExplainedNumber:
    """The parts of a number, in decibans: Shapley values of one function of who is heard.

    chance: the number
    An origin's part is split among its items by what each of them says alone.
    """
    players = players_of(model)
    game = Game(model, wanted, tuple(player for player in players if player.tells_something), cache)
    whole = decibans(chance)
    budget = SLOW if model.is_expensive else Budget()
    shares = shapley_values(len(game.players), game.values, whole, budget)
    of_coupled = _coupled_parts(game, shares.parts, shares.nobody)
    lines, items = [], []
    for player in players:
        part, error, coupled = 0.0, 0.0, 0.0
        if player.tells_something:
            place = game.players.index(player)
            part, error = float(shares.parts[place]), float(shares.standard_errors[place])
            coupled = float(of_coupled[place])
        lines.append(_line(player, part, error, coupled))
        items += _items(game, player, part, coupled, shares.nobody)
    lines.sort(key=lambda line: (-abs(line.decibans), line.kind.value, line.origin or ""))
    found = _contributions(items, evidence)
    return ExplainedNumber(
        Account(shares.nobody, tuple(lines), whole),
        found[:MOST_EXPLAINED],
        max(0, len(found) - MOST_EXPLAINED),
    )


def _line(player: Player, part: float, error: float, coupled: float) -> AccountLine:
    ids = tuple(report.evidence for report in player.reports)
    return AccountLine(player.kind, player.origin, part, error, coupled, ids)


def _coupled_parts(game: Game, parts: Array, nobody: float) -> Array:
    """(player,) how much of each part is by what the player says of coupled duties."""
    coupled = np.where([bool(player.own) for player in game.players], 0.0, parts)
    mixed = [n for n, player in enumerate(game.players) if player.own and player.coupled]
    if mixed:
        alone = np.eye(len(game.players), dtype=bool)[mixed]
        silent = np.zeros_like(alone)
        own = game.values_apart(alone, silent)[0] - nobody
        other = game.values_apart(silent, alone)[0] - nobody
        for place, *says in zip(mixed, own, other, strict=True):
            coupled[place] = _split(float(parts[place]), np.array(says))[1]
    return coupled


def _items(
    game: Game, player: Player, part: float, coupled: float, nobody: float
) -> list[tuple[str, float]]:
    """The items of a player, each with its share of the player's part."""
    slow = game.model.is_expensive or len(player.reports) > MOST_EXPLAINED
    if len(player.own) < 2 and len(player.coupled) < 2:
        says = np.ones(len(player.own)), np.ones(len(player.coupled))
    elif slow:
        done_is_met = bool(game.wanted[-1] >= game.wanted[0])
        says = (
            _strengths(player.own, part - coupled, done_is_met=done_is_met),
            _strengths(player.coupled, coupled, done_is_met=done_is_met),
        )
    else:
        own, other = game.values_of_single_reports(player)
        says = own - nobody, other - nobody
    found: list[tuple[str, float]] = []
    for reports, whole, alone in (
        (player.own, part - coupled, says[0]),
        (player.coupled, coupled, says[1]),
    ):
        shares = _split(whole, alone)
        found += [(r.evidence, float(s)) for r, s in zip(reports, shares, strict=True)]
    return found


def _split(whole: float, alone: Array) -> Array:
    """A whole in parts that add up to it, in proportion to what each says alone.

    Where these have unlike signs each part is what it says alone, and what is then left over, or
    lacking, is spread by size; so nothing is divided by a sum that happens to be near 0.
    """
    if not len(alone):
        return alone
    sizes = np.abs(alone)
    if not sizes.any():
        alone = sizes = np.ones(len(alone))
    return np.asarray(alone + (whole - alone.sum()) * (sizes / sizes.sum()))


def _strengths(reports: Sequence[Report], whole: float, *, done_is_met: bool) -> Array:
    """How far each report speaks for met, judged by its likelihood alone, in decibans.

    Of a look at one site the sign is its own; of any other report that of the whole.
    """
    found = []
    for report in reports:
        mean = report.reliability.mean
        likelihood = mean * report.right + (1.0 - mean) * report.wrong
        if report.site is not None:
            towards_done = 10.0 * float(np.log10(likelihood[-1] / likelihood[0]))
            found.append(towards_done if done_is_met else -towards_done)
        else:
            weight = 10.0 * float(np.log10(likelihood.max() / likelihood.min()))
            found.append(float(np.copysign(weight, whole)))
    return np.array(found)


def _contributions(
    items: Sequence[tuple[str, float]], evidence: Sequence[Evidence]
) -> tuple[Contribution, ...]:
    by_id = {item.id: item for item in evidence}
    found = [
        Contribution(
            item, by_id[item].document, by_id[item].origin,
            by_id[item].times.published.public_on, share,
        )
        for item, share in items
    ]  # fmt: skip
    found.sort(key=lambda contribution: (-abs(contribution.decibans), contribution.evidence))
    return tuple(found)
