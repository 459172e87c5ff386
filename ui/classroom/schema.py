"""The tables of class sessions. `VERSION` counts their shapes: data outlive a release."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1
TABLES = MetaData()

shape = Table("wicklab_schema", TABLES, Column("version", Integer, primary_key=True))

classes = Table(
    "wicklab_classes",
    TABLES,
    Column("code", String(8), primary_key=True),
    Column("key", String(64), nullable=False),  # fingerprint of the teacher's
    Column("expires", Float, nullable=False, index=True),  # seconds since 1970, as all times here
    Column("version", Integer, nullable=False),  # counts what students see
    Column("tally", Integer, nullable=False),  # counts what only the teacher sees
    Column("page", String(32), nullable=False),
    Column("link", Text, nullable=False),
    Column("door", Boolean, nullable=False),  # whether more may join
    Column("asked", Integer, nullable=False),  # number of the question on the screens, 0 for none
)


def _of_a_class() -> Column:
    return Column(
        "code", String(8), ForeignKey("wicklab_classes.code", ondelete="CASCADE"), nullable=False
    )


members = Table(
    "wicklab_members",
    TABLES,
    Column("id", Integer, primary_key=True),
    _of_a_class(),
    Column("key", String(64), nullable=False),
    Column("nickname", String(64), nullable=False),
    Column("folded", String(128), nullable=False),
    Column("seen", Float, nullable=False),
    Column("following", Boolean, nullable=False),
    UniqueConstraint("code", "folded"),
    Index("wicklab_members_key", "code", "key"),
)

questions = Table(
    "wicklab_questions",
    TABLES,
    Column("id", Integer, primary_key=True),
    _of_a_class(),
    Column("number", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(8), nullable=False),  # open, closed or revealed
    UniqueConstraint("code", "number"),
)

answers = Table(
    "wicklab_answers",
    TABLES,
    Column(
        "question", Integer, ForeignKey("wicklab_questions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "member", Integer, ForeignKey("wicklab_members.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("value", Text, nullable=False),
    Column("at", Float, nullable=False),
)  # fmt: skip
