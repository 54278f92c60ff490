"""How everyday the wording of a question is: such a question shares few words even with the clause that answers it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

TABLE = "register.json"
_MOST = 1.5


def is_counted(char: str) -> bool:
    """Whether a character tells anything of the register: Chinese ones do."""
    return "\u4e00" <= char <= "\u9fff"


@cache
def load_register() -> Mapping[str, float]:
    """By character the logarithm of how much more often questions have it than documents (eval/fit_register.py)."""
    table: dict[str, float] = json.loads(files("assistant.question").joinpath("data", TABLE).read_text("utf-8"))
    return table


def everyday(text: Iterable[str]) -> float:
    """The mean over the Chinese characters of a question: about 0.5 in the words of documents, 1.4 as people chat.

    At most 1.5, which few characters soon come to; 0 where there are none. Characters in no table count as 0.
    """
    table = load_register()
    told = [table.get(char, 0.0) for char in text if is_counted(char)]
    return min(sum(told) / len(told), _MOST) if told else 0.0
