"""JSON objects that platforms send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bots.errors import BadEnvelope


def read_object(text: str | bytes) -> dict[str, Any]:
    """The object, with halves of characters replaced: they could be neither kept nor sent. Raises `BadEnvelope`."""
    try:
        told = json.loads(text)
        whole = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        told = json.loads(whole)
    except (ValueError, RecursionError) as exc:
        raise BadEnvelope("不是有效的 JSON") from exc
    if not isinstance(told, dict):
        raise BadEnvelope("不是 JSON 对象")
    return told


def within(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object of that name, empty where there is none."""
    held = told.get(name)
    return held if isinstance(held, dict) else {}
