"""Where drafts come from: files on disk, the configured model, the answers log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.settings import JudgeSettings, load_settings
from eval.authoring import Draft, from_articles, from_gaps, from_model, from_responsibilities, from_targets
from eval.datasets.schema import Split

_MODEL_CLAUSES = 20  # a document
_GAPS = 200


async def draft_from_files(paths: Sequence[Path], split: Split, *, llm: bool, work: Path) -> list[Draft]:
    """Drafts by templates, and by the answering model where `llm` is set and one is configured."""
    from eval.judged.judge import CachedJudge, OpenAICompletion
    from ingestion.loading import expand, load
    from ingestion.parsing import parse

    settings = load_settings().llm
    model = JudgeSettings(base_url=settings.base_url, api_key=settings.api_key, model=settings.model)
    wire = OpenAICompletion(model) if llm and model.base_url and model.model else None
    drafts: list[Draft] = []
    for path in expand(paths):
        parsed = parse(load(path), doc_id=path.stem)
        for make in (from_targets, from_responsibilities, from_articles):
            drafts += make(parsed, path.stem, split)
        if wire:
            judge = CachedJudge(wire, model, work / "judge")
            drafts += [draft async for draft in from_model(parsed, path.stem, split, judge, _MODEL_CLAUSES)]
    if wire:
        await wire.aclose()
    return drafts


def draft_from_gaps() -> list[Draft]:
    """Drafts from the questions that this installation refused or that people disliked."""
    from assistant.embedding import open_embedder
    from assistant.records import Records
    from ingestion.knowledge import KnowledgeBase, KnowledgeConfig

    settings = load_settings()
    config = KnowledgeConfig(settings.data_dir, settings.knowledge.database_url, settings.knowledge.chroma_url)
    knowledge = KnowledgeBase.open(config, open_embedder(settings))
    try:
        records = Records(knowledge.engine, lambda: datetime.now(UTC))
        return list(from_gaps(records.opinions.gaps(limit=_GAPS)))
    finally:
        knowledge.close()
