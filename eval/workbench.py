"""The real assistant over the documents of a suite, with an index that is built once and kept between runs."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.model import Evidence, Filters
from assistant.settings import Settings
from eval import provenance
from eval.datasets.suites import Suite
from eval.metrics import Corpus
from eval.runner import Mode

if TYPE_CHECKING:
    from assistant.core import Assistant
    from ingestion.knowledge.embedding import Embedder
    from ingestion.model import Document

_INDEXES_KEPT = 6
RETRIEVED = 8  # clauses looked at by the search metrics


@dataclass(frozen=True, slots=True)
class AssistantWorkbench:
    """An open assistant, and what scoring needs to know of its documents."""

    asker: Assistant
    corpus: Corpus
    index: str

    async def retrieve(self, text: str, filters: Filters) -> tuple[tuple[str, str], ...]:
        """(doc_id, headings and text) of the clauses that search alone finds for a text, best first."""
        evidence = await self.asker.search(text, filters, RETRIEVED)
        return tuple((found.document.id, "\n".join((*found.clause.path, self._text(found)))) for found in evidence)

    def _text(self, found: Evidence) -> str:
        return found.clause.span.of(self.corpus.texts[found.document.id])


def settings_for(settings: Settings, mode: Mode, data_dir: Path) -> Settings:
    """The settings of an evaluation: its own data directory, only the suite's documents, a model only where asked."""
    llm = settings.llm if mode == "llm" else settings.llm.model_copy(update={"model": None, "base_url": None})
    knowledge = settings.knowledge.model_copy(update={"shipped_corpus": False})
    return settings.model_copy(update={"data_dir": data_dir, "llm": llm, "knowledge": knowledge})


def index_dir(suite: Suite, settings: Settings, work: Path) -> Path:
    """Where the index of these documents lies; another parser, model or document is another folder."""
    embedding = settings.embedding.model or f"{settings.embedding.provider}-{settings.embedding.engine}"
    code = provenance.code_fingerprint(("ingestion",))
    key = f"{provenance.corpus_fingerprint(suite.corpus)}-{code}-{embedding.replace('/', '_')}"
    return work / "indexes" / key


def prune(indexes: Path, keep: int = _INDEXES_KEPT) -> None:
    """Remove all but the newest indexes; they are derived and can be built again."""
    folders = [path for path in indexes.iterdir() if path.is_dir()] if indexes.is_dir() else []
    for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)[keep:]:
        shutil.rmtree(folder)


@asynccontextmanager
async def open_workbench(
    suite: Suite, settings: Settings, mode: Mode, work: Path, *, embedder: Embedder | None = None
) -> AsyncIterator[AssistantWorkbench]:
    """Open the assistant over the suite's documents, ingesting them where the index does not have them yet.

    `embedder` stands in for the one of the settings.
    """
    from assistant.core import Assistant

    folder = index_dir(suite, settings, work)
    folder.mkdir(parents=True, exist_ok=True)
    folder.touch()
    prune(folder.parent)
    async with Assistant(settings_for(settings, mode, folder), embedder=embedder) as assistant:
        report = await assistant.ingest(list(suite.corpus))
        failed = report.of("failed")
        if failed:
            raise RuntimeError("无法入库:" + "、".join(f"{outcome.source} {outcome.reason}" for outcome in failed))
        await assistant.search("预热", Filters(), 1)  # the first question pays for no model that is still loading
        yield await assistant.run(_look, assistant)


def _look(assistant: Assistant) -> AssistantWorkbench:
    documents = [assistant.knowledge.document(document.id) for document in assistant.knowledge.documents()]
    corpus = Corpus(
        stems={document.id: Path(document.source).stem for document in documents},
        texts={document.id: document.text for document in documents},
        facts={document.id: _facts(document) for document in documents},
    )
    return AssistantWorkbench(assistant, corpus, assistant.knowledge.version)


def _facts(document: Document) -> str:
    """Number and dates of a document, which the catalog knows and no clause has to say."""
    dates = (document.written, document.published, document.effective, document.expires)
    said = (f"{day.year}年{day.month}月{day.day}日" for day in dates if day)
    return " ".join((document.title, document.doc_number or "", *said))
