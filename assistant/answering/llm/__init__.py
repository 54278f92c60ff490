"""Fluent answers from an OpenAI-compatible model, every sentence past the grounding gate."""

from assistant.answering.llm.writer import Writer, Written

__all__ = ["Writer", "Written"]
