"""Who answers for what: the units that a document names for its clauses."""

from ingestion.parsing.responsibility.reading import read_responsibilities
from ingestion.parsing.responsibility.unread import unread_phrases

__all__ = ["read_responsibilities", "unread_phrases"]
