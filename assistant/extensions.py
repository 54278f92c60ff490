"""Packages that import the assistant plug in here by entry point, so that the assistant never imports them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from assistant.errors import ConfigError

if TYPE_CHECKING:
    from fastapi import APIRouter

    from assistant.core import Assistant
    from assistant.settings import Settings

logger = logging.getLogger(__name__)

Channel = Callable[["Settings", "Assistant"], "Iterable[APIRouter]"]


def command(name: str) -> Callable[..., Any]:
    """The command-line app of a group of commands. Raises `ConfigError` where its package is not installed."""
    found = entry_points(group="wenzheng.commands", name=name)
    if not found:
        raise ConfigError(f"命令 {name} 没有安装,请运行 make setup。")
    return _load(next(iter(found)))  # type: ignore[no-any-return]


def channel_routers(settings: Settings, assistant: Assistant) -> list[APIRouter]:
    """The webhook routes of every chat channel that the settings configure; one that is not installed is told of."""
    routers: list[APIRouter] = []
    for found in entry_points(group="wenzheng.channels"):
        try:
            channel: Channel = _load(found)
        except ConfigError as exc:
            logger.warning("%s", exc)
        else:
            routers += channel(settings, assistant)
    return routers


def _load(found: Any) -> Any:
    try:
        return found.load()
    except ModuleNotFoundError as exc:
        raise ConfigError(f"{found.name} 需要的软件包 {exc.name} 没有安装,请运行 make setup。") from exc
