"""onnxruntime, set up for one text a run on the caller's own thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding.contract import Vectors
from ingestion.knowledge.embedding.encoder import INPUT, OUTPUT, TOKENS


class EncoderSession:
    """A loaded encoder graph. Runs on the calling thread; safe to call from several at once."""

    def __init__(self, model: Path | bytes) -> None:
        try:
            import onnxruntime
            from onnxruntime.capi import onnxruntime_pybind11_state as errors
        except ImportError as exc:
            raise EmbeddingError("没有安装 onnxruntime:请重新安装依赖(make setup)") from exc
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # what goes wrong is raised
        # The graph is written in the operators that run fastest; the fusions of higher levels make it slower.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._failures = (errors.Fail, errors.RuntimeException, errors.InvalidArgument)
        refusals = (
            *self._failures,
            errors.InvalidGraph,
            errors.InvalidProtobuf,
            errors.NoSuchFile,
            errors.NotImplemented,
        )
        try:
            self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except refusals as exc:
            raise EmbeddingError("onnxruntime 不能运行内置模型:请重新安装依赖(make setup)") from exc

    def mean(self, vectors: Vectors) -> Vectors:
        """The mean of the encoder's outputs, not normalised: (hidden,)."""
        result: Vectors = self.outputs(vectors, [OUTPUT])[0][0]
        return result

    def mean_and_tokens(self, vectors: Vectors) -> tuple[Vectors, Vectors]:
        """The mean, and the tokens with their marks: (tokens, axes and their weight). Nothing is normalised."""
        mean, tokens = self.outputs(vectors, [OUTPUT, TOKENS])
        return mean[0], tokens[0]

    def outputs(self, vectors: Vectors, names: Sequence[str]) -> list[Vectors]:
        """The named outputs for one window."""
        try:
            outputs: list[Vectors] = self._session.run(names, {INPUT: vectors})
        except self._failures as exc:
            raise EmbeddingError("向量计算失败:内存可能不足,请稍后再试") from exc
        return outputs
