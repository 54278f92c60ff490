"""Good answers composed from policies, and the ways a model corrupts them; what the grounding gate is measured on."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from assistant.model import Citation
from ingestion.loading import load
from ingestion.model import Clause, ParsedDocument
from ingestion.parsing import parse

PARAPHRASES = Path(__file__).parent / "datasets" / "grounding_paraphrases.jsonl"
_SENTENCE = re.compile(r"[^。;\n]{12,130}(?=[。;])")
_MARK = re.compile(r"\[\d+\]")
_FACT = re.compile(r"\d")
_UNIT_TAIL = re.compile(r"[(（](?:牵头|责任)(?:单位|部门)[:：]([^()（）]+)[)）]\s*$")
_RELATED_UNITS = {
    "%": "个百分点", "万元": "亿元", "亿元": "万元", "家": "项", "项": "家", "人": "万人", "名": "家", "件": "家",
    "个": "%", "万人": "人", "万平方米": "平方公里", "平方公里": "亩", "台套": "家", "万名": "名", "场": "项",
}  # fmt: skip
_ORGANISATIONS = (
    "市民政局",
    "市教育局",
    "市应急管理局",
    "市体育局",
    "市司法局",
    "市档案局",
    "县科技局",
    "区科技局",
    "市民族宗教局",
)
_PLAUSIBLE = (
    "同时,对符合条件的企业给予一次性资金奖励。",
    "申请人可通过政务服务网在线提交材料。",
    "符合条件的个人还可以享受住房补贴。",
    "未按时完成的单位将被通报批评。",
    "具体实施细则由主管部门另行公布。",
    "企业应于每年年底前报送总结材料。",
    "该项资金由省级财政统一拨付。",
    "外地企业同样适用上述优惠。",
    "办理时限一般为二十个工作日。",
    "咨询电话可拨打当地政务服务热线。",
)
_NEGATIONS = (
    ("支持", "不支持"), ("鼓励", "不鼓励"), ("推进", "停止推进"), ("不作", "应作"), ("不得", "可以"), ("必须", "不必"),
    ("加强", "不再加强"), ("建设", "不再建设"), ("要达到", "不要求达到"), ("新增", "不再新增"), ("提高", "降低"),
    ("增长", "下降"), ("放宽", "收紧"), ("优先", "不优先"),
)  # fmt: skip
_BOUNDS = (
    (r"(?<=\d[家项个%人件名])以上", "以下"), ("以内(?=[^部])", "以上"), ("不少于", "不超过"), ("不低于", "不高于"),
    (r"(?:超过|突破)(?=\d)", "低于"), ("至少", "至多"), (r"最高(?=.?\d)", "最低"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoodAnswer:
    """A faithful answer with its citations; `bearing` is the clause that bears it, `mark` its number in the text."""

    text: str
    citations: tuple[Citation, ...]
    bearing: str
    mark: int
    written_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Corrupted:
    """An answer after one mutation. `poison` is the sentence that must not come through."""

    kind: str
    text: str
    poison: str
    answer: GoodAnswer


def read_policies(folder: Path) -> list[ParsedDocument]:
    """Every text and HTML policy of a folder, parsed."""
    return [
        parse(load(path), doc_id=path.stem) for path in sorted(folder.glob("*.*")) if path.suffix in (".txt", ".html")
    ]


def good_answers(policies: Sequence[ParsedDocument], *, count: int, seed: int = 1) -> list[GoodAnswer]:
    """Every hand-written paraphrase, filled up to `count` with answers composed from clauses."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    pool = [_cite(parsed, clause) for parsed in policies for clause in parsed.clauses if 40 < _length(clause) < 900]
    answers = []
    for row in _paraphrases():
        if bearing := _bearing(pool, row["anchor"]):
            answers.append(_offer(f"{row['answer']}[1]", bearing, pool, rng, by_hand=True))
    composed = [(c, text) for c in pool for text in _compositions(c, rng)]
    rng.shuffle(composed)
    for citation, text in composed[: max(0, count - len(answers))]:
        answers.append(_offer(text, citation, pool, rng))
    return answers


