"""Opens the assistant for a command; an empty knowledge base starts with the shipped corpus."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from assistant.cli.progress import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.api.reading import Reading
    from assistant.core import Assistant
    from ingestion.knowledge import KnowledgeBase
    from ingestion.pipeline import IngestProgress, IngestReport

P = ParamSpec("P")
T = TypeVar("T")


@asynccontextmanager
async def opened() -> AsyncGenerator[Assistant]:
    """The assistant of the working folder's settings, ready to answer."""
    import logging

    from assistant import logs
    from assistant.core import Assistant
    from assistant.settings import load_settings

    settings = load_settings()
    logging.basicConfig(level=logging.DEBUG if settings.log_level == "DEBUG" else logging.WARNING)
    logs.hush()
    async with Assistant(settings) as assistant:
        await fill(assistant)
        yield assistant


async def read(method: Callable[Concatenate[Reading, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """One read of the catalog."""
    from datetime import UTC, datetime

    from assistant.api.reading import Reads

    async with opened() as assistant:
        return await Reads(assistant, lambda: datetime.now(UTC))(method, *args, **kwargs)


async def fill(assistant: Assistant) -> None:
    """Ingest the shipped corpus into an empty knowledge base, unless the settings say not to."""
    if assistant.settings.knowledge.shipped_corpus and not await assistant.run(assistant.knowledge.documents):
        with shown("首次启动,导入随附的政策文件") as show:
            await assistant.run(_fill, assistant.knowledge, show)


def _fill(knowledge: KnowledgeBase, show: Callable[[IngestProgress], None]) -> None:
    from ingestion.corpus import shipped_corpus
    from ingestion.pipeline import ingest

    with knowledge.writing_alone():  # workers start together: the first fills, the others find it filled
        if not knowledge.documents():
            ingest([shipped_corpus()], knowledge, progress=show)


async def ingest(assistant: Assistant, paths: Sequence[Path], title: str) -> IngestReport:
    """Ingest, showing on standard error how far it is, and tell whoever the settings want to be told."""
    from assistant.errors import AssistantError
    from assistant.extensions import ingest_listeners, tell_of_ingest
    from ingestion.errors import IngestionError
    from ingestion.pipeline import FileOutcome

    listeners = ingest_listeners(assistant.settings)
    try:
        with shown(title) as show:
            report = await assistant.ingest(paths, show)
    except (AssistantError, IngestionError) as exc:
        await tell_of_ingest(listeners, [FileOutcome(str(path), "failed", reason=str(exc)) for path in paths])
        raise
    await tell_of_ingest(listeners, report.outcomes)
    return report
