"""How a person cites a clause: 第三部分第8条, 第十五条第二款第(三)项, 四、(二)5., 附件1第二部分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.numerals import to_chinese

_OPENING = 16


@dataclass(frozen=True, slots=True)
class Step:
    """One level of the tree on the way to a clause."""

    family: str  # a numbering family, or paragraph, run_in, row, preamble
    number: int
    sub: int = 0
    name: str = ""  # the heading; for steps without a number to cite, the heading or the opening words
    prefix: str = ""  # 2.1 of 2.1.3; 附件 or 附表 of an annex


def label(steps: Sequence[Step]) -> str:
    """The label of the clause at the end of `steps` (outermost first)."""
    prefix = "".join(_part(s) for s in steps)
    rest = [s for s in steps if s.family not in ("annex", "attached", "cover")]
    articles = [i for i, s in enumerate(rest) if s.family == "article"]
    body = _regulation(rest[articles[-1] :]) if articles else _plan(rest)
    return prefix + body or "全文"


def _part(step: Step) -> str:
    if step.family == "annex":
        kind = "".join(step.prefix.split()) or "附件"
        return f"{kind}{step.number}" if step.number else kind
    if step.family == "attached":
        return f"《{step.name}》"
    return "印发通知" if step.family == "cover" else ""


def _regulation(steps: Sequence[Step]) -> str:
    out = ""
    for step in steps:
        number = to_chinese(step.number) if step.number else ""
        match step.family:
            case "article":
                out += f"第{number}条" + (f"之{to_chinese(step.sub)}" if step.sub else "")
            case "paragraph":
                out += f"第{number}款"
            case "paren" | "comma":
                out += f"第({number})项"
            case "dot" | "paren_digit" | "half_paren" | "circled":
                out += f"第{step.number}目"
            case _:
                out += _unnumbered(step)
    return out


def _plan(steps: Sequence[Step]) -> str:
    at = next((i for i, s in enumerate(steps) if s.family == "question"), None)
    if at is not None:  # 第二部分“怎么申请？”第2项
        below = "".join(f"第{s.number}项" if s.family in _WRITTEN else _unnumbered(s) for s in steps[at + 1 :])
        return _plan(steps[:at]) + _unnumbered(steps[at]) + below
    numbered = [s for s in steps if s.family in _WRITTEN]
    decimals = [i for i, s in enumerate(numbered) if s.prefix]
    if decimals:  # 2.1.3 says all that stands above it
        numbered = [s for s in numbered[: decimals[0]] if s.family != "dot"] + numbered[decimals[-1] :]
    tail = [s for s in steps if s.family in ("paragraph", "run_in", "row", "dash", "preamble")]
    groups = [s for s in steps if s.family in _GROUP]
    out = "".join(f"第{to_chinese(s.number)}{_GROUP[s.family]}" for s in groups)
    families = [s.family for s in numbered]
    if families == ["comma"] and not groups:
        out += f"第{to_chinese(numbered[0].number)}{'部分' if numbered[0].name else '项'}"
    elif families == ["comma", "dot"] and not groups:
        out += f"第{to_chinese(numbered[0].number)}部分第{numbered[1].number}条"
    elif families == ["dot"]:
        out += f"第{numbered[0].number}条"
    else:
        out += "".join(_written(s) for s in numbered)
    return out + "".join(_unnumbered(s) for s in tail)


_GROUP = {"group": "部分", "book": "编", "part": "部分", "chapter": "章", "section": "节"}


_WRITTEN = frozenset({
    "comma", "paren", "dot", "decimal2", "decimal3", "decimal4", "paren_digit", "half_paren", "circled", "letter"
})  # fmt: skip


def _written(step: Step) -> str:
    match step.family:
        case "comma":
            return f"{to_chinese(step.number)}、"
        case "paren":
            return f"({to_chinese(step.number)})"
        case "dot":
            return f"{step.number}."
        case "paren_digit":
            return f"({step.number})"
        case "half_paren":
            return f"{step.number})"
        case "letter":
            return f"{chr(ord('A') + step.number - 1)}."
        case "circled":
            return f"第{step.number}点"
        case _:
            return f"{step.prefix}.{step.number}"


def _unnumbered(step: Step) -> str:
    if step.family == "row":
        return f"表格第{step.number}行"
    if step.family == "preamble":
        return step.name or "正文开头"
    if step.family == "paragraph" and not step.name:
        return f"第{step.number}段"
    return f"“{step.name[:_OPENING]}”"