def corruptions(answers: Sequence[GoodAnswer], *, seed: int = 2) -> Iterator[Corrupted]:
    """Every mutation that applies to each answer, one at a time."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for answer in answers:
        for kind, mutate in MUTATIONS.items():
            if corrupted := mutate(answer, rng):
                yield Corrupted(kind, *corrupted, answer)


def _paraphrases() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = [json.loads(line) for line in PARAPHRASES.read_text(encoding="utf-8").splitlines()]
    return rows


def _length(clause: Clause) -> int:
    return clause.span.end - clause.span.start


def _cite(parsed: ParsedDocument, clause: Clause) -> Citation:
    document, text = parsed.document, clause.span.of(parsed.document.text)
    return Citation(
        index=1, doc_id=document.id, title=document.title, doc_number=document.doc_number, issuer=document.issuer,
        region=document.region.name if document.region else None, clause_id=clause.id, path=clause.path,
        label=clause.label, text=text, quote=text, start=clause.span.start, end=clause.span.end,
    )  # fmt: skip


def _bearing(pool: Sequence[Citation], anchor: str) -> Citation | None:
    """The narrowest clause that holds the anchor; None where another corpus is measured."""
    return min((c for c in pool if anchor in c.text), key=lambda c: len(c.text), default=None)


def _offer(
    text: str, bearing: Citation, pool: Sequence[Citation], rng: random.Random, *, by_hand: bool = False
) -> GoodAnswer:
    """The answer with its clause among others, as retrieval would offer them; its marks follow."""
    others = rng.sample([c for c in pool if not _overlap(c, bearing)], 3)
    offered = [bearing, *others]
    rng.shuffle(offered)
    mark = offered.index(bearing) + 1
    numbered = tuple(replace(c, index=n) for n, c in enumerate(offered, 1))
    return GoodAnswer(text.replace("[1]", f"[{mark}]"), numbered, bearing.clause_id, mark, by_hand)


def _overlap(one: Citation, other: Citation) -> bool:
    return one.doc_id == other.doc_id and one.start < other.end and other.start < one.end


def _compositions(citation: Citation, rng: random.Random) -> Iterator[str]:
    units = _UNIT_TAIL.search(citation.text)
    sentences = [
        s.strip() for s in _SENTENCE.findall(_UNIT_TAIL.sub("", citation.text)) if s.count("(") == s.count(")")
    ]
    sentences = [s for s in sentences if not re.match(r"\d{1,3}年", s)]  # torn off a year by a page break
    sentences = [s for s in sentences if s.count("“") == s.count("”") and s.count("《") == s.count("》")]
    for sentence in [s for s in sentences if _FACT.search(s)] + sentences[:1]:
        template = rng.choice(_TEMPLATES)
        yield template(sentence, citation, units.group(1) if units else "")


def _plain(sentence: str, citation: Citation, units: str) -> str:
    return f"{sentence}。[1]"


def _with_source(sentence: str, citation: Citation, units: str) -> str:
    number = f"({citation.doc_number})" if citation.doc_number else ""
    label = citation.label if re.match(r"第[^“”]+$", citation.label) else ""
    return f"根据《{citation.title}》{number}{label},{sentence}。[1]"


def _with_units(sentence: str, citation: Citation, units: str) -> str:
    return f"{sentence}。[1]\n\n责任单位:{units}。[1]" if units else f"{sentence}。[1]"


def _of_region(sentence: str, citation: Citation, units: str) -> str:
    return f"{citation.region}的政策要求:\n- {sentence}[1]" if citation.region else f"- {sentence}[1]"


def _full_width(sentence: str, citation: Citation, units: str) -> str:
    wide = str.maketrans("0123456789%,.", "０１２３４５６７８９％，．")
    return f"{sentence.translate(wide)}。[1]"


_TEMPLATES: tuple[Callable[[str, Citation, str], str], ...] = (
    _plain,
    _with_source,
    _with_units,
    _of_region,
    _full_width,
)

Mutated = tuple[str, str] | None


def _sentence_at(text: str, at: int) -> str:
    """The sentence around a position, without marks and punctuation: what must be gone from the answer."""
    start = max((m.end() for m in re.finditer(r"[。\n]|\[\d+\]|- ", text[:at])), default=0)
    rest = re.search(r"[。\n]|\[\d+\]", text[at:])
    return text[start : at + rest.start() if rest else len(text)]


def _replace_at(text: str, start: int, end: int, new: str) -> tuple[str, str]:
    changed = text[:start] + new + text[end:]
    return changed, _sentence_at(changed, start)


def _pick(pattern: str, text: str, rng: random.Random) -> re.Match[str] | None:
    marks = [m.span() for m in _MARK.finditer(text)]
    found = [m for m in re.finditer(pattern, text) if not any(a <= m.start() < b for a, b in marks)]
    return rng.choice(found) if found else None


def change_digit(answer: GoodAnswer, rng: random.Random) -> Mutated:
    match = _pick(r"(?<![a-zA-Z])\d(?![a-zA-Z])", answer.text, rng)
    if not match:
        return None
    return _replace_at(answer.text, *match.span(), rng.choice([d for d in "123456789" if d != str(int(match.group()))]))


def change_unit(answer: GoodAnswer, rng: random.Random) -> Mutated:
    units = "|".join(sorted(_RELATED_UNITS, key=len, reverse=True))
    match = _pick(rf"(?<=\d)(?:{units})(?!分|名|人|元|平)", answer.text, rng)
    return _replace_at(answer.text, *match.span(), _RELATED_UNITS[match.group()]) if match else None


def change_date(answer: GoodAnswer, rng: random.Random) -> Mutated:
    """Another year, or the other end of it."""
    match = _pick(r"(?<!\d)20\d\d(?=年)|(?<=年)[底末初]", answer.text, rng)
    if not match:
        return None
    turned = {"底": "初", "末": "初", "初": "底"}.get(match.group())
    return _replace_at(answer.text, *match.span(), turned or str(int(match.group()) + rng.choice((-7, 4, 9))))


def change_clause(answer: GoodAnswer, rng: random.Random) -> Mutated:
    match = _pick(r"(?<=第)\d+(?=条)|(?<=〔20\d\d〕)\d+(?=号)", answer.text, rng)
    return _replace_at(answer.text, *match.span(), str(int(match.group()) + rng.choice((1, 2, 11)))) if match else None


def flip_negation(answer: GoodAnswer, rng: random.Random) -> Mutated:
    found = [(m, new) for old, new in _NEGATIONS if (m := _pick(old, answer.text, rng))]
    if not found:
        return None
    match, new = rng.choice(found)
    return _replace_at(answer.text, *match.span(), new)


def swap_numbers(answer: GoodAnswer, rng: random.Random) -> Mutated:
    """Exchange two numbers of one unit within the answer: each is in the clause, but for something else."""
    found = list(re.finditer(r"(?<![\d.])(\d[\d.]*)(家|项|个|%|人|件|名|亿元)", answer.text))
    pairs = [(a, b) for a, b in pairwise(found) if a.group(2) == b.group(2) and a.group(1) != b.group(1)]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    text = answer.text
    changed = text[: a.start(1)] + b.group(1) + text[a.end(1) : b.start(1)] + a.group(1) + text[b.end(1) :]
    return changed, _sentence_at(changed, a.start(1))


def merge_clauses(answer: GoodAnswer, rng: random.Random) -> Mutated:
    """Give this clause's subject the number of another clause, and cite both."""
    match = _pick(r"\d[\d.]*(?:家|项|个|%|人|件|名|亿元)", answer.text, rng)
    for other in answer.citations:
        theirs = re.search(r"\d[\d.]*(?:家|项|个|%|人|件|名|亿元)", other.text)
        if match and theirs and other.clause_id != answer.bearing and theirs.group() not in answer.text:
            changed, poison = _replace_at(answer.text, *match.span(), theirs.group())
            return changed.replace(f"[{answer.mark}]", f"[{answer.mark}][{other.index}]"), poison
    return None


