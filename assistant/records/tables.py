"""Table definitions. Times are stored as UTC without a zone, since SQLite keeps none."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    text,
)
from sqlalchemy.types import TypeDecorator

from assistant.records.transactions import writes

METADATA = MetaData()
ACTION_CHARS = 64


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on databases with and without zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


ANSWERS = Table(
    "answers",
    METADATA,
    Column("answer_id", String(64), primary_key=True),
    Column("asked_at", Moment, nullable=False, index=True),
    Column("user", String(128), nullable=False),
    Column("session_id", String(200), nullable=False, index=True),
    Column("channel", String(32), nullable=False, server_default=""),
    Column("question", Text, nullable=False),
    Column("understood_as", Text, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("latency_ms", Float, nullable=False),
    Column("request", Text, nullable=False),
    Column("answer", Text, nullable=False),
)

OPINIONS = Table(
    "opinions",
    METADATA,
    Column("answer_id", ForeignKey(ANSWERS.c.answer_id, ondelete="CASCADE"), primary_key=True),
    Column("user", String(128), primary_key=True),
    Column("vote", String(8), nullable=False),
    Column("reason", String(64)),
    Column("comment", Text),
    Column("given_at", Moment, nullable=False),
)

KEYS = Table(
    "api_keys",
    METADATA,
    Column("key_id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(128), nullable=False),
    Column("action", String(ACTION_CHARS), nullable=False),
    Column("subject", Text, nullable=False),
    Column("outcome", Text, nullable=False),
)

JOBS = Table(
    "upload_jobs",
    METADATA,
    Column("job_id", String(64), primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("stage", String(128), nullable=False),
    Column("outcomes", Text, nullable=False),
)


ASKS = Table(
    "recent_asks",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("bucket", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Index("recent_asks_by_bucket", "bucket", "at"),
)


def create(engine: Engine) -> None:
    """Create what is missing, the column of channels in an older database too."""
    with writes(engine) as connection:
        METADATA.create_all(connection)
        if "channel" not in {column["name"] for column in inspect(connection).get_columns(ANSWERS.name)}:
            connection.execute(text("ALTER TABLE answers ADD COLUMN channel VARCHAR(32) NOT NULL DEFAULT ''"))
