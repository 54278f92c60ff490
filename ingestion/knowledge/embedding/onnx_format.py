"""Writes ONNX models: the few protobuf messages that it takes, without the `onnx` package."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Value: TypeAlias = int | float | str | bytes
Fields: TypeAlias = list[tuple[int, Value]]
Shape: TypeAlias = Sequence[int | str]

OPSET = 20
IR_VERSION = 9
CONTRIB = "com.microsoft"
_FLOAT = 1
_SEAL_BYTES = 2 + 64  # tag, length, hexadecimal digits
_TENSOR_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}


class GraphWriter:
    """Collects nodes and constants in the order of the computation, then writes the model."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, name: str, array: npt.NDArray[Any]) -> str:
        """Stores the array under a name and returns the name."""
        fields: Fields = [(1, size) for size in array.shape]
        fields += [(2, _TENSOR_TYPES[array.dtype.name]), (8, name), (9, np.ascontiguousarray(array).tobytes())]
        self._constants.append(_message(fields))
        return name

    def node(
        self,
        operator: str,
        inputs: Iterable[str],
        output: str | Sequence[str],
        *,
        domain: str = "",
        **attributes: Value,
    ) -> str:
        """Appends an operation; returns the name of its (first) output. An empty input name stands for "not given"."""
        outputs = [output] if isinstance(output, str) else list(output)
        fields: Fields = [(1, name) for name in inputs]
        fields += [(2, name) for name in outputs]
        fields += [(3, outputs[0]), (4, operator), (7, domain)]
        fields += [(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(_message(fields))
        return outputs[0]

    def write(self, inputs: dict[str, Shape], outputs: dict[str, Shape]) -> bytes:
        """The model file; sizes that differ from run to run are named by a string."""
        graph = _message(
            [(1, node) for node in self._nodes]
            + [(2, "encoder")]
            + [(5, constant) for constant in self._constants]
            + [(11, _float_value(name, shape)) for name, shape in inputs.items()]
            + [(12, _float_value(name, shape)) for name, shape in outputs.items()]
        )
        standard = _message([(1, ""), (2, OPSET)])
        contrib = _message([(1, CONTRIB), (2, 1)])
        return _message([(1, IR_VERSION), (2, "wenzheng"), (8, standard), (8, contrib), (7, graph)])


def seal(model: bytes) -> bytes:
    """The model with a digest of itself as its documentation text, so that damage can be told."""
    return model + _seal_of(model)


def is_sealed(model: memoryview) -> bool:
    """Whether the model ends in the digest of what stands before it."""
    return model[-_SEAL_BYTES:] == _seal_of(model[:-_SEAL_BYTES])


def _seal_of(model: bytes | memoryview) -> bytes:
    return _field(6, hashlib.sha256(model).hexdigest())


def _message(fields: Iterable[tuple[int, Value]]) -> bytes:
    return b"".join(_field(number, value) for number, value in fields)


def _field(number: int, value: Value) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    if isinstance(value, float):
        return _varint(number << 3 | 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _attribute(name: str, value: Value) -> bytes:
    number, kind = (2, 1) if isinstance(value, float) else (3, 2) if isinstance(value, int) else (4, 3)
    return _message([(1, name), (number, value), (20, kind)])


def _float_value(name: str, shape: Shape) -> bytes:
    sizes = [(1, _message([(1, size) if isinstance(size, int) else (2, size)])) for size in shape]
    tensor = _message([(1, _FLOAT), (2, _message(sizes))])
    return _message([(1, name), (2, _message([(1, tensor)]))])
