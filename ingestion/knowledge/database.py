"""The SQL database behind the catalog: SQLite (WAL) inside the data directory, or any other by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=15000", "foreign_keys=ON", "cache_size=-16000")


def connect(folder: Path, url: str | None) -> Engine:
    """An engine whose connections hold a snapshot from their first statement to the end of the transaction.

    Its errors, which end up in logs, do not repeat what was to be stored.
    """
    target = make_url(url or f"sqlite:///{folder / 'catalog.sqlite3'}")
    if target.get_backend_name() != "sqlite":
        return create_engine(target, isolation_level="REPEATABLE READ", pool_pre_ping=True, hide_parameters=True)
    # Threads queue for the one writer that SQLite allows; its own waiting polls, and is unfair for seconds.
    engine = create_engine(
        target, pool_size=8, max_overflow=56, execution_options={"turn": Lock()}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin transactions late, and lose the snapshot
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that means to write: it waits its turn at the start instead of failing half way."""
    turn: AbstractContextManager[Any] = engine.get_execution_options().get("turn", nullcontext())
    with turn, engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection
