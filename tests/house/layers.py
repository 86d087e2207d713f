"""The layers of docs/architecture.md, for what import-linter cannot see: rows and migrations."""

from django.apps import AppConfig, apps

# The higher an app stands, the lower its number; what has no number comes from a library.
LAYERS = (
    {"config", "demo", "accounts"},
    {"home", "workshops", "repair", "equipment", "search"},
    {"maillage.bookings"},
    {"maillage.outbox", "maillage.figures", "maillage.batches"},
    {"maillage.places"},
    {"maillage.web"},
    {"maillage.privacy"},
)


def layer_of(app: AppConfig) -> int | None:
    """Return the number of the app's layer, or None for a library."""
    return next((number for number, names in enumerate(LAYERS) if app.name in names), None)


def own_apps() -> list[AppConfig]:
    """Return the installed apps of this project."""
    return [app for app in apps.get_app_configs() if layer_of(app) is not None]


def may_stand_on(user: AppConfig, used: AppConfig) -> bool:
    """Say whether the first app may refer to the second: itself, a library, or a lower layer."""
    if user is used or layer_of(used) is None:
        return True
    return layer_of(user) < layer_of(used) or layer_of(user) == 0
