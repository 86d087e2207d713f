"""The whole site but for the apps named in WITHOUT."""

import os

from config.settings.test_server import *  # noqa: F403
from config.settings.test_server import INSTALLED_APPS as ALL_APPS

INSTALLED_APPS = [app for app in ALL_APPS if app not in os.environ["WITHOUT"].split(",")]
