"""How true, sharp and fast observations are: `make bench-observations` prints this table.

Oracles and real scenes lie in the shared folder (SERVANDA_SHARED, by default ../shared).
Each part can be run alone: `python -m benchmarks.observations irmad alarms`.
"""

from __future__ import annotations

from benchmarks import change_memory, chips, false_alarms, irmad, omnibus, posts
from benchmarks.bars import Parts, run_parts

PARTS: Parts = {
    "alarms": ("False alarms, and what is found beside them", false_alarms.figures),
    "irmad": ("IR-MAD: against its oracles and its limits", irmad.figures),
    "omnibus": ("Omnibus test, looks and long series", omnibus.figures),
    "memory": ("`servanda change` as a whole process", change_memory.figures),
    "posts": ("The simulated guard posts, from pixel to probability", posts.figures),
    "chips": ("A thousand sites on sixty dates", chips.figures),
}


if __name__ == "__main__":
    raise SystemExit(run_parts(PARTS, __doc__))
