"""How true, sharp and fast observations are: `make bench-observations` prints this table.

Oracles and real scenes lie in the shared folder (SERVANDA_SHARED, by default ../shared).
Each part can be run alone: `python -m benchmarks.observations irmad alarms`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks import change_memory, chips, false_alarms, irmad, omnibus, posts
from benchmarks.bars import Figure, print_figures

PARTS: dict[str, tuple[str, Callable[[], Iterable[Figure]]]] = {
    "alarms": ("False alarms, and what is found beside them", false_alarms.figures),
    "irmad": ("IR-MAD: against its oracles and its limits", irmad.figures),
    "omnibus": ("Omnibus test, looks and long series", omnibus.figures),
    "memory": ("`servanda change` as a whole process", change_memory.figures),
    "posts": ("The simulated guard posts, from pixel to probability", posts.figures),
    "chips": ("A thousand sites on sixty dates", chips.figures),
}


def main() -> int:
    """Print the wanted parts; 1 if a bar is not reached."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all of them, if none")
    chosen = wanted.parse_args().parts or list(PARTS)
    held = [print_figures(*_part(name)) for name in chosen]
    return 0 if all(held) else 1


def _part(name: str) -> tuple[str, Iterable[Figure]]:
    title, figures = PARTS[name]
    return title, figures()


if __name__ == "__main__":
    raise SystemExit(main())
