"""The layer that makes tokens stands beside the model's own and is reckoned as the layer it came from."""

import math

import numpy as np
import pytest

from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION, Vectors
from ingestion.knowledge.embedding.encoder import OUTPUT, TOKENS, EncoderGraph
from ingestion.knowledge.embedding.session import EncoderSession
from ingestion.knowledge.embedding.token_layer import TokenLayer, read_token_layer
from ingestion.knowledge.embedding.weights import Weights, pack_matrix, unpack_nibbles
from ingestion.knowledge.embedding.windows import QUERY, WindowReader


def read_window(weights: Weights) -> Vectors:
    return next(WindowReader(weights).read(QUERY + "老家的房子拆了重盖，公积金能不能取？"))[0]


def apply(layer: TokenLayer, x: Vectors, heads: int) -> Vectors:
    """BERT's layer as its paper has it."""

    def linear(name: str, given: Vectors) -> Vectors:
        name = f"l{layer.number}.{name}"
        return given @ layer.matrix(f"{name}.w", given.shape[-1]).T + layer.floats(f"{name}.b")

    def normalised(name: str, given: Vectors) -> Vectors:
        name = f"l{layer.number}.{name}"
        centred = given - given.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return centred / spread * layer.floats(f"{name}.w") + layer.floats(f"{name}.b")

    size = x.shape[-1] // heads
    q, k, v = (linear(name, x).reshape(len(x), heads, size).transpose(1, 0, 2) for name in "qkv")
    powers = np.exp(q @ k.transpose(0, 2, 1) / math.sqrt(size))
    attended = (powers / powers.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(x.shape)
    x = normalised("aln", x + linear("ao", attended))
    inner = linear("fi", x)
    active = inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2))) / 2
    return normalised("oln", x + linear("fo", active))


def test_tokens_are_what_the_layer_makes_of_the_states_below_it(weights: Weights) -> None:
    layer, window = read_token_layer(weights), read_window(weights)
    session = EncoderSession(EncoderGraph(weights, "float", taught=layer).build(watched=True))
    (states, tokens) = (found[0] for found in session.outputs(window, [f"attention_in.{layer.number}", TOKENS]))
    expected = states @ layer.near + apply(layer, states, weights.shape.heads) @ layer.far
    assert tokens.shape == (window.shape[1], TOKEN_DIMENSION + 1)
    np.testing.assert_allclose(tokens, expected, atol=2e-3)


def test_the_vector_of_a_text_is_the_same_with_tokens_and_without(weights: Weights) -> None:
    window = read_window(weights)
    with_tokens, without = (
        EncoderSession(EncoderGraph(weights, "float", taught=layer).build()).outputs(window, [OUTPUT])[0]
        for layer in (read_token_layer(weights), None)
    )
    np.testing.assert_array_equal(with_tokens, without)


def test_a_layer_that_was_taught_nothing_is_the_models_last(weights: Weights) -> None:
    shipped = read_token_layer(weights)
    nothing = TokenLayer(weights, {name: 0 * values for name, values in shipped.changes.items()})
    name = f"l{weights.shape.layers - 1}.fi"
    np.testing.assert_array_equal(nothing.floats(f"{name}.b"), weights.floats(f"{name}.b"))
    np.testing.assert_array_equal(
        nothing.matrix(f"{name}.w", weights.shape.hidden), weights.matrix(f"{name}.w", weights.shape.hidden)
    )
    with pytest.raises(KeyError):
        shipped.floats("l0.fi.b")


def test_a_packed_matrix_is_itself_within_half_a_step() -> None:
    matrix = np.random.default_rng(0).normal(size=(8, 64)).astype(np.float32)
    matrix[0, :32] = 0
    scales, packed = pack_matrix(matrix)
    steps = unpack_nibbles(packed).astype(np.float32) - 8
    again = (steps * scales[..., None].astype(np.float32)).reshape(matrix.shape)
    assert np.abs(again - matrix).max() <= scales.astype(np.float32).max() * 0.51
    assert not again[0, :32].any()
