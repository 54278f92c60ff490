"""Sessions for chat clients, which send the whole conversation each time and no session id."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

_MOST = 10_000


class Chats:
    """Which session holds a conversation, known by its owner and everything that was asked in it so far.

    `take` hands a session out once: where two conversations began alike, each goes on in a session of its own.
    """

    def __init__(self, clock: Callable[[], datetime], keep: timedelta) -> None:
        self._clock = clock
        self._keep = keep
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, tuple[datetime, str]] = OrderedDict()

    def put(self, user: str, questions: Sequence[str], session_id: str) -> None:
        with self._lock:
            self._sessions[_key(user, questions)] = (self._clock() + self._keep, session_id)
            while len(self._sessions) > _MOST:
                self._sessions.popitem(last=False)

    def take(self, user: str, questions: Sequence[str]) -> str | None:
        with self._lock:
            expires, session_id = self._sessions.pop(_key(user, questions), (None, None))
        return session_id if expires and expires > self._clock() else None


def _key(user: str, questions: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps([user, *questions]).encode()).hexdigest()
