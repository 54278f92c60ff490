"""The gate for a stream: sentences leave as soon as they have passed, and what has left is never taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.grounding.claims import split
from assistant.answering.grounding.gate import Before, Gate, Grounded, render
from assistant.model import Citation, GroundingReport

Answers = Callable[[str, Sequence[Citation]], bool]

_MARKS = r"(?:[ \t]*[\[［【][\d,，、 ^]{1,12}[\]］】])*"
_NEXT = r"(?=[^\s\[［【]|[ \t]+[^\s\[［【]|[ \t]*\n)"  # what follows is no mark: the sentence has all of its own
_SEGMENT = re.compile(rf"[^\n。！？!?]*(?:\n|[。！？!?]+[”』」’\"）)]*{_MARKS}{_NEXT})")
_WHOLE = re.compile(rf".*(?:\n|[。！？!?]+[”』」’\"）)]*{_MARKS})", re.DOTALL)


class Release:
    """Feed it raw answer text; it returns what may be shown. Citations are numbered in the order they appear.

    Nothing is shown before a claim has passed that answers: `answers` decides by its text and citations.
    """

    def __init__(self, gate: Gate, *, answers: Answers = lambda _text, _cited: True) -> None:
        self._gate = gate
        self._answers = answers
        self._answered = False
        self._held = ""  # passed, but does not answer yet
        self._idle: list[str] = []  # the claims of it
        self._numbers: dict[int, int] = {}
        self._pending = ""  # not yet a whole segment
        self._waiting = ""  # phrases that lead over, and line breaks, shown once something firm follows
        self._below = ""  # the line under the one that is judged
        self._shown = ""
        self._before = Before()
        self._checked = 0
        self._removed: list[str] = []

    def feed(self, piece: str) -> str:
        """Text that has passed since the last call; may be empty."""
        self._pending += piece
        out, at = "", 0
        while (segment := _SEGMENT.match(self._pending, at)) and segment.end() > at:
            below = self._pending[segment.end() :]
            if segment.group().lstrip().startswith("|") and "\n" not in below:
                break  # whether a row is a header shows in the line below it
            self._below = below.split("\n", 1)[0]
            out += self._pass(segment.group())
            at = segment.end()
        self._pending = self._pending[at:]
        return out

    def finish(self, *, torn: bool = False) -> str:
        """Judge what is left; nothing may be fed afterwards. Of a torn stream only whole sentences count."""
        rest, self._pending = self._pending, ""
        if torn:
            whole = _WHOLE.match(rest)
            rest = whole.group() if whole else ""
        lines, out = rest.splitlines(keepends=True), ""
        for at, line in enumerate(lines):
            self._below = "".join(lines[at + 1 : at + 2])
            out += self._pass(line)
        return out

    @property
    def grounded(self) -> Grounded:
        """Everything shown so far, with its citations and report; what does not answer counts as taken out."""
        citations = tuple(replace(self._gate.citations[at], index=n) for at, n in self._numbers.items())
        removed = (*self._removed, *self._idle)
        report = GroundingReport(self._checked, self._checked - len(removed), removed)
        return Grounded(self._shown, citations, report, answers=self._answered)

    @property
    def strayed(self) -> bool:
        """True if something has passed the gate, but nothing that answers."""
        return bool(self._idle)

    def _pass(self, segment: str) -> str:
        text = segment.rstrip("\n")
        line = split(f"{text}\n{self._below}")[0]
        verdicts = self._gate.judge_line(line, self._before)
        self._before = self._gate.after(line, verdicts, self._before)
        for claim, verdict in zip(line.claims, verdicts, strict=True):
            self._checked += not verdict.lead_in
            if not verdict.supported:
                self._removed.append(claim.text.strip())
            elif not verdict.lead_in:
                self._idle.append(claim.text.strip())
            for at in verdict.cites:
                self._numbers.setdefault(at, len(self._numbers) + 1)
        self._answered = self._answered or any(
            v.cites and self._answers(claim.text, [self._gate.citations[at] for at in v.cites])
            for claim, v in zip(line.claims, verdicts, strict=True)
        )
        if self._answered:
            self._idle.clear()
        rendered = render(line, verdicts, self._numbers)
        if rendered.text and not rendered.firm and self._waiting.rstrip("*\n ").endswith((":", "：")):
            self._waiting = ""  # the phrase before led over to nothing
        self._waiting += rendered.text + ("\n" if segment.endswith("\n") and (rendered.text or rendered.blank) else "")
        if not rendered.firm:
            return ""
        before = self._shown or self._held
        self._held += re.sub(r"\n{3,}", "\n\n", self._waiting if before else self._waiting.lstrip("\n"))
        self._waiting = ""
        if not self._answered:
            return ""
        out, self._held = self._held, ""
        self._shown += out
        return out
