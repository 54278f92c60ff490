"""How words of a clause are said in an answer."""

from __future__ import annotations

from ingestion.model import Clause


def spoken(words: str, clause: Clause) -> str:
    """Without the clause's number in front, and with a stop at the end."""
    number = clause.path[-1][: len(clause.path[-1]) - len(clause.path[-1].lstrip("—–-"))] or clause.number
    for lead in (number, f"({clause.number})", f"（{clause.number}）"):
        if lead and words.startswith(lead):
            words = words[len(lead) :].lstrip(" 、.．：:)）")
    words = words.strip().rstrip("，,；;、")
    return words if words.endswith(("。", "！", "？", "”", "）", ")", "：", ":")) else words + "。"
