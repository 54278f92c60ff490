"""Tables of the sessions, apart from those of the knowledge base."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

# Times are seconds since the epoch, so that every database compares them alike. The owner is a digest: a session
# must be found for its user, but the user need not be found from a session.
sessions = Table(
    "conversation_sessions",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("last_used", Float, nullable=False),
    Index("conversation_sessions_by_owner", "owner", "last_used"),
)

turns = Table(
    "conversation_turns",
    metadata,
    Column("session_id", ForeignKey("conversation_sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
)
