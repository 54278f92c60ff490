"""How often a key or an address may ask."""

from __future__ import annotations

import ipaddress
import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.api.problems import TOO_MANY, ApiError


class RateLimits:
    """Per process. Requests from the machine itself are not limited unless `limit_loopback`."""

    def __init__(self, asks_per_minute: int, *, limit_loopback: bool = False) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerMinute(asks_per_minute)
        self._limit_loopback = limit_loopback

    def spend(self, key_id: str | None, address: str) -> None:
        """Count one ask for the key, or without one for the address; raises 429 where there were too many."""
        if not self._limit_loopback and _is_loopback(address):
            return
        bucket = f"key:{key_id}" if key_id else f"address:{address}"
        if not self._limiter.hit(self._item, bucket):
            reset = self._limiter.get_window_stats(self._item, bucket).reset_time
            wait = max(1, math.ceil(reset - time.time()))
            raise ApiError(TOO_MANY, f"提问过于频繁,请在 {wait} 秒后再试。", {"Retry-After": str(wait)})


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
