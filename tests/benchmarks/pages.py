"""What a page costs the processor, beside the least that Django can do."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.support.processes import manage
from tests.support.templates import SQLiteTemplate

from .programs import run_python
from .rows import Row, in_turns
from .server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Half of what the demonstration site of Wagtail itself costs (its home 136 ×, its lists 60 ×).
HOME, PAGE = 68, 30
# The stock is narrowed by a form and never kept in a cache, since a machine leaves it at once: no more than
# those lists cost.
STOCK_LIST = 60

WORKSHOP = """
import json
from workshops.models import WorkshopPage
print(json.dumps(WorkshopPage.objects.live().public().order_by("pk")[0].url))
"""


STOCK = """
import json
from equipment.models import StockPage
print(json.dumps(StockPage.objects.live().public().get().url))
"""


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield the CPU time of some pages and of the API's lists against a bare view."""
    database = SQLiteTemplate().copy(folder / "pages.sqlite3")
    manage(database, "demo", "--force", "--no-progress")
    workshop = json.loads(run_python(database, WORKSHOP).splitlines()[-1])
    stock = json.loads(run_python(database, STOCK).splitlines()[-1])
    lists = ("/api/v1/workshops", "/api/v1/sessions", "/api/v1/places")
    goals = {"/": HOME, workshop: PAGE, **dict.fromkeys(lists, PAGE), "/agenda/": None, stock: STOCK_LIST}
    with ExitStack() as stack:
        ours = stack.enter_context(serving("config.wsgi", database, folder))
        bare = stack.enter_context(serving("tests.benchmarks.bare", database, folder))
        for path, goal in goals.items():
            ours_ms, bare_ms = in_turns(
                lambda path=path: ours.cpu_milliseconds(path, 40 * scale),
                lambda: bare.cpu_milliseconds("/", 1_000 * scale),
                rounds=5,
            )
            name = {workshop: "a workshop", stock: "the stock of machines"}.get(path, path)
            yield Row(f"CPU of {name} / a bare Django view", ours_ms, bare_ms, "ms", at_most=goal)
