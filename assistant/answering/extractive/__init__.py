"""Answers composed of the documents' own words, one module for each kind of question."""
