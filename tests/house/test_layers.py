"""Imports, foreign keys and migrations go downwards only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import SwappableTuple

from tests.house.layers import may_stand_on, own_apps
from tests.support.paths import ROOT_DIR, SITE_DIR


def test_every_app_of_the_project_has_a_layer():
    inside = {app.label for app in apps.get_app_configs() if _is_ours(Path(app.path))}

    assert inside == {app.label for app in own_apps()}


def test_imports_follow_the_contracts():
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT_DIR,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT_DIR), str(SITE_DIR)])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("app", own_apps(), ids=lambda app: app.label)
def test_foreign_keys_go_downwards(app):
    related = [
        (field, field.related_model)
        for model in app.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
    ]

    upwards = [
        str(field)
        for field, model in related
        if model._meta.label != settings.AUTH_USER_MODEL and not may_stand_on(app, model._meta.app_config)
    ]
    assert upwards == []


@pytest.mark.parametrize("app", own_apps(), ids=lambda app: app.label)
def test_migrations_depend_downwards(app):
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    own = [migration for (label, _), migration in loader.disk_migrations.items() if label == app.label]

    upwards = [
        f"{migration} -> {dependency[0]}"
        for migration in own
        for dependency in migration.dependencies
        if not isinstance(dependency, SwappableTuple)
        and not may_stand_on(app, apps.get_app_config(dependency[0]))
    ]
    assert upwards == []


def _is_ours(folder: Path) -> bool:
    inside = folder.is_relative_to(ROOT_DIR)
    return inside and not {".venv", ".cache"} & set(folder.relative_to(ROOT_DIR).parts)
