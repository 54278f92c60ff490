"""How often a key or an address may ask."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Awaitable, Callable

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.api.problems import TOO_MANY, ApiError

Count = Callable[[str, int], Awaitable[int]]
"""Counts an ask of a bucket, of which a minute may see so many; returns 0, or the seconds to wait."""

_SUBSCRIBER_BITS = 64  # of an IPv6 address; whoever has one has all that begin like it


def counting_here() -> Count:
    """Counts in this process alone."""
    limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(bucket: str, limit: int) -> int:
        item = RateLimitItemPerMinute(limit)
        if limiter.hit(item, bucket):
            return 0
        return max(1, math.ceil(limiter.get_window_stats(item, bucket).reset_time - time.time()))

    return count


class RateLimits:
    """Requests from the machine itself are not limited unless `limit_loopback`."""

    def __init__(self, asks_per_minute: int, count: Count, *, limit_loopback: bool = False) -> None:
        self._limit = asks_per_minute
        self._count = count
        self._limit_loopback = limit_loopback

    async def spend(self, key_id: str | None, address: str) -> None:
        """Count one ask for the key, or without one for the address; raises 429 where there were too many."""
        network = _network_of(address)
        if not self._limit_loopback and network is not None and network.is_loopback:
            return
        wait = await self._count(f"key:{key_id}" if key_id else f"address:{network or address}", self._limit)
        if wait:
            raise ApiError(TOO_MANY, f"提问过于频繁,请在 {wait} 秒后再试。", {"Retry-After": str(wait)})


def _network_of(address: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    bits = _SUBSCRIBER_BITS if ip.version == 6 and not ip.is_loopback else ip.max_prefixlen
    return ipaddress.ip_network((ip, bits), strict=False)
