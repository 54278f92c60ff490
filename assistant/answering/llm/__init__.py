"""Fluent answers from an OpenAI-compatible model, every sentence past the grounding gate."""

from assistant.answering.llm.anchor import Anchor
from assistant.answering.llm.failures import Ungrounded
from assistant.answering.llm.writer import Setting, Writer, Written

__all__ = ["Anchor", "Setting", "Ungrounded", "Writer", "Written"]
