"""API keys: `wz_<id>_<secret>`, of which only a hash of the secret is kept.

The secret is 256 random bits, so one round of SHA-256 is enough: there is nothing to guess from a dictionary.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, select, update

from assistant.records.tables import KEYS
from assistant.records.transactions import reads, writes

if TYPE_CHECKING:
    from sqlalchemy import Engine

KeyRole = Literal["ask", "staff", "admin"]
PREFIX = "wz_"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret."""

    key_id: str
    name: str
    role: KeyRole
    made_at: datetime
    revoked_at: datetime | None = None


class KeyRing:
    """Makes, checks and revokes keys."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def make(self, name: str, role: KeyRole) -> tuple[ApiKey, str]:
        """A new key and its token; the token cannot be shown again."""
        key = ApiKey(key_id=secrets.token_hex(6), name=name, role=role, made_at=self._clock())
        secret = secrets.token_urlsafe(32)
        row = {"key_id": key.key_id, "name": name, "role": role, "secret_hash": _digest(secret), "made_at": key.made_at}
        with writes(self._engine) as connection:
            connection.execute(KEYS.insert(), row)
        return key, f"{PREFIX}{key.key_id}_{secret}"

    def check(self, token: str) -> ApiKey | None:
        """The key of a token, or None where it is unknown, wrong or revoked."""
        key_id, _, secret = token.removeprefix(PREFIX).partition("_")
        with reads(self._engine) as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.key_id == key_id)).one_or_none()
        if row is None or not token.startswith(PREFIX):
            return None
        if not hmac.compare_digest(row.secret_hash, _digest(secret)) or row.revoked_at is not None:
            return None
        return _key(row)

    def revoke(self, key_id: str) -> bool:
        """From now on the key opens nothing; False if there is no such key in use."""
        query = update(KEYS).where(KEYS.c.key_id == key_id, KEYS.c.revoked_at.is_(None))
        with writes(self._engine) as connection:
            return connection.execute(query.values(revoked_at=self._clock())).rowcount > 0

    def all(self) -> list[ApiKey]:
        with reads(self._engine) as connection:
            return [_key(row) for row in connection.execute(select(KEYS).order_by(KEYS.c.made_at))]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(row.key_id, row.name, row.role, row.made_at, row.revoked_at)
