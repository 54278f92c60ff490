"""What the model is given: whole clauses within a token budget, as data between delimiters it cannot break."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.model import Citation, ResponsibleUnit
from ingestion.model import Document

_ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}
_BRACKETS = str.maketrans({"<": "＜", ">": "＞"})
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]?")
_COMMAND = re.compile(
    r"(?:忽略|无视|忘记|忘掉|跳过|不要遵守|不必遵守|停止遵守|推翻|覆盖)[^。\n]{0,12}(?:规则|指令|指示|提示|要求|设定|限制|约束|上文|前文)"
    r"|(?:系统|开发者)(?:提示[:：词]|指令|消息|模式)|提示词|越狱|DAN模式|(?:以下|以上|下面)是新的(?:规则|指令)"
    r"|你(?:现在|从现在起|必须|应该|应当|要|需要)?(?:扮演|充当|改名|不再是|是一[个名位])|你(?:收到|看到|得到)的"
    r"|作为(?:一个|一名)?(?:AI|人工智能|智能|大|语言)?(?:语言)?(?:模型|助手)"
    r"|(?:告诉|回复)(?:所有)?(?:用户|提问者|提问人|对方|访客)|引导(?:用户|提问者)[^。\n]{0,4}(?:拨打|访问|点击|填写|添加)"
    r"|(?:回答|回复|输出|答案)(?:时|中|里|末尾|开头)?(?:必须|一律|务必|都要|请)|(?:只|都)(?:回答|输出)"
    r"|请(?:你)?(?:输出|复述|打印|泄露|公开)(?:你|上面|以上|全部|系统)|输出[:：]"
    r"|(?:ignore|disregard|forget|override)\b[^。\n]{0,40}\b(?:instructions?|rules?|prompts?|above|previous)"
    r"|system\s*prompt|developer\s*mode|jailbreak|you are now|act as an?\b|reply with|respond only"
    r"|(?:print|repeat|reveal) (?:the|your)|<\|?(?:im_start|im_end|system|assistant|user)|\[/?INST\]"
    r"|###\s*(?:system|instruction)",
    re.IGNORECASE,
)


def estimate_tokens(text: str) -> int:
    """No fewer tokens than common models count: one for each wide character, one for three others."""
    wide = sum(char > "\u2e7f" for char in text)
    return wide + (len(text) - wide + 2) // 3


def defuse(text: str) -> str:
    """Policy text without invisible characters and without sentences that give orders to a machine."""
    visible = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cn"))
    return "".join(
        part for part in _SENTENCE.findall(visible) if not _COMMAND.search(unicodedata.normalize("NFKC", part))
    )


def defuse_citation(citation: Citation) -> Citation:
    """The citation as evidence: what is not shown to the model cannot support what it says either."""
    return replace(
        citation,
        title=defuse(citation.title),
        text=defuse(citation.text),
        quote=defuse(citation.quote),
        path=tuple(defuse(step) for step in citation.path),
    )


class TokenMeter:
    """Counts tokens by estimate, corrected by what the server has counted: the most that it ever made of one."""

    def __init__(self) -> None:
        self._rate = 0.0

    def count(self, text: str) -> int:
        return math.ceil(estimate_tokens(text) * (self._rate or 1.0))

    def learn(self, estimated: int, counted: int) -> None:
        """Note that the server counted so many tokens where so many were estimated; 0 where it did not say."""
        self._rate = max(self._rate, round(counted / max(1, estimated), 2))


def choose(costs: Mapping[int, int], budget: int) -> tuple[int, ...]:
    """The clauses that fit the budget whole, the most useful (first) first; later ones fill what is left."""
    chosen, spent = [], 0
    for number, cost in costs.items():
        if spent + cost <= budget:
            chosen.append(number)
            spent += cost
    return tuple(chosen)


def _dates(document: Document) -> str:
    """When a document was written, published, takes effect and expires, as far as it is known."""
    known = {"成文": document.written, "发布": document.published, "施行": document.effective, "失效": document.expires}
    return "，".join(f"{day.year}年{day.month}月{day.day}日{what}" for what, day in known.items() if day)


def render(citation: Citation, units: Sequence[ResponsibleUnit], document: Document | None = None) -> str:
    """One clause between its delimiters, with its number, source, dates, heading path and responsible units."""
    source = [f"文件：《{citation.title}》"]
    source += [f"文号：{citation.doc_number}"] if citation.doc_number else []
    source += [f"发文机关：{citation.issuer}"] if citation.issuer else []
    source += [f"地区：{citation.region}"] if citation.region else []
    source += [f"日期：{dates}"] if document and (dates := _dates(document)) else []
    lines = ["　".join(source), f"位置：{' > '.join(citation.path)}（{citation.label}）", f"原文：{citation.text}"]
    own = [f"{unit.name}（{_ROLES[unit.role]}）" for unit in units if unit.citation == citation.index]
    lines += [f"责任单位：{'、'.join(own)}"] if own else []
    body = "\n".join(lines).translate(_BRACKETS)
    return f'<条款 编号="{citation.index}">\n{body}\n</条款>'
