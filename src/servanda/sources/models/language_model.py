"""What the package of the language model says of it, read without loading the model or spaCy.

Loading takes seconds, and a text that was read before needs the model's name alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from servanda.errors import MissingExtraError

__all__ = ["read_language_model_meta"]


def read_language_model_meta(package: str) -> Mapping[str, Any]:
    """The description in the package of a spaCy model: its language, name and version.

    Raises MissingExtraError if the model or spaCy is not installed.
    """
    try:
        spec = find_spec(package) if find_spec("spacy") is not None else None
        if spec is None or spec.origin is None:
            raise FileNotFoundError(package)
        text = Path(spec.origin).with_name("meta.json").read_text(encoding="utf-8")
        meta: Mapping[str, Any] = json.loads(text)
    except (ImportError, OSError, ValueError) as error:
        raise MissingExtraError(
            "the language model is not installed; install servanda[text-model]"
        ) from error
    return meta
