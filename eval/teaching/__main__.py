"""Teaches the token layer and writes it: `python -m eval.teaching [--steps N]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from eval.teaching import layer
from eval.teaching.lessons import Lessons, Nearest
from eval.teaching.papers import Paper, read_papers
from eval.teaching.states import StateStore
from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION
from ingestion.knowledge.embedding.token_layer import MAPS, NORMS, TAUGHT
from ingestion.knowledge.embedding.weights import Weights, locate_weights

STEPS = 500
_RATE = 1.5e-4
_FASTER = {"near": 3.0, "far": 10.0, "counts": 10.0, "sharpness": 10.0, "floor": 10.0}  # what begins from little
_QUESTION, _PASSAGE = 48, 144  # tokens looked at
_LARGE = 14  # passages; of smaller papers all are shown anyway
_HARDEST = 6  # passages that a question is shown beside, before others
_ROUNDS = 3  # in how many the hardest passages are sought anew
_AT_ONCE = 16
_RANK = 32  # directions in which a map's change is kept
_SEED = 0


class Teacher:
    """Holds the parameters while they change."""

    def __init__(self, weights: Weights, papers: Sequence[Paper], steps: int) -> None:
        self._papers, self._heads = papers, weights.shape.heads
        asked = [text for paper in papers for text in (*(text for text, _ in paper.asked), *paper.unanswered)]
        passages = [text for paper in papers for text in paper.passages]
        self._states = StateStore(weights, asked, passages)
        self.parameters = layer.begin(weights, self._axes(passages[:: max(1, len(passages) // 2000)]), _SEED)
        schedule = optax.warmup_cosine_decay_schedule(0, 1, steps // 10 + 1, steps, 0.02)
        rates = {name: _RATE * _FASTER.get(name, 1) for name in self.parameters}
        optimiser = optax.chain(
            optax.clip_by_global_norm(1.0),
            optax.scale_by_adam(b2=0.98),
            optax.scale_by_schedule(lambda step: -schedule(step)),
        )
        self._progress = optimiser.init(self.parameters)
        measured = jax.value_and_grad(partial(layer.loss, heads=self._heads))

        def learn(parameters: Any, progress: Any, questions: Any, passages: Any, gold: Any, key: Any) -> Any:
            value, gradients = measured(parameters, questions, passages, gold, key=key)
            updates, progress = optimiser.update(gradients, progress)
            return {n: p + rates[n] * updates[n] for n, p in parameters.items()}, progress, value

        self._learn = jax.jit(learn)
        self._read = jax.jit(partial(layer.read, heads=self._heads))
        self._align = jax.jit(layer.align)

    def teach(self, steps: int) -> list[float]:
        """Returns the loss of every step."""
        losses: list[float] = []
        lessons, key = Lessons(self._papers, _SEED), jax.random.PRNGKey(_SEED)
        nearest: Nearest = {}
        for step in range(steps):
            if step % -(-steps // _ROUNDS) == 0:
                nearest = self._nearest()
            lesson = lessons.draw(nearest)
            key, used = jax.random.split(key)
            self.parameters, self._progress, value = self._learn(
                self.parameters,
                self._progress,
                self._states.questions(lesson.questions, _QUESTION),
                self._states.passages(lesson.passages, _PASSAGE),
                jnp.asarray(lesson.gold),
                used,
            )
            losses.append(float(value))
            if step % 20 == 0:
                sys.stdout.write(f"step {step} of {steps}: loss {np.mean(losses[-20:]):.3f}\n")
                sys.stdout.flush()
        return losses

    def _axes(self, passages: Sequence[str]) -> np.ndarray:
        """Along which the states of these differ most: (hidden, axes)."""
        states, _, own = self._states.passages(passages, _PASSAGE)
        tokens = states[own > 0]
        tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
        _, axes = np.linalg.eigh(tokens.T @ tokens)
        found: np.ndarray = axes[:, ::-1][:, :TOKEN_DIMENSION]
        return found

    def _nearest(self) -> Nearest:
        found: dict[str, Sequence[int]] = {}
        for paper in self._papers:
            if len(paper.passages) <= _LARGE:
                continue
            told = [self._tokens(part) for part in _parts(paper.passages)]
            answers = dict(paper.asked) | dict.fromkeys(paper.unanswered, frozenset[int]())
            for part in _parts(tuple(answers)):
                batch = self._states.questions(_filled(part), _QUESTION)
                asked, counts = self._read(self.parameters, batch)
                scores = np.concatenate([self._align(asked, counts, batch[2], *tokens) for tokens in told], axis=1)
                for text, row in zip(part, scores, strict=False):
                    order = np.argsort(-row[: len(paper.passages)])
                    found[text] = [int(n) for n in order if n not in answers[text]][:_HARDEST]
        return found

    def _tokens(self, passages: Sequence[str]) -> tuple[Any, Any]:
        batch = self._states.passages(_filled(passages), _PASSAGE)
        return self._read(self.parameters, batch)[0], batch[2]


def kept(weights: Weights, parameters: layer.Parameters) -> dict[str, Any]:
    """The layer as its file has it: what changed, the maps in few directions."""
    begun = layer.begin(weights, np.zeros((weights.shape.hidden, TOKEN_DIMENSION)), _SEED)
    changes = {name: np.asarray(parameters[name] - begun[name]) for name in begun}
    found = {f"{name}.b": changes[f"{name}.b"] for name in (*MAPS, *NORMS)}
    found |= {f"{name}.w": changes[f"{name}.w"] for name in NORMS}
    for name in MAPS:
        left, sizes, right = np.linalg.svd(changes[f"{name}.w"], full_matrices=False)
        root = np.sqrt(sizes[:_RANK])
        found |= {f"{name}.w.up": left[:, :_RANK] * root, f"{name}.w.down": root[:, None] * right[:_RANK]}
    near, far, counts = (np.asarray(parameters[name]) for name in ("near", "far", "counts"))
    found |= {"near": np.c_[near, np.zeros(len(near))], "far": np.c_[far, counts]}
    return {name: values.astype(np.float16) for name, values in found.items()}


def _parts(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)]


def _filled(texts: Sequence[str]) -> list[str]:
    """So many that the same compiled function takes them."""
    return [texts[n % len(texts)] for n in range(_AT_ONCE)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS)
    arguments = parser.parse_args()
    weights, papers = Weights(locate_weights()), list(read_papers())
    questions = sum(len(paper.asked) + len(paper.unanswered) for paper in papers)
    sys.stdout.write(f"{len(papers)} papers, {questions} questions\n")
    teacher = Teacher(weights, papers, arguments.steps)
    teacher.teach(arguments.steps)
    np.savez(TAUGHT, **kept(weights, teacher.parameters))


if __name__ == "__main__":
    main()
