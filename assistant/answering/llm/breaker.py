"""A circuit breaker: after a run of failures a model is left alone for a while."""

from __future__ import annotations

from collections.abc import Callable

from assistant.errors import ModelUnavailable


class Breaker:
    """Opens after `threshold` failures in a row; after `cooldown_s` one trial is let through.

    `clock` counts seconds and never runs backwards.
    """

    def __init__(self, clock: Callable[[], float], *, threshold: int = 3, cooldown_s: float = 30.0) -> None:
        self._clock = clock
        self._threshold = threshold
        self._cooldown = cooldown_s
        self._failures = 0
        self._opened: float | None = None

    @property
    def open(self) -> bool:
        return self._opened is not None and self._clock() - self._opened < self._cooldown

    def enter(self) -> None:
        """Raise ModelUnavailable while open; when the cool-down is over, stay shut for all but this caller."""
        if self.open:
            raise ModelUnavailable("语言模型暂不可用，稍后自动恢复")
        if self._opened is not None:
            self._opened = self._clock()

    def succeed(self) -> None:
        self._failures = 0
        self._opened = None

    def fail(self) -> None:
        self._failures += 1
        if self._failures >= self._threshold:
            self._opened = self._clock()
