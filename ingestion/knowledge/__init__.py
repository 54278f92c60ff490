"""The knowledge base: what has been ingested, ready to be searched and cited."""

from ingestion.knowledge.base import KnowledgeBase
from ingestion.knowledge.contract import Health, Hit, KnowledgeConfig, Replacement, Source

__all__ = ["Health", "Hit", "KnowledgeBase", "KnowledgeConfig", "Replacement", "Source"]