def change_organisation(answer: GoodAnswer, rng: random.Random) -> Mutated:
    match = _pick(r"市[\u4e00-\u9fff]{1,7}?[局委](?=[、。,和为]|$)", answer.text, rng)
    if not match:
        return None
    own = next(c.text for c in answer.citations if c.clause_id == answer.bearing)
    return _replace_at(answer.text, *match.span(), rng.choice([o for o in _ORGANISATIONS if o not in own]))


def add_sentence(answer: GoodAnswer, rng: random.Random) -> Mutated:
    added = rng.choice(_PLAUSIBLE)
    return f"{answer.text}{added}[{answer.mark}]", added.rstrip("。")


def turn_bound(answer: GoodAnswer, rng: random.Random) -> Mutated:
    """At least becomes at most, or the other way round."""
    found = [(m, new) for old, new in _BOUNDS if (m := _pick(old, answer.text, rng))]
    if not found:
        return None
    match, new = rng.choice(found)
    return _replace_at(answer.text, *match.span(), new)


def change_scale(answer: GoodAnswer, rng: random.Random) -> Mutated:
    match = _pick(r"(?<=\d)[万亿](?=[元人吨平立亩千瓦件名户])", answer.text, rng)
    return _replace_at(answer.text, *match.span(), "亿" if match.group() == "万" else "万") if match else None


def change_numeral(answer: GoodAnswer, rng: random.Random) -> Mutated:
    """A number that is written in Chinese."""
    match = _pick(
        r"(?<![一二三四五六七八九十第之])[二三四五六七八九](?=年|个|项|大|级|批|类|次|倍|日|月)", answer.text, rng
    )
    if not match:
        return None
    return _replace_at(answer.text, *match.span(), rng.choice([n for n in "二三四五六七八九" if n != match.group()]))


def change_place(answer: GoodAnswer, rng: random.Random) -> Mutated:
    """The clause's own region gives way to another one of those offered."""
    own = next(c for c in answer.citations if c.clause_id == answer.bearing)
    others = {c.region for c in answer.citations if c.region} - {own.region}
    if not own.region or not others or own.region not in answer.text or "《" in answer.text:
        return None
    changed = answer.text.replace(own.region, rng.choice(sorted(others)))
    return changed, _sentence_at(changed, changed.rindex("[") - 1)


def cite_wrongly(answer: GoodAnswer, rng: random.Random) -> Mutated:
    """The marks name another clause: the gate must lead them back, or remove the claim."""
    wrong = rng.choice([c.index for c in answer.citations if c.index != answer.mark])
    return answer.text.replace(f"[{answer.mark}]", f"[{wrong}]"), ""


MUTATIONS: dict[str, Callable[[GoodAnswer, random.Random], Mutated]] = {
    "digit": change_digit,
    "unit": change_unit,
    "date": change_date,
    "clause": change_clause,
    "negation": flip_negation,
    "swap": swap_numbers,
    "merge": merge_clauses,
    "organisation": change_organisation,
    "bound": turn_bound,
    "scale": change_scale,
    "numeral": change_numeral,
    "place": change_place,
    "sentence": add_sentence,
    "citation": cite_wrongly,
}
