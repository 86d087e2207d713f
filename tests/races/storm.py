"""Five hundred mixed requests on two dates by sixty-four clients at once: what a hard evening brings.

Every request is one that a person or an editor can really send, and each has the answers that are
allowed: a refusal says a sentence, it is never an error of the server.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import random
import threading
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from .book import Book, Found

ANSWERED_WITHIN_SECONDS = 120
# Django compares the cookie with the field: any secret of the right shape will do.
CSRF = "storm" * 6 + "ab"
OWN_PAGE = "/mon-inscription/{token}/{rest}"

# What is asked, how often in a hundred, and the statuses that may answer it.
MIX = {
    "register": (38, {201}),
    "cancel": (22, {302}),
    "accept": (14, {302, 409}),
    "decline": (7, {302, 409}),
    "stay_together": (5, {302, 409}),
    "capacity": (4, {302, 422}),
    "move": (4, {302, 409, 422}),
    "expire": (6, {0}),
}
NEEDS = {
    "cancel": ("confirmed", "waiting", "offered"),
    "accept": ("offered",),
    "decline": ("offered",),
    "stay_together": ("offered",),
    "move": ("confirmed", "waiting", "offered"),
}
PATHS = {
    "cancel": "annuler/",
    "accept": "place/accepter/",
    "decline": "place/refuser/",
    "stay_together": "place/ensemble/",
    "move": "autre-date/",
}


@dataclass(frozen=True)
class Storm:
    """Where it blows: the site, its database, its key, the dates, an editor's session, and how hard."""

    url: str
    database_url: str
    secret_key: str
    dates: tuple[str, str]
    editor: str
    requests: int = 500
    clients: int = 64
    processes: int = 4
    seed: int = 1


def blow(storm: Storm) -> Counter[tuple[str, int]]:
    """Send every request, all clients at once; return how many answers came by (what, status)."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(storm.clients)
    answers = context.Queue()
    shares = [range(n, storm.clients, storm.processes) for n in range(storm.processes)]
    members = [context.Process(target=_process, args=(storm, share, barrier, answers)) for share in shares]
    for member in members:
        member.start()
    total: Counter[tuple[str, int]] = Counter()
    for _member in members:
        total.update(answers.get(timeout=ANSWERED_WITHIN_SECONDS * 3))
    for member in members:
        member.join()
    return total


def not_allowed(answers: Counter[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Return the answers that no valid request may get, with how many."""
    return {(what, status): n for (what, status), n in answers.items() if status not in MIX[what][1]}


def _process(storm: Storm, numbers: range, barrier, answers) -> None:
    book = Book(storm.database_url, storm.secret_key)
    counts: Counter[tuple[str, int]] = Counter()
    lock = threading.Lock()

    def client(number: int) -> None:
        dice = random.Random(storm.seed * 1_000 + number)
        share = storm.requests // storm.clients + (number < storm.requests % storm.clients)
        barrier.wait(ANSWERED_WITHIN_SECONDS)
        for turn in range(share):
            what, status = _ask(storm, book, dice, f"{storm.seed}-{number}-{turn}")
            with lock:
                counts[what, status] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    book.close()
    answers.put(counts)


def _ask(storm: Storm, book: Book, dice: random.Random, name: str) -> tuple[str, int]:
    """Draw a request and send it; return what it was and the status of the answer."""
    what = dice.choices(list(MIX), [share for share, _allowed in MIX.values()])[0]
    date = dice.choices(storm.dates, (4, 1))[0]
    found = book.somebody(date, NEEDS[what], is_group=what == "stay_together") if what in NEEDS else None
    if what == "expire":
        book.let_an_offer_expire(date)
        return what, 0
    if what == "capacity":
        return what, _change_capacity(storm, date, dice.randint(35, 60))
    if found is None:
        return "register", _register(storm, date, name, dice.choices((1, 2, 3, 4, 5), (5, 3, 2, 2, 2))[0])
    return what, _answer(storm, what, found, date)


def _register(storm: Storm, date: str, name: str, seats: int) -> int:
    body = {"name": f"Personne {name.replace('-', ' ')}", "email": f"p-{name}@maison.example", "seats": seats}
    headers = {"Content-Type": "application/json"}
    return _post(storm.url, f"/api/v1/sessions/{date}/registrations", json.dumps(body), headers)


def _answer(storm: Storm, what: str, found: Found, date: str) -> int:
    path = OWN_PAGE.format(token=found.token, rest=PATHS[what])
    others = [other for other in storm.dates if other != date]
    fields = {"move": {"date": others[0]}, "accept": {"seats": found.offered_seats or ""}}.get(what, {})
    return _post_form(storm, path, fields)


def _change_capacity(storm: Storm, date: str, capacity: int) -> int:
    path = f"/admin/bookings/sessions/{date}/registrations/"
    return _post_form(storm, path, {"capacity": capacity}, cookie=f"; sessionid={storm.editor}")


def _post_form(storm: Storm, path: str, fields: dict[str, object], cookie: str = "") -> int:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={CSRF}{cookie}",
    }
    return _post(storm.url, path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}), headers)


def _post(url: str, path: str, body: str, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=ANSWERED_WITHIN_SECONDS)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
