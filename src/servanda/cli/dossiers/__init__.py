"""The commands about dossiers: write one, check one."""

from __future__ import annotations

from servanda.cli.dossiers.dossier import dossier
from servanda.cli.dossiers.verify import verify

__all__ = ["dossier", "verify"]
