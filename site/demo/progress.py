"""Show where a command is: a bar in a terminal, plain lines anywhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from django.core.management.base import OutputWrapper


@contextmanager
def progress_of(total: int, output: OutputWrapper, *, plain: bool) -> Iterator[Callable[[str], None]]:
    """Give a function to call with the name of each of the `total` steps, as it begins.

    Without a terminal behind `output`, or when `plain`, each name is a line.
    """
    if plain or not output.isatty():
        yield output.write
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(file=output, highlight=False), transient=True) as bar:
        task = bar.add_task("", total=total)
        began = False

        def show(label: str) -> None:
            nonlocal began
            bar.update(task, description=label, advance=1 if began else 0)
            began = True

        yield show
        bar.advance(task)


@contextmanager
def without_information() -> Iterator[None]:
    """Keep from the terminal what Wagtail says of each page and each task; warnings still pass."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)
