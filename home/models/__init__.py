"""What this site says about itself: its pages, its menus, its settings."""

from home.models.home_page import HomePage
from home.models.site import MenuItem, MenuPosition, NavigationSettings, NetworkSettings
from home.models.standard_page import PagePurpose, StandardPage

__all__ = [
    "HomePage",
    "MenuItem",
    "MenuPosition",
    "NavigationSettings",
    "NetworkSettings",
    "PagePurpose",
    "StandardPage",
]
