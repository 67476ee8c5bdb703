"""Events of a collection: sentences joined by edges of either kind, and what they come down to.

Documents, lineages and origins are counted in each. Edges of the same event gather what is asked
about; they join no origins.
"""

from __future__ import annotations

import numpy as np

from servanda.origins.lineages.origin_labels import join_labels
from servanda.origins.lineages.trace import Traced
from servanda.origins.reuse.candidates import Index
from servanda.records import EventGroup

__all__ = ["event_groups"]

SURE, POSSIBLE = 0.8, 0.2  # scores from which an edge is sure, and could be [judgement]


def event_groups(traced: Traced, most: int) -> tuple[EventGroup, ...]:
    """The events that most documents tell of, at most `most`, each of two documents or more."""
    event = traced.is_same_event
    group = join_labels(traced.origin, traced.first[event], traced.second[event])
    possible, sure = _joined_from(traced, POSSIBLE), _joined_from(traced, SURE)
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.r_[True, np.diff(group[order]) > 0]) if len(order) else order
    sets = [members for members in np.split(order, edges[1:]) if len(members) > 1]
    counted = [(len(np.unique(traced.document[members])), members) for members in sets]
    counted = [(count, members) for count, members in counted if count > 1]
    counted.sort(key=lambda pair: (-pair[0], int(pair[1][0])))
    return tuple(_group(traced, members, possible, sure) for _, members in counted[:most])


def _joined_from(traced: Traced, score: float) -> Index:
    """Labels by the edges of copying and attribution of at least a score."""
    cites, again = traced.attributions, traced.repetitions
    copies, cited = traced.probability >= score, cites.probability >= score
    return join_labels(
        np.arange(len(traced.document)),
        np.concatenate((traced.first[copies], cites.sentence[cited], again[0])),
        np.concatenate((traced.second[copies], cites.source[cited], again[1])),
    )


def _group(traced: Traced, members: Index, possible: Index, sure: Index) -> EventGroup:
    origins = len(np.unique(traced.origin[members]))
    moment = traced.appeared[traced.document[members], 1]
    first = members[np.lexsort((members, np.where(np.isnan(moment), np.inf, moment)))[0]]
    text = traced.texts[int(traced.document[first])]
    return EventGroup(
        text.sentences[int(traced.place[first])],
        tuple(traced.texts[number].id for number in np.unique(traced.document[members]).tolist()),
        len(np.unique(traced.lineage[members])),
        origins,
        min(origins, len(np.unique(possible[members]))),
        max(origins, len(np.unique(sure[members]))),
    )
