"""The public reads of the stock: `/api/v1/stock`. Nothing about a person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from .models import Machine
from .public.stock import cards_of, narrow, with_card
from .schemas import MachineOut, StockFilters, StockOut, machine_out

router = Router(tags=["stock"])


@router.get("", response=StockOut, summary="The machines that can be had today, the newest first")
def list_stock(request: HttpRequest, filters: Query[StockFilters]) -> dict[str, Any]:
    """List the machines that are ready, clean and kept for nobody, with their prices."""
    machines = narrow(
        Machine.objects.available(),
        kind=filters.kind or "",
        commune=filters.commune,
        situation=filters.situation or "",
        most_cents=filters.price_max * 100 if filters.price_max is not None else None,
    )
    if filters.organization:
        machines = machines.filter(organization__slug=filters.organization)
    rows = with_card(machines).order_by("-created_at", "-pk")[filters.offset : filters.offset + filters.limit]
    return {"count": machines.count(), "items": [machine_out(card, request) for card in cards_of(rows)]}


@router.get("/{tag}", response=MachineOut, summary="One machine that can be had today")
def get_machine(request: HttpRequest, tag: str) -> dict[str, Any]:
    """Return one machine of the stock, or 404: also for one that somebody has now."""
    rows = list(with_card(Machine.objects.available().filter(tag=tag.upper()[:20])))
    if not rows:
        raise Http404
    return machine_out(cards_of(rows)[0], request)
