"""From a question as understood to the clauses that may bear its answer."""
