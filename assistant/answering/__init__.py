"""Answers from evidence: composed or written, and grounded before they leave."""
