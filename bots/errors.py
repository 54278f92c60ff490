"""Errors of delivering to a platform, named by what the caller does next.

DeliveryError
├── Undeliverable   this message can never arrive: log for the operator, go on with the next
│   └── Blocked     the person has left or blocked the bot: remember it
└── TryLater        the platform is busy or out of reach: try again, a bounded number of times
"""

from __future__ import annotations

from assistant.errors import AssistantError


class DeliveryError(AssistantError):
    """A message could not be handed to the platform. Messages never carry a token, a secret or a webhook address."""


class Undeliverable(DeliveryError):
    """Trying again cannot help."""


class Blocked(Undeliverable):
    """The person has blocked the bot or left the chat."""


class TryLater(DeliveryError):
    """Trying again may succeed. `after_s`: when, where the platform said so; `uncertain`: it may have arrived."""

    def __init__(self, message: str, after_s: float | None = None, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.after_s = after_s
        self.uncertain = uncertain


class BadEnvelope(AssistantError):
    """A callback is not what the platform sends: wrong signature, receiver, padding or form (HTTP 4xx)."""
