"""servanda review: decide on what was read by machine, one question at a time."""

from __future__ import annotations

from servanda.cli.review.command import review

__all__ = ["review"]
