"""A plugin installed later lets the editors who are there work with it, by `migrate` alone."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal

from maillage.places.signals import give_new_permissions, note_permissions
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db

PLUGIN = apps.get_app_config("places")
BROUGHT = "change_place"


def permissions_of(group):
    return set(group.permissions.values_list("codename", flat=True))


def migrate():
    """What `migrate` tells this plugin, before and after it."""
    note_permissions(PLUGIN, using="default")
    give_new_permissions(PLUGIN, using="default")


@pytest.fixture
def group():
    return make_organization().group


def test_the_editors_of_every_organization_get_what_migrate_brings(group):
    other = make_organization("Les Loutres").group
    Permission.objects.filter(codename=BROUGHT).delete()
    migrate()
    assert BROUGHT in permissions_of(group)
    assert BROUGHT in permissions_of(other)


def test_what_the_team_took_away_stays_away(group):
    group.permissions.remove(Permission.objects.get(codename=BROUGHT))
    migrate()
    assert BROUGHT not in permissions_of(group)


def test_a_group_of_no_organization_gets_nothing(group):
    team = Group.objects.create(name="Équipe du réseau")
    Permission.objects.filter(codename=BROUGHT).delete()
    migrate()
    assert permissions_of(team) == set()


def test_what_no_plugin_asks_for_editors_is_not_given(group):
    Permission.objects.filter(codename="delete_organization").delete()
    migrate()
    assert "delete_organization" not in permissions_of(group)


def test_a_flush_that_no_migration_began_gives_nothing(group):
    Permission.objects.filter(codename=BROUGHT).delete()
    give_new_permissions(PLUGIN, using="default")
    assert BROUGHT not in permissions_of(group)


def test_the_signals_of_migrate_lead_there(group):
    Permission.objects.filter(codename=BROUGHT).delete()
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert BROUGHT in permissions_of(group)
