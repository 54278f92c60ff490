"""Who answers for what: the units that a document names for its clauses."""

from ingestion.parsing.responsibility.actors import Actor, read_actors
from ingestion.parsing.responsibility.reading import read_responsibilities
from ingestion.parsing.responsibility.unread import unread_phrases

__all__ = ["Actor", "read_actors", "read_responsibilities", "unread_phrases"]
