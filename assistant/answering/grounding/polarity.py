"""What a text says no to, and which way it compares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LEXICAL = re.compile(
    r"不断|不同|不仅|不但|不动产|不得?少于|不得?低于|不得?小于|不得?超过|不得?高于|不得?多于|不得?大于|不足|不限|不变|不良|不合格|不利|不便"
    r"|不良|不久|不管|不论|不平衡|不充分|不忘|不懈|不竭|不一|不见面|不等|不符合|未来|未成年|尚未|前所未有"
)
_NEGATOR = re.compile(
    r"不得|不准|不予|不再|不能|不可|不应|不宜|不许|不必|不用|不需要?|严禁|禁止|并非|没有|停止|暂停|终止|取消|放弃|拒绝|无需|无须|无权|未经|未|不"
)
_REACH = 8
_THING = re.compile(r"[\u3400-\u9fff]{2}")
_CONTEXT = 3  # characters on either side of a negator that show whether the same is said without it
_SAME_WORDS = re.compile(r"[\u3400-\u9fff]{5,6}")
_STOP = re.compile(r"[。;\n]")
_PAIRS = (
    "增加/减少 提高/降低 上升/下降 增长/下降 扩大/缩小 高于/低于 加快/放缓 鼓励/限制 允许/禁止 允许/严禁 必须/可以 "
    "应当/可以 免费/收费 有偿/无偿 强制/自愿 上限/下限 最高/最低 延长/缩短 放宽/收紧 以上/以下 支持/限制 公开/保密 "
    "新增/减少 加强/削弱 提前/推迟 早于/晚于"
)
_OPPOSITES = tuple((a, b) for pair in _PAIRS.split() for a, b in (pair.split("/"), pair.split("/")[::-1]))


@dataclass(frozen=True, slots=True)
class Denials:
    """`heads`: the two characters after each negator; `reach`: every pair that stands within its reach."""

    heads: tuple[str, ...]
    reach: frozenset[str]


def read_denials(text: str) -> Denials:
    """What is negated in a normalised text."""
    plain = _LEXICAL.sub(lambda m: "□" * len(m.group()), text)
    heads: list[str] = []
    reach: set[str] = set()
    for match in _NEGATOR.finditer(plain):
        scope = _STOP.split(plain[match.end() : match.end() + _REACH])[0]
        heads.append(scope[:2])
        reach.update(scope[i : i + 2] for i in range(len(scope) - 1))
    return Denials(tuple(heads), frozenset(reach))


def merge_denials(parts: Sequence[Denials]) -> Denials:
    """The denials of several texts as one."""
    if len(parts) == 1:
        return parts[0]
    return Denials(
        tuple(head for part in parts for head in part.heads), frozenset[str]().union(*(part.reach for part in parts))
    )


def denial_flips(claim: str, claimed: Denials, evidence: str, known: Denials) -> bool:
    """True if the claim negates what the evidence does not, or asserts what the evidence only negates."""
    for head in claimed.heads:
        if head not in known.reach and not (len(head) < 2 and known.heads):
            return True
    for head in known.heads:
        if len(head) == 2 and head in claim and head not in claimed.reach and _only_denied(head, evidence, known):
            return True
    return False


def turns_round(claim: str, evidence: str) -> bool:
    """True if one of them denies in the other's very words what the other asserts."""
    return _denies(claim, evidence) or _denies(evidence, claim)


def _denies(text: str, other: str) -> bool:
    for match in _NEGATOR.finditer(_LEXICAL.sub(lambda m: "□" * len(m.group()), text)):
        before, after = (
            text[max(0, match.start() - _CONTEXT) : match.start()],
            text[match.end() : match.end() + _CONTEXT],
        )
        plain, denied = before + after, before + match.group() + after
        if _SAME_WORDS.fullmatch(plain) and plain in other and denied not in other and plain not in text:
            return True
    return False


def _only_denied(pair: str, evidence: str, known: Denials) -> bool:
    return evidence.count(pair) <= sum(head == pair for head in known.heads)


def comparison_flips(claim: str, evidence: str) -> bool:
    """True if the claim uses a word where the evidence has only its opposite, alone or before the same object."""
    for word, opposite in _OPPOSITES:
        at = claim.find(word)
        if at < 0 or opposite not in evidence:
            continue
        if word not in evidence:
            return True
        while at >= 0:
            thing = claim[at + len(word) : at + len(word) + 2]
            if _THING.fullmatch(thing) and opposite + thing in evidence and word + thing not in evidence:
                return True
            at = claim.find(word, at + 1)
    return False
