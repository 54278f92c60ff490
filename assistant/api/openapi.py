"""The OpenAPI document: every error is a problem, and a key is optional where asking is open to the public."""

from __future__ import annotations

from importlib.metadata import version as distribution_version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from assistant.api import problems

_PROBLEM = {"content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
_ALWAYS = {
    "400": "The body cannot be read",
    "401": "Unknown or revoked key, or a key is needed",
    "404": "No such thing",
    "413": "Too large",
    "422": "The request cannot be understood",
    "429": "Asked too often",
    "503": "Search or the catalog is down; not the same as no evidence",
}
_STAFF = {"403": "The key may not do this"}
_UPLOAD = {"415": "Not a kind of file that is read"}


def version() -> str:
    return distribution_version("wenzheng")


def install(app: FastAPI, *, open_to_public: bool) -> None:
    """Let the app describe itself."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, open_to_public=open_to_public)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def _document(app: FastAPI, *, open_to_public: bool) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description="Answers questions about policy documents, each with the clause it stands on.",
        routes=app.routes,
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = problems.SCHEMA
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for schema in schemas.values():
        _mark_files(schema)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _describe_errors(operation)
            if path.startswith("/v1/") and "security" not in operation:
                operation["security"] = [{}, {"HTTPBearer": []}] if open_to_public else [{"HTTPBearer": []}]
    return document


def _mark_files(schema: object) -> None:
    """Files are `format: binary`, which more clients know than `contentMediaType`."""
    if isinstance(schema, dict):
        if schema.pop("contentMediaType", None) == "application/octet-stream":
            schema["format"] = "binary"
        for part in schema.values():
            _mark_files(part)


def _describe_errors(operation: dict[str, Any]) -> None:
    responses = operation.setdefault("responses", {})
    errors = _ALWAYS | (_STAFF if "security" in operation else {}) | (_UPLOAD if _takes_files(operation) else {})
    for status, description in errors.items():
        responses[status] = {"description": description, **_PROBLEM}


def _takes_files(operation: dict[str, Any]) -> bool:
    return "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
