"""Transactions on the records; a database that cannot serve is `ServiceUnavailable`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import ServiceUnavailable
from ingestion.knowledge.database import writing

_AWAY = "记录数据库暂时不可用,请稍后再试。"


@contextmanager
def reads(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads."""
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as exc:
        raise ServiceUnavailable(_AWAY) from exc


@contextmanager
def writes(engine: Engine) -> Iterator[Connection]:
    """A transaction that waits its turn to write, and is kept as a whole or not at all."""
    try:
        with writing(engine) as connection:
            yield connection
    except SQLAlchemyError as exc:
        raise ServiceUnavailable(_AWAY) from exc
