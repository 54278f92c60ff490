"""From when and how long a paper itself holds: how it is asked for and how it is told."""

from __future__ import annotations

import re

_TOLD = re.compile(r"(?:同时|自行)废止|起(?:施|执|试)行")
_ASKED = re.compile(r"废止|施行|实施|执行|有效|到期|失效|生效|作废|哪天起|[旧老原]|(?:政策|办法|细则|文件|通知)的?期限")


def asks_force(question: str) -> bool:
    """Whether it may ask for how long a paper holds, or what it replaces."""
    return bool(_ASKED.search(question))


def tells_force(sentence: str) -> bool:
    """Whether it tells from when on a paper holds, or which ones it replaces."""
    return bool(_TOLD.search(sentence))
