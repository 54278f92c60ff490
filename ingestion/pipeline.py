"""Files into the knowledge base: read, parse, embed, store; a document at a time becomes visible as a whole.

What is stored stays stored, so an ingest that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ingestion.errors import IngestionError, SourceError, UnreadableSource
from ingestion.metadata import FILE_NAME, SideFile
from ingestion.model import Finding, ParsedDocument, RawDocument, SideMetadata

if TYPE_CHECKING:
    from ingestion.knowledge import KnowledgeBase, Replacement

logger = logging.getLogger(__name__)

Status = Literal["ingested", "replaced", "unchanged", "removed", "duplicate", "failed"]
_CLAUSES_AT_ONCE = 256
_FILES_AT_ONCE = 64
_LONGEST_TEXT = 2_000_000  # characters, many times the longest policy; parsing takes up to 250 bytes for each


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. `reason` (Chinese) explains `failed` and `duplicate`; `notes` remark on the reading."""

    source: str
    status: Status
    doc_id: str | None = None
    title: str | None = None
    clauses: int = 0
    reason: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The outcome of every file, in the order of the files; removed documents last."""

    outcomes: tuple[FileOutcome, ...]
    seconds: float

    def of(self, *statuses: Status) -> list[FileOutcome]:
        """The outcomes with one of `statuses`."""
        return [outcome for outcome in self.outcomes if outcome.status in statuses]

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(outcome.status for outcome in self.outcomes))


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest is. Clauses count once their vectors are there; `finished` is new since the last report.

    `files_skipped` of the files done were left alone, as they are when an interrupted ingest goes on.
    """

    files: int
    files_done: int
    clauses_done: int
    seconds: float
    finished: tuple[FileOutcome, ...] = ()
    files_skipped: int = 0

    @property
    def clauses_per_second(self) -> float:
        return self.clauses_done / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """By the files that took time so far; None before the first of them."""
        left, taken = self.files - self.files_done, self.files_done - self.files_skipped
        if not left:
            return 0.0
        return self.seconds * left / taken if taken else None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What ingesting a file would store; `reason` (Chinese) where it cannot be read."""

    source: str
    parsed: ParsedDocument | None = None
    notes: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.parsed.findings if self.parsed else ()


class Load(Protocol):
    def __call__(self, path: Path, /) -> RawDocument: ...


class Parse(Protocol):
    def __call__(self, raw: RawDocument, *, doc_id: str, side: SideMetadata) -> ParsedDocument: ...


@dataclass(frozen=True, slots=True)
class _File:
    """A file to ingest. `name` is its path below the ingested folder, fit to be shown."""

    path: Path
    name: str

    @property
    def origin(self) -> str:
        return _as_text(self.path)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read, and what the knowledge base has to do for its outcome to hold."""

    outcome: FileOutcome
    replacement: Replacement | None = None
    moved_to: str | None = None
    outdated: str | None = None  # a document that the file was stored as before


def ingest(
    paths: Iterable[Path],
    kb: KnowledgeBase,
    *,
    progress: Callable[[IngestProgress], None] = lambda _: None,
    load: Load | None = None,
    parse: Parse | None = None,
) -> IngestReport:
    """Bring the knowledge base in line with `paths` (files, folders, patterns, archives).

    A file that was stored before and has not changed is left alone; one that has changed replaces its document;
    documents whose file is gone from an ingested folder are removed. A bad file is reported and the rest goes on.
    Raises `EmbeddingError` or `KnowledgeBaseError` where nothing can go on.
    """
    files, folders = _find(paths)
    reader = _FileReader(kb, load, parse)
    run = _Run(kb, progress, len(files))
    batches = _batched(map(reader.read, files))
    with ThreadPoolExecutor(1, thread_name_prefix="ingest") as pool:  # reads the next batch while this one is embedded
        upcoming = pool.submit(next, batches, None)
        while (batch := upcoming.result()) is not None:
            upcoming = pool.submit(next, batches, None)
            run.store(batch)
    run.remove_missing(folders, {file.origin for file in files})
    return run.report()


def check(paths: Iterable[Path], *, load: Load | None = None, parse: Parse | None = None) -> Iterator[CheckedFile]:
    """Read and parse `paths` without storing anything."""
    reader = _FileReader(None, load, parse)
    for file in _find(paths)[0]:
        try:
            raw, parsed = reader.parse(file, _short_hash(file.name), reader.side_of(file))
            yield CheckedFile(file.name, parsed, raw.notes)
        except IngestionError as exc:
            yield CheckedFile(file.name, reason=str(exc))


