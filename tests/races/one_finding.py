"""A failure noted by mistake on a disk that lies on a shelf, and people who all withdraw it at once."""

from __future__ import annotations

import json
import threading
from collections import Counter

from django.db import connection

from equipment.errors import EquipmentError
from equipment.models import DataProof, ProofKind
from equipment.services.components import detach
from equipment.services.erasures import import_erasure
from equipment.services.inventory import Importing
from equipment.services.proofs import withdraw_failure
from tests.equipment.evidence_samples import certificate, raw
from tests.equipment.factories import make_disk, make_machine, make_responsible, make_workshop


def withdraw_at_once(people: int) -> None:
    """Print how many were done, how many refused by which error, and how many withdrawals are written."""
    workshop = make_workshop()
    disk = make_disk(make_machine(workshop), serial="W620MLT1")
    import_erasure(raw(certificate(result="failed")), Importing(workshop))
    detach(disk, by=None)
    by, barrier, told = make_responsible(workshop), threading.Barrier(people), []

    def person() -> None:
        barrier.wait()
        try:
            withdraw_failure(disk, by=by, words="Le mauvais disque")
            told.append("done")
        except EquipmentError as refusal:
            told.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=person) for _person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = DataProof.objects.filter(kind=ProofKind.WITHDRAWN).count()
    print(json.dumps({**Counter(told), "written": written}))  # noqa: T201
