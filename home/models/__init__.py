"""What this site says about itself: its pages, its menus, its settings."""

from .home_page import HomePage
from .menu import MenuItem, MenuPosition, NavigationSettings
from .network import NetworkSettings
from .standard_page import PagePurpose, StandardPage

__all__ = [
    "HomePage",
    "MenuItem",
    "MenuPosition",
    "NavigationSettings",
    "NetworkSettings",
    "PagePurpose",
    "StandardPage",
]
