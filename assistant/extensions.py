"""Packages that import the assistant plug in here by entry point, so that the assistant never imports them.

`wenzheng.commands` are sub-commands, `wenzheng.channels` routes of chat channels, `wenzheng.alerts` who is told what
came of an ingest.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ConfigError

if TYPE_CHECKING:
    from fastapi import APIRouter

    from assistant.core import Assistant
    from assistant.settings import Settings
    from ingestion.pipeline import FileOutcome

logger = logging.getLogger(__name__)

Channel = Callable[["Settings", "Assistant"], "Iterable[APIRouter]"]
IngestListener = Callable[["Sequence[FileOutcome]"], Awaitable[None]]


def command(name: str) -> Callable[..., Any]:
    """The command-line app of a group of commands. Raises `ConfigError` where its package is not installed."""
    found = entry_points(group="wenzheng.commands", name=name)
    if not found:
        raise ConfigError(f"命令 {name} 没有安装,请运行 make setup。")
    return _load(next(iter(found)))  # type: ignore[no-any-return]


def channel_routers(settings: Settings, assistant: Assistant) -> list[APIRouter]:
    """The webhook routes of every chat channel that the settings configure; one that is not installed is told of."""
    return [router for channel in _every("wenzheng.channels") for router in channel(settings, assistant)]


def ingest_listeners(settings: Settings) -> list[IngestListener]:
    """Whoever the settings want to be told what came of every ingest."""
    made = (make(settings) for make in _every("wenzheng.alerts"))
    return [listener for listener in made if listener is not None]


async def tell_of_ingest(listeners: Iterable[IngestListener], outcomes: Sequence[FileOutcome]) -> None:
    """Tell the listeners. The ingest is over: what they cannot do is logged and changes nothing."""
    for listener in listeners:
        try:
            await listener(outcomes)
        except AssistantError as exc:
            logger.warning("%s", exc)


def _every(group: str) -> list[Any]:
    """What is installed of a group; a package that lacks another is told of and left out."""
    loaded = []
    for found in entry_points(group=group):
        try:
            loaded.append(_load(found))
        except ConfigError as exc:
            logger.warning("%s", exc)
    return loaded


def _load(found: Any) -> Any:
    try:
        return found.load()
    except ModuleNotFoundError as exc:
        raise ConfigError(f"{found.name} 需要的软件包 {exc.name} 没有安装,请运行 make setup。") from exc
