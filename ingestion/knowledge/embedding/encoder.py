"""The encoder as an ONNX graph: BERT with post-normalised layers, from word vectors to the mean of the outputs.

Beside the mean it can give the tokens by themselves, on few axes: what the layer taught for them (`token_layer`) makes
of the output of the last layer but one.

It takes one text a run, so that there is no padding and no mask. In `int8`, activations are quantised per tensor while
running; channels with large values would drown the others, so that each is divided by a constant first and the weights
multiplied by it (SmoothQuant). The divisors follow from activation ranges that were measured once and ship as data.
`uint8` gives the same numbers from weights kept as 0..255: onnxruntime adds up products with signed ones in 16 bits
where the processor has no instruction for them, and these may overflow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from ingestion.knowledge.embedding.contract import Vectors
from ingestion.knowledge.embedding.onnx_format import CONTRIB, GraphWriter
from ingestion.knowledge.embedding.token_layer import TokenLayer
from ingestion.knowledge.embedding.weights import BLOCK, Shape, Weights, unpack_nibbles

Arithmetic: TypeAlias = Literal["int8", "uint8", "4bit", "float"]
Ranges: TypeAlias = Mapping[str, Vectors]  # for each site, the largest activation by layer and channel

INPUT, OUTPUT, TOKENS = "embeddings", "mean", "tokens"
_MIDDLE = 128  # what stands for 0 among unsigned weights
SITES = ("attention_in", "attention_out", "inner_in", "inner_out")  # the inputs of a layer's four linear maps
_SMOOTHING = 0.7  # the share of the range that moves from activations to weights


class EncoderGraph:
    """Builds the graph for one kind of arithmetic; `ranges` is needed for 8 bits only, `taught` for tokens."""

    def __init__(
        self, weights: Weights, arithmetic: Arithmetic, ranges: Ranges | None = None, taught: TokenLayer | None = None
    ) -> None:
        self._shape = weights.shape
        self._taught = taught
        self._graph = GraphWriter()
        self._model = _Layers(self._graph, weights, weights.shape, arithmetic, ranges or {})
        self._beside = replace(self._model, tensors=taught, mark="taught ") if taught else None

    def build(self, *, watched: bool = False) -> bytes:
        """The model file. `watched` adds the input of every linear map, `{site}.{layer}`, to the outputs."""
        graph, hidden, last = self._graph, self._shape.hidden, self._shape.layers - 1
        x = self._model.normalise(INPUT, "emb.ln", "embedded")
        outputs: dict[str, Sequence[int | str]] = {OUTPUT: (1, hidden)}
        for layer in range(self._shape.layers):
            if self._taught and self._beside and layer == last:
                outputs[TOKENS] = (1, "tokens", self._tell_tokens(self._taught, x, self._beside.write(layer, x)))
            x = self._model.write(layer, x)
        graph.node("ReduceMean", [x, graph.constant("over_tokens", np.array([1], dtype=np.int64))], OUTPUT, keepdims=0)
        if watched:
            widths = dict.fromkeys(SITES, hidden) | {"inner_out": self._shape.inner}
            for layer in range(self._shape.layers):
                outputs |= {f"{site}.{layer}": (1, "tokens", width) for site, width in widths.items()}
        return graph.write({INPUT: (1, "tokens", hidden)}, outputs)

    def _tell_tokens(self, taught: TokenLayer, entering: str, leaving: str) -> int:
        """Says how long each is."""
        graph = self._graph
        near, far = graph.constant("near", taught.near), graph.constant("far", taught.far)
        graph.node("MatMul", [entering, near], "seen near")
        graph.node("MatMul", [leaving, far], "seen far")
        graph.node("Add", ["seen near", "seen far"], TOKENS)
        return int(taught.near.shape[1])


@dataclass(frozen=True, slots=True)
class _Layers:
    """Writes layers of one set of tensors into a graph; `mark` tells their names from those of another."""

    graph: GraphWriter
    tensors: Weights | TokenLayer
    shape: Shape
    arithmetic: Arithmetic
    ranges: Ranges
    mark: str = ""

    def write(self, layer: int, x: str) -> str:
        """A whole layer on `x`; returns the name of its output."""
        node, mark, name = self.graph.node, self.mark, f"l{layer}"
        x = node("Identity", [x], f"{mark}attention_in.{layer}")
        qkv = self._linear(x, [f"{name}.q", f"{name}.k", f"{name}.v"])
        parts = [f"{mark}{name}.query", f"{mark}{name}.key", f"{mark}{name}.value"]
        node("Split", [qkv], parts, axis=2, num_outputs=3)
        attended = f"{mark}attention_out.{layer}"
        node("MultiHeadAttention", parts, attended, domain=CONTRIB, num_heads=self.shape.heads)
        x = node("Add", [x, self._linear(attended, [f"{name}.ao"])], f"{mark}{name}.attention")
        x = self.normalise(x, f"{name}.aln", f"{mark}inner_in.{layer}")
        active = node("Gelu", [self._linear(x, [f"{name}.fi"])], f"{mark}inner_out.{layer}")
        x = node("Add", [x, self._linear(active, [f"{name}.fo"])], f"{mark}{name}.output")
        return self.normalise(x, f"{name}.oln", f"{mark}{name}.normal")

    def normalise(self, x: str, tensor: str, output: str) -> str:
        scale, bias = (
            self.graph.constant(f"{self.mark}{tensor}.{part}", self.tensors.floats(f"{tensor}.{part}")) for part in "wb"
        )
        return self.graph.node("LayerNormalization", [x, scale, bias], output, epsilon=self.shape.epsilon)

    def _linear(self, x: str, tensors: Sequence[str]) -> str:
        """One linear map of `x`, the input of a site, or several side by side."""
        name = f"{self.mark}{tensors[0]}"
        site, layer = x.removeprefix(self.mark).rsplit(".", 1)
        columns = self.shape.inner if site == "inner_out" else self.shape.hidden
        bias = np.concatenate([self.tensors.floats(f"{tensor}.b") for tensor in tensors])
        bias_name = self.graph.constant(f"{name}.bias", bias)
        if self.arithmetic == "4bit":
            return self._four_bit_product(x, name, tensors, columns, bias_name)
        matrix = np.concatenate([self.tensors.matrix(f"{tensor}.w", columns) for tensor in tensors])
        if self.arithmetic in ("int8", "uint8"):
            return self._int8_product(x, name, matrix, self.ranges[site][int(layer)], bias_name)
        product = self.graph.node("MatMul", [x, self.graph.constant(f"{name}.weight", matrix.T)], f"{name}.product")
        return self.graph.node("Add", [product, bias_name], f"{name}.sum")

    def _int8_product(self, x: str, name: str, matrix: Vectors, activations: Vectors, bias: str) -> str:
        graph = self.graph
        divisor = _smoothing_divisor(activations, matrix)
        smooth = graph.node("Mul", [x, graph.constant(f"{name}.smoothing", 1 / divisor)], f"{name}.smooth")
        scaled = matrix * divisor
        step = np.abs(scaled).max(axis=1) / np.float32(127)
        quantised, zero = np.rint(scaled / step[:, None]).astype(np.int8), ""
        if self.arithmetic == "uint8":
            quantised = (quantised.astype(np.int16) + _MIDDLE).astype(np.uint8)
            zero = graph.constant(f"{name}.zero", np.full(len(step), _MIDDLE, dtype=np.uint8))
        weight, steps = graph.constant(f"{name}.weight", quantised.T), graph.constant(f"{name}.step", step)
        return graph.node("DynamicQuantizeMatMul", [smooth, weight, steps, zero, bias], f"{name}.sum", domain=CONTRIB)

    def _four_bit_product(self, x: str, name: str, tensors: Sequence[str], columns: int, bias: str) -> str:
        graph = self.graph
        parts = [self.tensors.packed(f"{tensor}.w", columns) for tensor in tensors]
        scales = np.concatenate([scale for scale, _ in parts]).astype(np.float32)
        nibbles = unpack_nibbles(np.concatenate([packed for _, packed in parts]))
        repacked = nibbles[..., ::2] | nibbles[..., 1::2] << 4
        inputs = [x, graph.constant(f"{name}.weight", repacked), graph.constant(f"{name}.scale", scales), "", "", bias]
        return graph.node(
            "MatMulNBits",
            inputs,
            f"{name}.sum",
            domain=CONTRIB,
            K=columns,
            N=len(scales),
            bits=4,
            block_size=BLOCK,
            accuracy_level=4,  # activations as int8, a scale for each block
        )


def _smoothing_divisor(activations: Vectors, matrix: Vectors) -> Vectors:
    weights = np.abs(matrix).max(axis=0)
    tiny = np.float32(1e-5)
    divisor: Vectors = np.maximum(activations, tiny) ** _SMOOTHING / np.maximum(weights, tiny) ** (1 - _SMOOTHING)
    return divisor.astype(np.float32)
