"""Documents and claims to lineages and independent origins: pure, records and arrays alone."""

from .lineages.event_groups import event_groups
from .lineages.remarks import remarks_on
from .lineages.rows import event_links, reuse_links, sentence_origins
from .lineages.trace import Traced, trace_origins
from .reuse.boosted_tables import BoostedTables
from .reuse.links import ReuseVerifier

__all__ = [
    "BoostedTables",
    "ReuseVerifier",
    "Traced",
    "event_groups",
    "event_links",
    "remarks_on",
    "reuse_links",
    "sentence_origins",
    "trace_origins",
]