def _find(paths: Iterable[Path]) -> tuple[list[_File], list[Path]]:
    """The files that `paths` mean with their names, and the folders and archives among `paths`."""
    from ingestion.loading import expand

    found: dict[Path, _File] = {}
    folders = []
    for path in paths:
        top = path.resolve() if ".." in path.parts else path.absolute()
        whole = os.path.isdir(top) or top.suffix.lower() == ".zip"
        if whole and os.path.exists(top):
            folders.append(top)
        base = top if whole else _literal_folder(top)
        for file in expand([top]):
            if file.name != FILE_NAME:
                name = file.relative_to(base) if file.is_relative_to(base) and file != base else Path(file.name)
                found.setdefault(file, _File(file, _as_shown(name)))
    return list(found.values()), folders


def _as_text(path: Path) -> str:
    """A path as text that can be stored; names that are not UTF-8 come from Chinese Windows."""
    try:
        return os.fsencode(path.as_posix()).decode()
    except UnicodeDecodeError:
        return "/".join(map(_decode_part, os.fsencode(path.as_posix()).split(b"/")))


def _decode_part(part: bytes) -> str:
    try:
        return part.decode()
    except UnicodeDecodeError:
        return part.decode("gb18030", errors="replace")


def _as_shown(path: Path) -> str:
    """A path in one line, without codes that a terminal would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in _as_text(path))


def _literal_folder(path: Path) -> Path:
    """The part of a path above its first pattern, or above the file."""
    parts = [part for part in path.parents if not set("*?[") & set(str(part))]
    return parts[0] if parts else path.parent


class _FileReader:
    """Reads files in order and tells what to do with each."""

    def __init__(self, kb: KnowledgeBase | None, load: Load | None, parse: Parse | None) -> None:
        from ingestion import loading, parsing
        from ingestion.knowledge.passage import PASSAGE_VERSION
        from ingestion.parsing.document import PARSER_VERSION

        self._load = load or loading.load
        self._parse = parse or parsing.parse
        self._read_source = loading.read_source
        self._readers = f"{PARSER_VERSION}/{PASSAGE_VERSION}"
        self._side_files: dict[Path, SideFile | SourceError] = {}
        sources = kb.sources() if kb else []
        self._by_origin = {source.origin: source for source in sources if source.origin}
        self._by_bytes = {source.content_hash.partition("-")[0]: source for source in sources}
        self._stored = {source.doc_id: source for source in sources}
        self._taken: dict[str, str] = {}  # document id -> name of the file it was read from in this run
        self._seen: dict[str, str] = {}  # hash of the bytes -> name

    def read(self, file: _File) -> _Read:
        try:
            return self._read(file)
        except IngestionError as exc:
            return _Read(FileOutcome(file.name, "failed", reason=str(exc)))
        except Exception:  # one file must not end the run
            logger.exception("reading %s failed", file.name)
            return _Read(FileOutcome(file.name, "failed", reason="程序读取此文件时出错，详情见日志。"))

    def _read(self, file: _File) -> _Read:
        from ingestion.knowledge import Replacement

        side = self.side_of(file)
        data_hash = self._hash_of(file.path)
        own = self._by_origin.get(file.origin)
        if double := self._find_double(file, side, data_hash):
            outcome = FileOutcome(file.name, "duplicate", reason=f"与 {double} 内容完全相同，只保留一份。")
            return _Read(outcome, outdated=own.doc_id if own else None)
        doc_id = self._doc_id(file, side, data_hash)
        if other := self._taken.get(doc_id):
            raise UnreadableSource(
                f"文件编号 {doc_id} 已用于 {other}，请在 {FILE_NAME} 中另取 doc_id。", source=file.name
            )
        self._taken[doc_id] = file.name
        outdated = own.doc_id if own and own.doc_id != doc_id else None
        content_hash = f"{data_hash}-{hashlib.sha256(f'{self._readers}{side}'.encode()).hexdigest()[:16]}"
        stored = self._stored.get(doc_id)
        if stored and stored.content_hash == content_hash:
            self._seen[data_hash] = file.name
            moved_to = file.origin if stored.origin != file.origin else None
            return _Read(FileOutcome(file.name, "unchanged", doc_id), moved_to=moved_to, outdated=outdated)
        raw, parsed = self.parse(file, doc_id, side)
        self._seen[data_hash] = file.name  # not before: a double of an unreadable file is unreadable, too
        status: Status = "replaced" if stored else "ingested"
        outcome = FileOutcome(file.name, status, doc_id, parsed.document.title, len(parsed.clauses), notes=raw.notes)
        return _Read(outcome, Replacement(parsed, content_hash, file.origin), outdated=outdated)

    def _find_double(self, file: _File, side: SideMetadata, data_hash: str) -> str | None:
        """Another file, of this run or stored, that holds the same bytes now."""
        if data_hash in self._seen:
            return self._seen[data_hash]
        kept = self._by_bytes.get(data_hash)
        if kept is None or kept.origin in ("", file.origin) or kept.doc_id == side.doc_id:
            return None
        try:
            return kept.origin if self._hash_of(Path(kept.origin)) == data_hash else None
        except SourceError:
            return None

    def _doc_id(self, file: _File, side: SideMetadata, data_hash: str) -> str:
        """Given by staff, or kept from before (also where the file has moved), or made from the name."""
        if side.doc_id:
            return side.doc_id
        if same_file := self._by_origin.get(file.origin):
            return same_file.doc_id
        same_bytes = self._by_bytes.get(data_hash)
        if same_bytes and not _exists(same_bytes.origin):
            return same_bytes.doc_id
        doc_id = _short_hash(file.name)
        holder = self._stored.get(doc_id)
        return _short_hash(file.origin) if doc_id in self._taken or (holder and _exists(holder.origin)) else doc_id

    def _hash_of(self, path: Path) -> str:
        return hashlib.sha256(self._read_source(path)).hexdigest()[:40]

    def parse(self, file: _File, doc_id: str, side: SideMetadata) -> tuple[RawDocument, ParsedDocument]:
        raw = replace(self._load(file.path), source=file.name)
        if len(raw.text) > _LONGEST_TEXT:
            size, most = len(raw.text) // 10_000, _LONGEST_TEXT // 10_000
            raise UnreadableSource(f"全文有 {size} 万字，超过 {most} 万字的上限。请拆分后再导入。", source=file.name)
        parsed = self._parse(raw, doc_id=doc_id, side=side)
        if not parsed.clauses:
            raise UnreadableSource("没有读到正文条款，请核对文件内容。", source=file.name)
        if len({clause.id for clause in parsed.clauses}) < len(parsed.clauses):
            raise UnreadableSource("条款编号重复，无法逐条引用，请核对文件内容。", source=file.name)
        return raw, parsed

    def side_of(self, file: _File) -> SideMetadata:
        folder = file.path.parent
        if folder not in self._side_files:
            try:
                self._side_files[folder] = SideFile.beside(folder)
            except SourceError as exc:
                self._side_files[folder] = exc
        side_file = self._side_files[folder]
        if isinstance(side_file, SourceError):
            raise side_file
        return side_file.of(file.path.name)


def _short_hash(name: str) -> str:
    return f"doc-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def _exists(origin: str) -> bool:
    """Whether the file, or the archive that holds it, is still there."""
    path = Path(origin)
    return bool(origin) and any(p.is_file() for p in (path, *path.parents))


def _batched(reads: Iterable[_Read]) -> Iterator[list[_Read]]:
    """Files together until they have enough clauses to embed at once."""
    batch: list[_Read] = []
    clauses = 0
    for read in reads:
        batch.append(read)
        clauses += read.outcome.clauses if read.replacement else 0
        if clauses >= _CLAUSES_AT_ONCE or len(batch) >= _FILES_AT_ONCE:
            yield batch
            batch, clauses = [], 0
    if batch:
        yield batch


class _Run:
    """Stores what was read and keeps the account."""

    def __init__(self, kb: KnowledgeBase, progress: Callable[[IngestProgress], None], files: int) -> None:
        self._kb = kb
        self._progress = progress
        self._files = files
        self._files_done = 0
        self._files_skipped = 0
        self._clauses_done = 0
        self._started = time.monotonic()
        self._outcomes: list[FileOutcome] = []

    def store(self, batch: Sequence[_Read]) -> None:
        replacements = [read.replacement for read in batch if read.replacement]
        if replacements:
            self._kb.replace_all(replacements, progress=self._count)
        current = {replacement.parsed.document.id for replacement in replacements}
        for read in batch:
            if read.outdated and read.outdated not in current:
                self._kb.remove(read.outdated)
            if read.moved_to and read.outcome.doc_id:
                self._kb.move(read.outcome.doc_id, read.moved_to)
        self._finish([read.outcome for read in batch])

    def remove_missing(self, folders: Sequence[Path], origins: set[str]) -> None:
        """Remove documents whose file is gone from one of `folders`."""
        for source in self._kb.sources():
            within = source.origin and any(Path(source.origin).is_relative_to(_as_text(folder)) for folder in folders)
            if within and source.origin not in origins:
                self._kb.remove(source.doc_id)
                self._outcomes.append(FileOutcome(Path(source.origin).name, "removed", source.doc_id))

    def report(self) -> IngestReport:
        return IngestReport(tuple(self._outcomes), time.monotonic() - self._started)

    def _count(self, clauses: int) -> None:
        self._clauses_done += clauses
        self._tell(())

    def _finish(self, outcomes: Sequence[FileOutcome]) -> None:
        self._outcomes += outcomes
        self._files_done += len(outcomes)
        self._files_skipped += sum(outcome.status in ("unchanged", "duplicate") for outcome in outcomes)
        self._tell(tuple(outcomes))

    def _tell(self, finished: tuple[FileOutcome, ...]) -> None:
        seconds = time.monotonic() - self._started
        done = self._files, self._files_done, self._clauses_done
        self._progress(IngestProgress(*done, seconds, finished, self._files_skipped))
