"""`metadata.toml` beside documents: what staff know of a file and its text does not say.

One table a file name:

    ["关于印发方案的通知.docx"]
    doc_id = "city-2024-plan"
    region = { province = "某省", city = "某市" }
    aliases = ["某市方案"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingestion.errors import SourceNotFound, UnreadableSource
from ingestion.loading import LoadLimits, read_source
from ingestion.model import Region, SideMetadata

FILE_NAME = "metadata.toml"
_TEXTS = ("doc_id", "title", "doc_number", "source_url")
_LISTS = ("issuers", "aliases")
_DATES = ("written", "published", "effective", "expires")
_KEYS = (*_TEXTS, *_LISTS, *_DATES, "region")
_PLACES = ("province", "city", "county", "town")
_DOC_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class SideFile:
    """The tables of one folder's `metadata.toml`, by file name; empty where there is no such file."""

    def __init__(self, path: Path, tables: Mapping[str, Any]) -> None:
        self.path = path
        self._tables = tables

    @classmethod
    def beside(cls, folder: Path, *, limits: LoadLimits | None = None) -> SideFile:
        """Read the file in `folder` (or zip archive). Raises `UnreadableSource` where it is not TOML."""
        path = folder / FILE_NAME
        try:
            text = read_source(path, limits=limits or LoadLimits()).decode("utf-8-sig")
            return cls(path, tomllib.loads(text))
        except SourceNotFound:
            return cls(path, {})
        except UnicodeDecodeError as exc:
            raise UnreadableSource(f"{path} 不是 UTF-8 编码，请另存为 UTF-8。", source=str(path)) from exc
        except tomllib.TOMLDecodeError as exc:
            raise UnreadableSource(f"{path} 不是有效的 TOML:{exc}。", source=str(path)) from exc

    @property
    def names(self) -> tuple[str, ...]:
        """The file names that have a table."""
        return tuple(self._tables)

    def of(self, name: str) -> SideMetadata:
        """What is said of the file `name`. Raises `UnreadableSource` naming the key that is wrong."""
        table = self._tables.get(name, {})
        try:
            return _read_table(table)
        except _WrongKey as exc:
            raise UnreadableSource(f'{self.path} 中 ["{name}"] 的 {exc}。', source=str(self.path)) from exc


class _WrongKey(ValueError):
    """Says which key is wrong and how."""


def _read_table(table: object) -> SideMetadata:
    if not isinstance(table, dict):
        raise _WrongKey("内容应为一个表，键是文件名")
    _refuse_unknown(table, _KEYS, "")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in _TEXTS:
            values[key] = _text(key, value)
        elif key in _LISTS:
            values[key] = _texts(key, value)
        elif key in _DATES:
            values[key] = _date(key, value)
        else:
            values[key] = _region(value)
    if "doc_id" in values and not _DOC_ID.fullmatch(values["doc_id"]):
        raise _WrongKey("doc_id 只能用字母、数字、点、下划线和连字符，以字母或数字开头，不超过 100 个字符")
    return SideMetadata(**values)


def _refuse_unknown(table: Mapping[str, object], known: tuple[str, ...], prefix: str) -> None:
    for key in table:
        if key not in known:
            raise _WrongKey(f"{prefix}{key} 不是已知的键，可用的键：{'、'.join(known)}")


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _WrongKey(f"{key} 应为非空文字")
    return value.strip()


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _WrongKey(f'{key} 应为文字列表，如 ["甲", "乙"]')
    return tuple(_text(key, item) for item in value)


def _date(key: str, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as exc:
        raise _WrongKey(f"{key} 应为日期，如 2018-06-12") from exc


def _region(value: object) -> Region:
    if not isinstance(value, dict):
        raise _WrongKey('region 应为一个表，如 { province = "某省", city = "某市" }')
    _refuse_unknown(value, _PLACES, "region.")
    return Region(**{key: _text(f"region.{key}", name) for key, name in value.items()})
