"""Put house rules in force, version by version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from repair.models import HouseRules


@transaction.atomic
def publish_rules(rules: HouseRules) -> HouseRules:
    """Put `rules` in force as the next version of their organisation.

    Rules that are in force already stay as people agreed to them: a new version is written beside them.
    """
    last = HouseRules.objects.filter(organization=rules.organization).aggregate(last=Max("version"))["last"]
    return HouseRules.objects.create(
        organization=rules.organization,
        version=(last or 0) + 1,
        text=rules.text,
        published_at=timezone.now(),
    )
