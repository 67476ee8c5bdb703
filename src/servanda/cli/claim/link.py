"""servanda claim link, unlink: say if a claim bears on an obligation."""

from __future__ import annotations

from servanda.cli.claim.decisions import keep_decision
from servanda.cli.claim.options import ClaimId, ObligationId, Reason
from servanda.cli.options import CaseName, Data
from servanda.records import DecisionAct

__all__ = ["link", "unlink"]


def link(
    case: CaseName,
    claim: ClaimId,
    obligation: ObligationId,
    reason: Reason = "",
    data: Data = None,
) -> None:
    """Say that a claim bears on an obligation, even if its words do not show it.

    Example: servanda claim link korea-2018 n14#c3 c-gp-dprk-surface --reason "the same posts"
    """
    keep_decision(case, claim, data, DecisionAct.LINK, reason=reason, obligation=obligation)


def unlink(
    case: CaseName,
    claim: ClaimId,
    obligation: ObligationId,
    reason: Reason = "",
    data: Data = None,
) -> None:
    """Say that a claim does not bear on an obligation.

    Example: servanda claim unlink korea-2018 n14#c3 c-gp-dprk-surface --reason "other posts"
    """
    keep_decision(case, claim, data, DecisionAct.UNLINK, reason=reason, obligation=obligation)
