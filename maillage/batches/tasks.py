"""What the worker does for imports. Without a worker, it is done at once, by whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tasks import task

from .errors import ImportStopped
from .models import Batch, BatchStatus

if TYPE_CHECKING:
    from collections.abc import Callable


@task()
def check(batch_id: int) -> None:
    """Check the file of a batch that waits for it."""
    from .services import check_batch  # noqa: PLC0415 - services enqueue these tasks

    _run(batch_id, BatchStatus.CHECKING, check_batch)


@task()
def write(batch_id: int) -> None:
    """Write the rows of a batch that was claimed for it."""
    from .services import write_batch  # noqa: PLC0415 - services enqueue these tasks

    _run(batch_id, BatchStatus.WRITING, write_batch)


def _run(batch_id: int, status: BatchStatus, do: Callable[[Batch], object]) -> None:
    from .services import interrupt_batch  # noqa: PLC0415 - services enqueue these tasks

    batch = Batch.objects.select_related("organization").filter(pk=batch_id, status=status).first()
    if batch is None:
        return
    try:
        do(batch)
    except ImportStopped as stopped:
        interrupt_batch(batch, stopped)
    except Exception as fault:
        interrupt_batch(batch, fault)
        raise
