"""Saying no helpfully: what is missing, what is near, where to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.scope import Miss

_REASONS: dict[Miss, str] = {
    "region": "知识库中没有{named}的政策文件，无法据此回答。",
    "document": "知识库中没有“{named}”这份文件，无法据此回答。",
    "year": "现有文件不涉及{named}，无法据此回答。",
    "filter": "在所选范围内没有可以依据的文件。",
}
_NOTHING = "现有政策文件中没有找到能回答这个问题的条款（依据不足）。"
_UNTOLD = "《{title}》中最接近的条款没有写明{missing}（依据不足）。"
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Untold:
    """The document that speaks of the matter, and the kind of answer that its clause does not hold."""

    title: str
    missing: str


def refuse(
    draft: Draft,
    desk: Desk,
    *,
    miss: Miss | None = None,
    named: str = "",
    near: Sequence[Ranked] = (),
    untold: Untold | None = None,
) -> Draft:
    """Turn the draft into a refusal; nothing is cited, the nearest clauses become suggestions."""
    draft.status = "refused"
    draft.paragraphs.clear()
    draft.citations.clear()
    draft.units.clear()
    if miss:
        reason = _reason(desk, miss, named)
    else:
        reason = _UNTOLD.format(title=untold.title, missing=untold.missing) if untold else _NOTHING
    draft.say(f"{reason}您可以换个说法再问，或咨询{desk.contact}。")
    for ranked in near[:_NEAR]:
        clause, document = ranked.evidence.clause, ranked.evidence.document
        draft.suggestions.append(f"《{document.title}》{clause.label}：{(clause.heading or clause.path[-1])[:40]}")
    if miss in ("region", "document"):
        places = list(dict.fromkeys(d.region.name for d in desk.knowledge.documents() if d.region and d.region.name))
        if places:
            draft.suggestions.append(f"可以问到的地区：{'、'.join(places[:12])}")
    return draft


def _reason(desk: Desk, miss: Miss, named: str) -> str:
    around = dict.fromkeys(d.region.name for d in desk.scope.documents if d.region and d.region.name)
    if miss == "region" and around:
        return f"{'、'.join(around)}的文件没有单独写到{named}的这项内容，无法据此回答。"
    return _REASONS[miss].format(named=named)
