"""The page at `/` and its files; an anonymous visitor gets a random id so that sessions are theirs alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from assistant.api.access import COOKIE

WEB = Path(__file__).resolve().parents[2] / "web"
_YEAR_S = 365 * 24 * 3600

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page(request: Request) -> Response:
    response = FileResponse(WEB / "index.html", headers={"Cache-Control": "no-cache"})
    if COOKIE not in request.cookies:
        secure = request.url.scheme == "https"
        response.set_cookie(
            COOKIE, secrets.token_urlsafe(24), max_age=_YEAR_S, httponly=True, samesite="lax", secure=secure
        )
    return response
