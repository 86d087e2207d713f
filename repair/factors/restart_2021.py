"""The factors that The Restart Project published in 2021 for its repair events.

Source: The Restart Project, revision of 2021: usual weight and footprint (kg of CO2e, from the making of
the object to its sale) of each kind of object. Here they are in whole grams. Objects of the category
« Misc » and those without power are weighed, and a rate by kilogram is applied to their weight. The
categories that have no line here have no single factor: their repairs are counted, and cover nothing.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from repair.categories import Category, Size

SLUG = "restart-2021"
NAME = "The Restart Project, 2021"
SOURCE = "The Restart Project, revision of 2021"
SOURCE_URL = "https://therestartproject.org/"
IN_FORCE_FROM = date(2021, 1, 1)
# A repaired object is taken to stand for half of a new one.
DISPLACEMENT = Decimal("0.5")
POWERED_RATE = Decimal("32.06679233")
UNPOWERED_RATE = Decimal("17.70147059")
# Category, size, grams, grams of CO2e.
FACTORS: tuple[tuple[Category, str, int, int], ...] = (
    (Category.GAMES_CONSOLE, "", 3_220, 140_670),
    (Category.WATCH_OR_CLOCK, "", 1_300, 28_290),
    (Category.SEWING_MACHINE, "", 8_600, 35_000),
    (Category.IRON, "", 1_170, 11_000),
    (Category.COFFEE_MAKER, "", 1_280, 17_500),
    (Category.DESKTOP_COMPUTER, "", 6_690, 414_170),
    (Category.FLAT_SCREEN, Size.SCREEN_15, 3_150, 262_560),
    (Category.FLAT_SCREEN, Size.SCREEN_19, 3_660, 304_880),
    (Category.FLAT_SCREEN, Size.SCREEN_22, 5_230, 343_490),
    (Category.LAPTOP, Size.LAPTOP_LARGE, 2_530, 414_700),
    (Category.LAPTOP, Size.LAPTOP_MEDIUM, 1_830, 265_320),
    (Category.LAPTOP, Size.LAPTOP_SMALL, 1_390, 221_150),
    (Category.PAPER_SHREDDER, "", 3_800, 59_500),
    (Category.PC_ACCESSORY, "", 440, 15_940),
    (Category.PRINTER, "", 12_470, 100_690),
    (Category.COMPACT_CAMERA, "", 480, 29_730),
    (Category.DSLR_CAMERA, "", 590, 16_030),
    (Category.HANDHELD_ENTERTAINMENT, "", 140, 22_710),
    (Category.HEADPHONES, "", 400, 3_000),
    (Category.MOBILE, "", 150, 50_510),
    (Category.TABLET, "", 770, 114_490),
    (Category.FLAT_SCREEN, Size.SCREEN_26, 10_600, 284_250),
    (Category.FLAT_SCREEN, Size.SCREEN_32, 18_700, 349_580),
    (Category.HIFI_INTEGRATED, "", 8_950, 186_500),
    (Category.HIFI_SEPARATES, "", 8_720, 123_860),
    (Category.MUSICAL_INSTRUMENT, "", 17_700, 109_500),
    (Category.PORTABLE_RADIO, "", 2_060, 54_650),
    (Category.PROJECTOR, "", 2_680, 57_580),
    (Category.TV_ACCESSORY, "", 1_990, 51_330),
    (Category.AIRCON, "", 7_600, 99_410),
    (Category.DECORATIVE_LIGHTS, "", 460, 14_720),
    (Category.FAN, "", 3_900, 15_600),
    (Category.HAIR_AND_BEAUTY, "", 670, 10_280),
    (Category.KETTLE, "", 1_250, 44_320),
    (Category.LAMP, "", 2_680, 14_960),
    (Category.POWER_TOOL, "", 1_650, 26_650),
    (Category.SMALL_KITCHEN_ITEM, "", 2_950, 30_900),
    (Category.TOASTER, "", 1_470, 8_130),
    (Category.TOY, "", 930, 10_400),
    (Category.VACUUM, "", 6_800, 36_010),
    (Category.FURNITURE, "", 29_810, 67_130),
    (Category.BICYCLE, "", 15_100, 149_600),
    (Category.TEXTILE, "", 750, 20_320),
    (Category.HAND_TOOL, "", 930, 4_670),
    (Category.JEWELLERY, "", 60, 59_190),
)
