"""A search on SQLite among thousands of documents, a word in half of them, beside what a visitor can bear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.templates import SQLiteTemplate

from .programs import run_python
from .rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = 6_000
# Milliseconds that nineteen searches of twenty must stay under.
BEARABLE = 100

PROGRAM = """
import json, random
from time import perf_counter
from search.contract import SearchQuery
from search.documents import keep
from search.query import search
from tests.search.corpus import COMMUNES, make_envelope, moment
draw = random.Random(5)
words = "atelier vélo photo impôts famille tablette internet courriel jeu robot dessin clavier".split()
def envelope(number):
    text = " ".join(draw.choices(words, k=80)) + (" réparation" if number % 2 else "")
    commune = draw.choice(list(COMMUNES))
    facets = {{"activity": [draw.choice(["repair", "workshop", "event"])], "topic": [draw.choice("abcdef")]}}
    moments = [*(moment(commune, day) for day in (1, 8, 15)), moment(commune)]
    return make_envelope(f"page:{{number}}", draw.choice(words), text, facets=facets, moments=moments)
for start in range(0, {documents}, 500):
    keep([envelope(number) for number in range(start, start + 500)])
def milliseconds(query):
    began = perf_counter()
    found = search(query)
    assert found.total == {documents} // 2, found.total
    return (perf_counter() - began) * 1000
query = SearchQuery(text="réparation")
milliseconds(query)
samples = sorted(milliseconds(query) for _sample in range({samples}))
print(json.dumps(samples[int(len(samples) * 0.95)]))
"""


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield the time that nineteen searches of twenty take, facets and results included."""
    database = SQLiteTemplate().copy(folder / "embedded_search.sqlite3")
    output = run_python(database, PROGRAM.format(documents=DOCUMENTS, samples=40 * scale))
    slowest = json.loads(output.splitlines()[-1])
    yield Row("p95 of a search on SQLite / what is bearable", slowest, BEARABLE, "ms", at_most=1)
