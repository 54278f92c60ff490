"""Turns as JSON."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter, ValidationError

from assistant.model import Turn


@cache
def _adapter() -> TypeAdapter[Turn]:
    return TypeAdapter(Turn)


def write_turn(turn: Turn) -> str:
    """`turn` as JSON."""
    return _adapter().dump_json(turn).decode("utf-8")


def read_turn(payload: str) -> Turn | None:
    """The turn in `payload`; None where another version wrote it in a form that no longer fits."""
    try:
        return _adapter().validate_json(payload)
    except ValidationError:
        return None
