"""Paths that staff name (files, folders, patterns, zip archives) to the files that they mean, and their bytes."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingestion.errors import SourceError, SourceNotFound, UnreadableSource
from ingestion.loading.archive import list_members, read_member
from ingestion.loading.limits import DEFAULT_LIMITS, LoadLimits
from ingestion.loading.vocabulary import portal_words

_PAGE_SUFFIXES = (".html", ".htm")


def expand(paths: Iterable[Path], *, limits: LoadLimits = DEFAULT_LIMITS) -> list[Path]:
    """The files that `paths` mean, sorted, each once.

    A folder stands for the documents below it, a pattern (`*`, `?`, `[…]`) for what it matches, a zip archive for
    its members, named `archive.zip/member`. A path that cannot be used (missing, a hostile archive) is kept as it
    is: loading it raises the reason, so that it is reported by name.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _expand_one(Path(path), limits):
            found.setdefault(file)
    return sorted(found)


def _expand_one(path: Path, limits: LoadLimits) -> Iterator[Path]:
    if os.path.isdir(path):  # unlike the methods of Path, these take names that no system can have
        for file in _files_below(path):
            yield from _members_or_self(file, limits)
    elif os.path.exists(path):
        yield from _members_or_self(path, limits)
    elif any(mark in str(path) for mark in "*?["):
        matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))
        if not matches:
            yield path
        for match in matches:
            yield from _expand_one(match, limits)
    else:
        yield path


def _files_below(folder: Path) -> Iterator[Path]:
    """Documents below `folder`; hidden files, web assets and the asset folders of saved pages are passed over."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:  # kept, as other paths that cannot be used
        yield folder
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            if not entry.is_symlink() and not _is_page_assets(entry):
                yield from _files_below(entry)
        elif entry.suffix.lower() not in portal_words().skipped_suffixes:
            yield entry


def _is_page_assets(folder: Path) -> bool:
    """`page_files/` beside `page.html`, as browsers save them."""
    for ending in ("_files", ".files"):
        stem = folder.name.removesuffix(ending)
        if stem != folder.name and any((folder.parent / (stem + suffix)).exists() for suffix in _PAGE_SUFFIXES):
            return True
    return False


def _members_or_self(path: Path, limits: LoadLimits) -> Iterator[Path]:
    if path.suffix.lower() != ".zip":
        yield path
        return
    try:
        members = list_members(path, limits)
    except SourceError:
        yield path
        return
    skipped = portal_words().skipped_suffixes
    yield from [path / name for name in members if Path(name).suffix.lower() not in skipped] or [path]


def read_source(path: Path, *, limits: LoadLimits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a file, or of a zip member named `archive.zip/member`. Raises `SourceError` subclasses."""
    name = str(path)
    try:
        if path.is_file():
            size = path.stat().st_size
            if size > limits.max_bytes:
                raise UnreadableSource(
                    f"文件有 {size / 1e6:.0f} MB，超过 {limits.max_bytes / 1e6:.0f} MB 的上限。请拆分后再导入",
                    source=name,
                )
            return path.read_bytes()
        archive = next(
            (parent for parent in path.parents if parent.suffix.lower() == ".zip" and parent.is_file()), None
        )
        if archive is not None:
            return read_member(archive, path.relative_to(archive).as_posix(), limits)
        if path.is_dir():
            next(path.iterdir(), None)  # a folder that may not be opened says so
            raise UnreadableSource("这是文件夹，不是文件。请用 wenzheng ingest 导入整个文件夹", source=name)
        if path.exists():
            raise UnreadableSource("不是普通文件，不能读取。请换成普通文件", source=name)
    except OSError as error:
        raise UnreadableSource(f"无法读取（{error.strerror or error}）。请检查路径和权限", source=name) from error
    raise SourceNotFound("找不到这个文件。请检查路径", source=name)
