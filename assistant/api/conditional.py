"""Answers that carry an ETag of their content; a client that has them already gets 304."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response
from pydantic import BaseModel


def tagged(request: Request, content: BaseModel | str) -> Response:
    """The content as JSON or plain text, or 304 where `If-None-Match` names it."""
    text = content if isinstance(content, str) else content.model_dump_json()
    media_type = "text/plain; charset=utf-8" if isinstance(content, str) else "application/json"
    payload = text.encode()
    tag = f'"{hashlib.sha256(payload).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Authorization"}
    known = (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(","))
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(payload, headers=headers, media_type=media_type)
