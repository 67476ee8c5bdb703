"""servanda case schema: the JSON Schema of case.yaml."""

from __future__ import annotations

from servanda.cli.output import say

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema of case.yaml.

    Example: servanda case schema > case.schema.json
    """
    import json

    from servanda.sources import case_schema

    say(json.dumps(case_schema(), ensure_ascii=False, sort_keys=True, indent=1))
