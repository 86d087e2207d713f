"""What people bring: the forty categories of the standard, and the kinds of objects without power.

The numbers 1 to 40 are those of the Open Repair Data Standard. Objects without power have no number
there, since the standard publishes them only as counts: theirs begin at 101.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_UNPOWERED = 101


class Category(models.IntegerChoices):
    """A kind of object, by its number."""

    AIRCON = 1, _("Air conditioner or dehumidifier")
    BATTERY = 2, _("Battery, charger or adapter")
    DECORATIVE_LIGHTS = 3, _("Decorative or safety lights")
    DESKTOP_COMPUTER = 4, _("Desktop computer")
    COMPACT_CAMERA = 5, _("Compact digital camera")
    DSLR_CAMERA = 6, _("Reflex or video camera")
    FAN = 7, _("Fan")
    FLAT_SCREEN = 8, _("Flat screen")
    HAIR_AND_BEAUTY = 9, _("Hair and beauty device")
    HANDHELD_ENTERTAINMENT = 10, _("Pocket music player or game")
    HEADPHONES = 11, _("Headphones")
    HIFI_INTEGRATED = 12, _("Hi-fi, all in one")
    HIFI_SEPARATES = 13, _("Hi-fi, separate part")
    KETTLE = 14, _("Kettle")
    LAMP = 15, _("Lamp")
    LAPTOP = 16, _("Laptop computer")
    LARGE_HOME_ELECTRICAL = 17, _("Large household appliance")
    MISC = 18, _("Other electrical object")
    MOBILE = 19, _("Mobile phone")
    MUSICAL_INSTRUMENT = 20, _("Musical instrument")
    PAPER_SHREDDER = 21, _("Paper shredder")
    PC_ACCESSORY = 22, _("Computer accessory")
    PORTABLE_RADIO = 23, _("Portable radio")
    POWER_TOOL = 24, _("Power tool")
    PRINTER = 25, _("Printer or scanner")
    PROJECTOR = 26, _("Projector")
    SEWING_MACHINE = 27, _("Sewing machine")
    SMALL_HOME_ELECTRICAL = 28, _("Small household appliance")
    SMALL_KITCHEN_ITEM = 29, _("Small kitchen appliance")
    TABLET = 30, _("Tablet")
    TOASTER = 31, _("Toaster")
    TOY = 32, _("Electric toy")
    TV_ACCESSORY = 33, _("Television or game accessory")
    VACUUM = 34, _("Vacuum cleaner")
    WATCH_OR_CLOCK = 35, _("Watch or clock")
    COFFEE_MAKER = 36, _("Coffee maker")
    FOOD_PROCESSOR = 37, _("Food processor")
    GAMES_CONSOLE = 38, _("Games console")
    HAIR_DRYER = 39, _("Hair dryer")
    IRON = 40, _("Iron")
    FURNITURE = 101, _("Furniture")
    BICYCLE = 102, _("Bicycle")
    TEXTILE = 103, _("Clothes or textile")
    UNPOWERED_MISC = 104, _("Other object without power")
    HAND_TOOL = 105, _("Hand tool")
    JEWELLERY = 106, _("Jewellery")

    @property
    def is_powered(self) -> bool:
        """Whether it runs on electricity, so that the standard has a number for it."""
        return self.value < FIRST_UNPOWERED

    @property
    def may_hold_data(self) -> bool:
        """Whether it may keep somebody's files or messages: nobody may note its password."""
        return self in _HOLD_DATA

    @property
    def is_weighed(self) -> bool:
        """Whether a volunteer weighs it: its kind alone does not tell its weight."""
        return self == Category.MISC or not self.is_powered


_HOLD_DATA = frozenset(
    {
        Category.COMPACT_CAMERA,
        Category.DESKTOP_COMPUTER,
        Category.DSLR_CAMERA,
        Category.GAMES_CONSOLE,
        Category.HANDHELD_ENTERTAINMENT,
        Category.LAPTOP,
        Category.MOBILE,
        Category.PC_ACCESSORY,
        Category.PRINTER,
        Category.TABLET,
    }
)


class Size(models.TextChoices):
    """The size of what weighs differently from one to another; empty when nobody said it."""

    LAPTOP_SMALL = "laptop-s", _("Small laptop, up to 13 inches")
    LAPTOP_MEDIUM = "laptop-m", _("Medium laptop, 14 or 15 inches")
    LAPTOP_LARGE = "laptop-l", _("Large laptop, 16 inches and more")
    SCREEN_15 = "screen-15", _("Screen of 15 to 17 inches")
    SCREEN_19 = "screen-19", _("Screen of 19 or 20 inches")
    SCREEN_22 = "screen-22", _("Screen of 22 to 24 inches")
    SCREEN_26 = "screen-26", _("Screen of 26 to 30 inches")
    SCREEN_32 = "screen-32", _("Screen of 32 to 37 inches")

    @property
    def category(self) -> Category:
        """The only category that has this size."""
        return Category.LAPTOP if self.value.startswith("laptop") else Category.FLAT_SCREEN
