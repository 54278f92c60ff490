"""What the language model did in a run: what the gate took out, how often the extract stood in, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answering.grounding.names import names_unit, unit_names
from assistant.answering.grounding.wording import normalize
from eval.matching import numbers_anywhere, numbers_in
from eval.run import Row, Run
from eval.statistics import percentile

_NOTICE = "，以下为条款原文摘录"


@dataclass(frozen=True, slots=True)
class Wording:
    """Counts and times over the questions that the model was asked to answer.

    `unsupported_*` are numbers and public bodies that stand in no clause cited (before the gate: nor found). Times of
    the first sentence and the gate are those of the answers that the model wrote.
    """

    asked: int
    written: int
    forms: Mapping[str, int]
    fallbacks: Mapping[str, int]  # why the extract stood in
    sentences: int
    removed: int
    unsupported_before: int
    unsupported_after: int
    first_sentence_ms: Sequence[float]
    total_ms: Sequence[float]
    gate_ms: float
    gate_sentences: int
    writing_ms: float

    @property
    def gate_ms_per_sentence(self) -> float:
        return self.gate_ms / max(1, self.gate_sentences)

    @property
    def gate_share(self) -> float:
        """The gate's part of the time that writing took."""
        return self.gate_ms / self.writing_ms if self.writing_ms else 0.0


def measure_wording(run: Run) -> Wording | None:
    """The model's part in a run; None where it had none."""
    asked = [(row, row.answer) for row in run.rows if row.answer and _asked(row.answer)]
    if not asked:
        return None
    written = [(row, answer) for row, answer in asked if answer["mode"] == "llm"]
    gated = [answer for _, answer in written if "gate_ms" in answer["trace"]]
    return Wording(
        asked=len(asked),
        written=len(written),
        forms=Counter(str(answer["trace"].get("form", "question back")) for _, answer in written),
        fallbacks=Counter(_reason(answer) for _, answer in asked if answer["mode"] != "llm"),
        sentences=sum(answer["grounding"]["checked"] for _, answer in asked),
        removed=sum(len(answer["grounding"]["removed"]) for _, answer in asked),
        unsupported_before=sum(len(_before(row, answer)) + len(_after(answer)) for row, answer in asked),
        unsupported_after=sum(len(_after(answer)) for _, answer in asked),
        first_sentence_ms=[answer["trace"]["first_sentence_ms"] for answer in gated],
        total_ms=[row.elapsed_ms for row, _ in asked],
        gate_ms=sum(answer["trace"]["gate_ms"] for answer in gated),
        gate_sentences=sum(answer["grounding"]["checked"] for answer in gated),
        writing_ms=sum(answer["trace"]["stages_ms"]["write"] for answer in gated),
    )


def _asked(answer: Mapping[str, Any]) -> bool:
    return "write" in answer.get("trace", {}).get("stages_ms", {})


def _reason(answer: Mapping[str, Any]) -> str:
    return next((n.removesuffix(_NOTICE) for n in answer["notices"] if n.endswith(_NOTICE)), "没有说明")


def _after(answer: Mapping[str, Any]) -> list[str]:
    """Facts of the answer shown that stand in no clause it cites."""
    return _unsupported([answer["answer"]], _cited(answer))


def _before(row: Row, answer: Mapping[str, Any]) -> list[str]:
    """Facts of what the gate took out that stand in no clause cited or found."""
    return _unsupported(answer["grounding"]["removed"], [*_cited(answer), *(text for _, text in row.retrieved)])


def _cited(answer: Mapping[str, Any]) -> list[str]:
    units = "、".join(unit["name"] for unit in answer["responsible_units"])
    parts = (
        (c["text"], c["label"], c["title"], c["doc_number"], c["issuer"], c["region"], *c["path"])
        for c in answer["citations"]
    )
    return [units, *answer["notices"], *(part for cited in parts for part in cited if part)]


def _unsupported(texts: Iterable[str], sources: Sequence[str]) -> list[str]:
    known, whole = numbers_anywhere(sources), normalize("\n".join(sources))
    found = []
    for text in texts:
        found += [str(number) for number in sorted(numbers_in(text) - known)]
        found += [name for name in unit_names(normalize(text)) if not names_unit(name, whole)]
    return found


def wording_lines(wording: Wording) -> list[str]:
    """The figures as lines of text."""
    first, total = wording.first_sentence_ms, wording.total_ms
    fallbacks = "、".join(f"{reason} {n}" for reason, n in wording.fallbacks.items())
    return [
        f"模型作答 {wording.written} / {wording.asked}"
        f"({'、'.join(f'{form} {n}' for form, n in wording.forms.items())}),"
        f"退回摘录 {wording.asked - wording.written}({1 - wording.written / wording.asked:.1%}"
        f"{';' + fallbacks if fallbacks else ''})",
        f"核对 {wording.sentences} 句,删去 {wording.removed} 句;无依据的数字与单位:"
        f"核对前 {wording.unsupported_before},核对后 {wording.unsupported_after}",
        f"首句 p50 {percentile(first, 0.5) / 1000:.1f} 秒、p95 {percentile(first, 0.95) / 1000:.1f} 秒;"
        f"全程 p50 {percentile(total, 0.5) / 1000:.1f} 秒、p95 {percentile(total, 0.95) / 1000:.1f} 秒",
        f"核对用时每句 {wording.gate_ms_per_sentence:.2f} 毫秒,占作答用时 {wording.gate_share:.3%}",
    ]
