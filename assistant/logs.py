"""JSON logs with a request id. What people ask never goes into them above DEBUG."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog

_SHARED: tuple[structlog.types.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
# Below WARNING they tell request URLs and frames, which may hold a token or a question.
_CHATTY = (
    "httpx",
    "httpcore",
    "openai",
    "chromadb",
    "telegram",
    "websockets",
    "mcp",
    "uvicorn.access",
    "uvicorn.error",
)


def configure(level: str, stream: TextIO = sys.stderr) -> None:
    """Send structlog and standard logging to one stream, one JSON object a line."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    hush()


def hush() -> None:
    """Keep what others log of requests out of the logs, whatever the level."""
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
