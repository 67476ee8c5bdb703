"""servanda case schema: the JSON Schema of case.yaml."""

from __future__ import annotations

import typer

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema of case.yaml.

    Example: servanda case schema > case.schema.json
    """
    import json

    from servanda.sources import case_schema

    typer.echo(json.dumps(case_schema(), ensure_ascii=False, sort_keys=True, indent=1))
