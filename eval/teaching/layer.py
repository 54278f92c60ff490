"""The layer as a function that can be differentiated, and what it is to learn."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION
from ingestion.knowledge.embedding.token_layer import MAPS, NORMS
from ingestion.knowledge.embedding.weights import Weights

Parameters: TypeAlias = dict[str, Any]  # by tensor name, and `near`, `far`, `counts`, `sharpness`, `floor`

_NEVER = -1e9
_SHARPNESS, _FLOOR = math.log(40), 0.8  # where they begin
_DROPPED = 0.1  # the share of states that each step leaves out
_OPEN = 0.5  # how much it counts to leave alone what no clause answers


def begin(weights: Weights, axes: np.ndarray, seed: int) -> Parameters:
    """The model's own last layer. Tokens are what enters it on the axes given, (hidden, axes); all count the same."""
    last, shape = f"l{weights.shape.layers - 1}", weights.shape
    widths = dict.fromkeys(MAPS, shape.hidden) | {"fo": shape.inner}
    found: Parameters = {f"{name}.w": weights.matrix(f"{last}.{name}.w", width) for name, width in widths.items()}
    found |= {f"{name}.b": weights.floats(f"{last}.{name}.b") for name in (*MAPS, *NORMS)}
    found |= {f"{name}.w": weights.floats(f"{last}.{name}.w") for name in NORMS}
    small = np.random.default_rng(seed).normal(0, 1e-3, (shape.hidden, TOKEN_DIMENSION))
    found |= {"near": axes, "far": small, "counts": np.zeros(shape.hidden), "sharpness": _SHARPNESS, "floor": _FLOOR}
    return {name: jnp.asarray(value, dtype=jnp.float32) for name, value in found.items()}


def apply(p: Parameters, x: Any, there: Any, heads: int) -> Any:
    """BERT's layer, normalised behind each half: (texts, tokens, hidden) to the same."""
    texts, tokens, hidden = x.shape

    def split(name: str) -> Any:
        return linear(p, name, x).reshape(texts, tokens, heads, -1).transpose(0, 2, 1, 3)

    q, k, v = map(split, "qkv")
    near = jnp.einsum("bhqd,bhkd->bhqk", q, k) / math.sqrt(hidden // heads)
    attention = jax.nn.softmax(near + (there[:, None, None, :] - 1) * -_NEVER, -1)
    attended = jnp.einsum("bhqk,bhkd->bhqd", attention, v).transpose(0, 2, 1, 3).reshape(x.shape)
    x = normalise(p, "aln", x + linear(p, "ao", attended))
    inner = jax.nn.gelu(linear(p, "fi", x), approximate=False)
    return normalise(p, "oln", x + linear(p, "fo", inner))


def linear(p: Parameters, name: str, x: Any) -> Any:
    return x @ p[f"{name}.w"].T + p[f"{name}.b"]


def normalise(p: Parameters, name: str, x: Any) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    spread = jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
    return centred / spread * p[f"{name}.w"] + p[f"{name}.b"]


def read(p: Parameters, batch: Any, heads: int, key: Any = None) -> tuple[Any, Any]:
    """Tokens of length one, (texts, tokens, axes), and how much each counts in a question, before softmax."""
    x, there, _ = batch
    if key is not None:
        x = x * jax.random.bernoulli(key, 1 - _DROPPED, x.shape) / (1 - _DROPPED)
    y = apply(p, x, there, heads)
    told = x @ p["near"] + y @ p["far"]
    return told / jnp.maximum(jnp.linalg.norm(told, axis=-1, keepdims=True), 1e-6), y @ p["counts"]


def align(asked: Any, counts: Any, own_asked: Any, told: Any, own_told: Any) -> Any:
    """(questions, passages): the mean, by weight, of the cosine of each question token to its nearest."""
    shares = jax.nn.softmax(jnp.where(own_asked > 0, counts, _NEVER), -1)
    cosines = jnp.einsum("qad,cbd->qcab", asked, told) + (own_told[None, :, None, :] - 1) * 9
    return jnp.einsum("qca,qa->qc", cosines.max(-1), shares)


def loss(p: Parameters, questions: Any, passages: Any, gold: Any, heads: int, key: Any) -> Any:
    """How far the right passages are from the top, and how far the top is from telling whether there is an answer.

    `gold` is (questions, passages); a row without any is a question that none answers.
    """
    first, second = jax.random.split(key)
    asked, counts = read(p, questions, heads, first)
    told, _ = read(p, passages, heads, second)
    scores = align(asked, counts, questions[2], told, passages[2])
    answered = gold.any(-1)
    sharp = jnp.exp(p["sharpness"])
    right = jnp.where(gold, scores * sharp, _NEVER)  # masked last: rounded otherwise, so large a number is not itself
    ranked = jax.nn.logsumexp(scores * sharp, -1) - jax.nn.logsumexp(right, -1)
    above = jnp.where(answered, right.max(-1), (scores * sharp).max(-1)) - p["floor"] * sharp
    found = jnp.where(answered, jax.nn.softplus(-above), jax.nn.softplus(above))
    return (ranked * answered).sum() / jnp.maximum(answered.sum(), 1) + _OPEN * found.mean()
