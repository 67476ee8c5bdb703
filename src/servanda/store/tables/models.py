"""The tables: immutable versions of records, rows that name the current version, and the log.

A row's other columns repeat parts of the record for queries; `record_tables.py` computes them
from the record, and `Store.verify` compares them with it.
"""

from __future__ import annotations

from django.db import models

__all__ = [
    "LONGEST_ID",
    "LONGEST_PATH",
    "CaseFileRow",
    "CaseRow",
    "CustodyRow",
    "DataFileRow",
    "DecisionRow",
    "DocumentRow",
    "HandMadeClaimRow",
    "ObservationRow",
    "ReadingRow",
    "RecordRow",
    "SceneRow",
    "StatementDecisionRow",
    "VersionRow",
]

# Three such columns fit one index entry of PostgreSQL (2,704 bytes) at four bytes a character.
# [limit]
LONGEST_ID = 200

# One such column fits one index entry. [limit]
LONGEST_PATH = 600

HEX_DIGITS = 64  # of a SHA-256 [definition]


def _id(null: bool = False, db_index: bool = False) -> models.CharField[str, str]:
    return models.CharField(max_length=LONGEST_ID, null=null, db_index=db_index)


class VersionRow(models.Model):
    """One version of a record; never changed, never deleted."""

    digest = models.CharField(max_length=HEX_DIGITS, primary_key=True)
    kind = models.CharField(max_length=40)
    body = models.TextField()  # canonical JSON; of a document without its text

    class Meta:
        db_table = "servanda_version"


class CustodyRow(models.Model):
    """One entry of the custody log."""

    sequence = models.BigIntegerField(primary_key=True)
    who = models.CharField(max_length=LONGEST_ID)
    what = models.CharField(max_length=40)
    subject = models.TextField()
    digest = models.CharField(max_length=HEX_DIGITS)
    when = models.CharField(max_length=40)  # ISO 8601 in UTC, exactly the text that is hashed
    previous = models.CharField(max_length=HEX_DIGITS)
    hash = models.CharField(max_length=HEX_DIGITS)

    class Meta:
        db_table = "servanda_custody"


class CaseRow(models.Model):
    """The current version of a case."""

    id = models.CharField(max_length=LONGEST_ID, primary_key=True)
    version = models.ForeignKey(VersionRow, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "servanda_case"


class CaseFileRow(models.Model):
    """One of the files that a case was loaded from, kept as evidence."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="files")
    name = _id()
    sha256 = models.CharField(max_length=HEX_DIGITS)

    class Meta:
        db_table = "servanda_case_file"
        constraints = (
            models.UniqueConstraint(fields=("case", "name"), name="servanda_one_case_file"),
        )


class DataFileRow(models.Model):
    """A file of imagery or a picture, by its path in the data folder."""

    path = models.CharField(max_length=LONGEST_PATH, unique=True)
    sha256 = models.CharField(max_length=HEX_DIGITS)

    class Meta:
        db_table = "servanda_data_file"


class RecordRow(models.Model):
    """The current version of a record in a case; `key` is the record's id."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="+")
    key = _id()
    version = models.ForeignKey(VersionRow, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(fields=("case", "key"), name="%(class)s_one_per_case"),
        )


class DocumentRow(models.Model):
    """A kept document, in a case or outside all cases."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="+", null=True)
    key = _id()
    version = models.ForeignKey(VersionRow, on_delete=models.PROTECT, related_name="+")
    from_folder = models.BooleanField()  # True: loaded with its case; False: added alone
    sha256 = models.CharField(max_length=HEX_DIGITS, db_index=True)
    text_sha256 = models.CharField(max_length=HEX_DIGITS)
    source = _id(null=True, db_index=True)
    published_on = models.DateField(null=True, db_index=True)

    class Meta:
        db_table = "servanda_document"
        constraints = (
            models.UniqueConstraint(fields=("case", "key"), name="servanda_one_document"),
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(case=None),
                name="servanda_one_document_outside",
            ),
        )


class ReadingRow(models.Model):
    """The claims that one reader found in one document."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="+")
    document = _id()
    reader = _id()
    version = models.ForeignKey(VersionRow, on_delete=models.PROTECT, related_name="+")
    document_digest = models.CharField(max_length=HEX_DIGITS)
    names_digest = _id()

    class Meta:
        db_table = "servanda_reading"
        constraints = (
            models.UniqueConstraint(
                fields=("case", "document", "reader"), name="servanda_one_reading"
            ),
        )


class SceneRow(RecordRow):
    """A scene."""

    sha256 = models.CharField(max_length=HEX_DIGITS, db_index=True)
    acquired = models.DateTimeField(db_index=True)

    class Meta(RecordRow.Meta):
        db_table = "servanda_scene"


class ObservationRow(RecordRow):
    """An observation."""

    site = _id(db_index=True)
    acquired = models.DateTimeField(db_index=True)

    class Meta(RecordRow.Meta):
        db_table = "servanda_observation"


class HandMadeClaimRow(RecordRow):
    """A claim that a person entered."""

    document = _id(db_index=True)

    class Meta(RecordRow.Meta):
        db_table = "servanda_hand_made_claim"


class DecisionRow(RecordRow):
    """A person's decision about a claim; its key is a digest, so no other replaces it."""

    document = _id(db_index=True)
    claim = _id(db_index=True)
    since = models.DateField()

    class Meta(RecordRow.Meta):
        db_table = "servanda_decision"


class StatementDecisionRow(RecordRow):
    """A person's decision about a sentence and a duty; its key is a digest, as above."""

    document = _id(db_index=True)
    obligation = _id(db_index=True)

    class Meta(RecordRow.Meta):
        db_table = "servanda_statement_decision"
