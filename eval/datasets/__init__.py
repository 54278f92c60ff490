"""Questions with gold clauses, one JSON object a line, and the documents of our own that some of them ask about."""
