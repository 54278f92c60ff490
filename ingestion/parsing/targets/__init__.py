"""Indicators with their values: what a document promises, how much and by when."""

from ingestion.parsing.targets.reading import read_targets

__all__ = ["read_targets"]
