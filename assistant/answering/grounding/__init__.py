"""The grounding gate: every number, date, name and quotation of an answer stands in a clause that it cites."""

from assistant.answering.grounding.gate import Gate, Grounded, Verdict, check
from assistant.answering.grounding.release import Release

__all__ = ["Gate", "Grounded", "Release", "Verdict", "check"]
