"""Tables of the bots, beside the catalog's. Times are seconds since the epoch."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData()

# A row is the memory of one message. When it is done only its key stays, to know the platform's repeats.
INBOX = Table(
    "bot_inbox",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(32), nullable=False),
    Column("key", String(200), nullable=False),
    Column("queue", String(300), nullable=False),
    Column("asker", String(300), nullable=False),
    Column("message", Text, nullable=False),
    Column("received", Float, nullable=False),
    Column("state", String(16), nullable=False),  # waiting, running, done, failed
    Column("owner", String(64)),
    Column("lease", Float, nullable=False, default=0),
    Column("not_before", Float, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("parts", Text),  # the rendered reply: its presence means that nobody asks again
    Column("sent", Integer, nullable=False, default=0),
    Column("sending", Boolean, nullable=False, default=False),  # part `sent` is on its way, or was when we died
    Column("notes", Text, nullable=False, default="{}"),
    UniqueConstraint("channel", "key"),
    Index("bot_inbox_by_state", "state", "queue"),
)

TALKS = Table(
    "bot_talks",
    METADATA,
    Column("memory", String(64), primary_key=True),
    Column("generation", Integer, nullable=False, default=0),
    Column("region", String(100)),
    Column("answer_id", String(64)),
    Column("touched", Float, nullable=False),
)

BLOCKED = Table(
    "bot_blocked",
    METADATA,
    Column("queue", String(64), primary_key=True),
    Column("since", Float, nullable=False),
)

# Answers of the AI bot that WeCom fetches piece by piece, from whichever worker it reaches.
STREAMS = Table(
    "bot_streams",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("content", Text, nullable=False),
    Column("finished", Boolean, nullable=False, default=False),
    Column("closed", Boolean, nullable=False, default=False),  # ended before the answer, which goes to response_url
    Column("posted", Boolean, nullable=False, default=False),  # response_url has been used
    Column("card", Text),
    Column("answer_id", String(64)),
    Column("started", Float, nullable=False),
)

# Digests of what went to members of a WeCom company, to tell a repeat that is meant from one that is not.
PRINTS = Table(
    "bot_prints",
    METADATA,
    Column("print", String(64), primary_key=True),
    Column("entry", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("at", Float, nullable=False),
)
