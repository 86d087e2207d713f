"""A crowd of residents in processes of their own, who all press the button at the same moment."""

from __future__ import annotations

import http.client
import multiprocessing
import re
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

START_WITHIN_SECONDS = 120
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
KEY = re.compile(r'name="form_key" value="(\w+)"')


@dataclass(frozen=True)
class Rush:
    """Who presses what: `people` clients on the form at `url`, from `processes` processes.

    `fields` is what everybody types beside a name, a phone and one seat.
    """

    url: str
    people: int
    processes: int = 4
    presses: int = 1
    fields: Mapping[str, str] = field(default_factory=dict)


def run(rush: Rush) -> Counter[int]:
    """Let the whole crowd register at once; return how many answers came with each status."""
    context = multiprocessing.get_context("spawn")
    share = rush.people // rush.processes
    barrier = context.Barrier(rush.processes * share * rush.presses)
    answers = context.Queue()
    members = [
        context.Process(target=_process, args=(rush, range(n * share, (n + 1) * share), barrier, answers))
        for n in range(rush.processes)
    ]
    for member in members:
        member.start()
    total: Counter[int] = Counter()
    for _member in members:
        total.update(answers.get(timeout=START_WITHIN_SECONDS * 2))
    for member in members:
        member.join()
    return total


def _process(rush: Rush, numbers: range, barrier, answers) -> None:
    counts: Counter[int] = Counter()
    lock = threading.Lock()

    def person(number: int) -> None:
        form = _open_form(rush.url)
        presses = [
            threading.Thread(target=_press, args=(rush, number, form, barrier, counts, lock))
            for _press_number in range(rush.presses)
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join()

    people = [threading.Thread(target=person, args=(number,)) for number in numbers]
    for one in people:
        one.start()
    for one in people:
        one.join()
    answers.put(counts)


def _connection(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=START_WITHIN_SECONDS)


def _open_form(url: str) -> dict[str, str]:
    """Read the form as a browser does: its hidden fields and its cookie."""
    connection = _connection(url)
    connection.request("GET", urlsplit(url).path)
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = answer.getheader("Set-Cookie", "").split(";")[0]
    connection.close()
    return {"cookie": cookie, "csrfmiddlewaretoken": TOKEN.search(page)[1], "form_key": KEY.search(page)[1]}


def _press(rush: Rush, number: int, form: dict[str, str], barrier, counts: Counter[int], lock) -> None:
    url = rush.url
    fields = {name: form[name] for name in ("csrfmiddlewaretoken", "form_key")} | dict(rush.fields)
    fields |= {"name": f"Personne {number}", "phone": f"063998{number:04d}", "seats": "1"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": form["cookie"]}
    connection = _connection(url)
    # Connected only now: a server hangs up on those who say nothing.
    barrier.wait(START_WITHIN_SECONDS)
    connection.request("POST", urlsplit(url).path, urlencode(fields), headers)
    status = connection.getresponse().status
    connection.close()
    with lock:
        counts[status] += 1
