"""A duty that several bear, each for itself: a row of its own for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from servanda.records.case.case import Obligation

__all__ = ["duties_by_bearer", "id_in_case", "row_of_bearer"]


def row_of_bearer(obligation: str, bearer: str) -> str:
    """The id of one bearer's own row of a duty."""
    return f"{obligation}.{bearer}"


def id_in_case(duty: Obligation) -> str:
    """The id by which a case file names the duty: of one bearer's own row that of the whole."""
    return duty.id.removesuffix(row_of_bearer("", duty.bearers[0])) if duty.co_bearers else duty.id


def duties_by_bearer(duty: Obligation, parties: Mapping[str, str | None]) -> tuple[Obligation, ...]:
    """The duty of each of its bearers, in the order in which they are named.

    What is asked is asked of each in full. A site that another of them holds is not its own.

    parties: of each site, who holds it; None where nobody does
    """
    return tuple(_of_bearer(duty, bearer, parties) for bearer in duty.bearers)


def _of_bearer(duty: Obligation, bearer: str, parties: Mapping[str, str | None]) -> Obligation:
    others = tuple(other for other in duty.bearers if other != bearer)
    return replace(
        duty,
        id=row_of_bearer(duty.id, bearer),
        bearers=(bearer,),
        co_bearers=others,
        sites=tuple(site for site in duty.sites if parties.get(site) not in others),
    )
