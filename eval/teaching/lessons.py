"""What is shown at a step: some papers' questions beside the passages that are hardest to tell apart for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.teaching.papers import Paper

PASSAGES, QUESTIONS = 64, 40  # at a step
_OF_A_PAPER = 20  # passages at most
_ASKED, _OPEN = 6, 2  # questions of a paper that are answered, and that are not

Nearest = Mapping[str, Sequence[int]]  # by question, the passages of its paper that it is taken for, nearest first


@dataclass(frozen=True, slots=True)
class Lesson:
    """`gold` tells for each question which passages answer it; none of them where it has no answer."""

    questions: tuple[str, ...]
    passages: tuple[str, ...]
    gold: npt.NDArray[np.bool_]


class Lessons:
    """Draws lessons of always the same size. Needs more passages in all than a lesson shows."""

    def __init__(self, papers: Sequence[Paper], seed: int) -> None:
        self._papers = papers
        self._random = np.random.default_rng(seed)
        shares = np.array([(len(paper.asked) + 1) ** 0.5 for paper in papers])
        self._shares = shares / shares.sum()

    def draw(self, nearest: Nearest) -> Lesson:
        questions: list[tuple[str, frozenset[int]]] = []
        passages: list[str] = []
        order = self._random.choice(len(self._papers), len(self._papers), replace=False, p=self._shares)
        for at in order.tolist():
            if len(passages) > PASSAGES - _ASKED - _OPEN or len(questions) > QUESTIONS - _ASKED - _OPEN:
                break
            paper = self._papers[at]
            asked = [paper.asked[n] for n in self._some(len(paper.asked), _ASKED)]
            left_open = [paper.unanswered[n] for n in self._some(len(paper.unanswered), _OPEN)]
            shown = self._shown(paper, asked, left_open, nearest)[: min(_OF_A_PAPER, PASSAGES - len(passages))]
            places = {index: len(passages) + place for place, index in enumerate(shown)}
            passages += [paper.passages[index] for index in shown]
            found = ((text, frozenset(places[n] for n in answers if n in places)) for text, answers in asked)
            questions += [(text, answers) for text, answers in found if answers]
            questions += [(text, frozenset()) for text in left_open]
        while len(passages) < PASSAGES:
            paper = self._papers[int(self._random.integers(len(self._papers)))]
            passages.append(paper.passages[int(self._random.integers(len(paper.passages)))])
        drawn = [questions[n % len(questions)] for n in range(QUESTIONS)]
        gold = np.array([[n in answers for n in range(PASSAGES)] for _, answers in drawn])
        return Lesson(tuple(text for text, _ in drawn), tuple(passages), gold)

    def _some(self, of: int, count: int) -> list[int]:
        return [int(n) for n in self._random.permutation(of)[:count]]

    def _shown(
        self, paper: Paper, asked: Sequence[tuple[str, frozenset[int]]], left_open: Sequence[str], nearest: Nearest
    ) -> list[int]:
        """The answers first, then what the questions are taken for, then the others."""
        answers = [index for _, found in asked for index in sorted(found)]
        mistaken = [nearest[text] for text in (*(text for text, _ in asked), *left_open) if text in nearest]
        in_turn = [index for rank in zip(*mistaken, strict=False) for index in rank]
        return list(dict.fromkeys((*answers, *in_turn, *self._some(len(paper.passages), len(paper.passages)))))
