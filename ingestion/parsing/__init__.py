"""Text in, a citable document out: pure, deterministic, no I/O."""

from ingestion.parsing.document import parse

__all__ = ["parse"]
