"""What this site says about itself: its pages, its menus, its settings."""

from .menu import MenuItem, MenuPosition, NavigationSettings
from .network import NetworkSettings

__all__ = ["MenuItem", "MenuPosition", "NavigationSettings", "NetworkSettings"]
