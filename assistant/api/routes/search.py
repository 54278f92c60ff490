"""`POST /v1/search`: clauses with their scores, without an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from assistant.api.access import Asker
from assistant.api.catalog_schemas import HitsBody
from assistant.api.reading import Reading, Reads
from assistant.api.schemas import Body, FiltersBody, Limit
from assistant.api.state import Shared
from assistant.model import Filters

router = APIRouter(tags=["search"])


class SearchBody(Body):
    """What to look for, and where."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"query": "企业研发机构建设", "limit": 5}]}
    )

    query: Annotated[str, Field(min_length=1, pattern=r"\S")]
    filters: FiltersBody | None = None
    limit: Limit = 10


@router.post("/v1/search")
async def search(body: SearchBody, caller: Asker, state: Shared) -> HitsBody:
    """Clauses that fit the query, best first."""
    filters = body.filters.to_filters() if body.filters else Filters()
    found = await state.assistant.search(body.query, filters, body.limit)
    return await Reads(state.assistant, state.clock)(Reading.hits, found)
