"""Answers as JSON where the server has it: what to ask for, and reading it while it is still coming."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from assistant.answering.llm.failures import Declined, Unstructured

Form = Literal["json_schema", "json_object", "text"]
FORMS: tuple[Form, ...] = ("json_schema", "json_object", "text")  # best first
CITING: Mapping[Form, str] = {"json_schema": "citing_json", "json_object": "citing_json", "text": "citing_markers"}

_OPENING = re.compile(r'\s*(?:```(?:json)?\s*)?\{\s*"sentences"\s*:\s*\[', re.IGNORECASE)
_LONGEST_OPENING = 60
_BETWEEN = re.compile(r"[\s,]*")
_ENTRY = re.compile(r'\{\s*"clauses"\s*:\s*\[(?P<clauses>[\d,\s]*)\]\s*,\s*"text"\s*:\s*"')
_TEXT = re.compile(r'(?P<text>(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)(?P<end>"\s*\})?')
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”』」’）)]*(?=[^。！？!?”』」’）)])")
_ENDED = re.compile(r"[。！？!?；;：:|][”』」’\"）)]*$")
_OWN_MARKS = re.compile(r"\s*[\[［【]\d{1,2}[\]］】]")
_OWN_LINE = re.compile(r"[-*•|#]|\d{1,2}[.、）)]|[（(][一二三四五六七八九十\d]{1,3}[）)]")


def response_format(form: Form, numbers: Sequence[int]) -> Mapping[str, Any] | None:
    """The `response_format` of a request whose clauses bear `numbers`; None for plain text."""
    if form == "text":
        return None
    if form == "json_object":
        return {"type": "json_object"}
    clauses = {"type": "array", "items": {"type": "integer", "enum": list(numbers)}}
    sentences = {"type": "array", "items": _object(clauses=clauses, text={"type": "string"})}
    schema = _object(sentences=sentences)
    return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}


def _object(**properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


class SentenceReader:
    """Turns `{"sentences": [{"clauses": [1], "text": "…"}]}` into `…。[1]`, sentence by sentence.

    An entry of several sentences gives each of them its marks. Text that is no JSON at all is passed on as it is, with
    `plain` set: the server does not give structure. JSON of another shape raises Unstructured.
    """

    def __init__(self) -> None:
        self.plain = False
        self._pending = ""
        self._inside = False
        self._said = False
        self._odd = False  # something stood where a sentence should
        self._marks: str | None = None  # of the entry whose text is being read

    def feed(self, piece: str) -> str:
        """Text that has become whole since the last call; may be empty."""
        self._pending += piece
        if self.plain or not (self._inside or self._enter()):
            return self._drain()
        return "".join(self._sentences())

    def finish(self) -> str:
        """What is left of plain text. A sentence that was cut off is not said."""
        if self._said or self.plain or not (self._inside or self._pending.strip()):
            return self._drain()
        if self._inside and not self._odd and self._pending.lstrip().startswith("]"):
            raise Declined("语言模型没有作答")
        raise Unstructured("回应不是约定的 JSON")

    def _enter(self) -> bool:
        opening = _OPENING.match(self._pending)
        if opening:
            self._pending, self._inside = self._pending[opening.end() :], True
        elif self._pending.strip()[:1] not in ("", "{", "`"):
            self.plain = True
        elif len(self._pending) > _LONGEST_OPENING:
            raise Unstructured("回应不是约定的 JSON")
        return self._inside

    def _drain(self) -> str:
        if not self.plain:
            return ""
        rest, self._pending = self._pending, ""
        return rest

    def _sentences(self) -> Iterator[str]:
        while self._marks is not None or self._begin():
            part = _TEXT.match(self._pending)
            raw = part["text"] if part else ""
            ended = bool(part and part["end"])
            whole = raw if ended else "".join(_SENTENCE.findall(raw))
            yield from self._say(json.loads(f'"{whole}"', strict=False))
            self._pending = self._pending[part.end() if part and ended else len(whole) :]
            if not ended:
                return
            self._marks = None

    def _begin(self) -> bool:
        """Enter the next entry. One whose keys stand in another order is awaited whole and put in order."""
        gap = _BETWEEN.match(self._pending)
        self._pending = self._pending[gap.end() :] if gap else self._pending
        if "}" in self._pending and not _ENTRY.match(self._pending):
            try:
                found, end = json.JSONDecoder().raw_decode(self._pending)
            except json.JSONDecodeError:
                return False
            entry = _in_order(found)
            self._odd = self._odd or not entry
            self._pending = entry + self._pending[end:]
            return self._begin()
        opening = _ENTRY.match(self._pending)
        if opening is None:
            return False
        self._marks = "".join(f"[{n}]" for n in dict.fromkeys(re.findall(r"\d+", opening["clauses"])))
        self._pending = self._pending[opening.end() :]
        return True

    def _say(self, text: str) -> Iterator[str]:
        lines = (" ".join(line.split()) for line in _OWN_MARKS.sub("", text).split("\n"))
        clean = "\n".join(filter(None, lines))
        if not clean:
            return
        rest = _SENTENCE.sub(lambda sentence: sentence.group() + (self._marks or ""), clean)
        sentence = (rest if _ENDED.search(rest) else f"{rest}。") + (self._marks or "")
        yield f"\n{sentence}" if self._said and _OWN_LINE.match(sentence) else sentence
        self._said = True


def _in_order(found: object) -> str:
    """An entry with its keys in the order that is read; nothing where it is none."""
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        return ""
    numbers = found.get("clauses")
    clauses = [n for n in numbers if isinstance(n, int)] if isinstance(numbers, list) else []
    return json.dumps({"clauses": clauses, "text": found["text"]}, ensure_ascii=False)
