"""Question in, grounded answer out. `assistant.core.Assistant` is the only way in."""
