"""Records as JSON text and back: compact, exact, independent of field order.

A payload is a JSON object of the fields that differ from their default, so that a field added later reads as its
default from an older row.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import lru_cache
from typing import Any

from ingestion.model import Clause, Document, Edit, Finding, Region, Relation, Responsibility, Span, Target


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Region):
        return [value.province, value.city, value.county, value.town]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _is_default(field: Field[Any], value: object) -> bool:
    return field.default is not MISSING and field.default == value


def dump(record: Any) -> str:
    """One record of `ingestion.model` as JSON text."""
    values = {
        f.name: _plain(value)
        for f in fields(record)
        for value in (getattr(record, f.name),)
        if not _is_default(f, value)
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _tupled(values: dict[str, Any], *names: str) -> None:
    for name in names:
        if name in values:
            values[name] = tuple(values[name])


def _spanned(values: dict[str, Any], *names: str) -> None:
    for name in names:
        if values.get(name) is not None:
            values[name] = Span(*values[name])


@lru_cache(maxsize=5_000)
def _region(*names: str | None) -> Region:
    """One object a place, which many documents share."""
    return Region(*names)


def load_document(payload: str, *, text: str = "") -> Document:
    """The document with `text`, which is kept apart from the payload."""
    values = json.loads(payload)
    values["text"] = text
    _tupled(values, "issuers", "aliases", "period")
    for name in ("written", "published", "effective", "expires"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "region" in values:
        values["region"] = _region(*values["region"])
    return Document(**values)


def load_clause(payload: str) -> Clause:
    values = json.loads(payload)
    values["span"] = Span(*values["span"])
    values["body"] = Span(*values["body"])
    _tupled(values, "path", "header", "cells")
    return Clause(**values)


def load_responsibility(payload: str) -> Responsibility:
    values = json.loads(payload)
    _spanned(values, "span", "scope")
    return Responsibility(**values)


def load_target(payload: str) -> Target:
    values = json.loads(payload)
    _spanned(values, "span")
    return Target(**values)


def load_relation(payload: str) -> Relation:
    values = json.loads(payload)
    _spanned(values, "span")
    return Relation(**values)


def load_finding(payload: str) -> Finding:
    values = json.loads(payload)
    _spanned(values, "span")
    return Finding(**values)


def dump_edits(edits: tuple[Edit, ...]) -> str:
    rows = [[e.start, e.end, e.replacement, e.reason] for e in edits]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def load_edits(payload: str) -> tuple[Edit, ...]:
    return tuple(Edit(*row) for row in json.loads(payload))
