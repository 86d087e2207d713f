"""What a machine is good for, by its processor, its memory, its disk and its screen."""

from decimal import Decimal

import pytest

from equipment.formats import Power, good_for, power_of, specifications
from equipment.makers import READ_AS, format_maker
from equipment.models import Machine
from equipment.states import Kind

I5, CELERON, I3 = "Intel(R) Core(TM) i5-7300U CPU @ 2.60GHz", "Intel Celeron N4000", "Intel Core i3-5005U"


def words(**fields):
    return ", ".join(specifications(Machine(**fields))).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("processor", "memory_mb", "power"),
    [
        (I5, 2048, Power.MAIL),
        (I5, 4096, Power.WEB),
        (I5, 7900, Power.OFFICE),
        (I5, 16384, Power.PICTURES),
        (I3, 16384, Power.OFFICE),
        (CELERON, 8192, Power.WEB),
        ("AMD Ryzen 5 3500U", 16384, Power.PICTURES),
        ("Intel(R) Core(TM)2 Duo CPU E8400", 8192, Power.WEB),
        ("", 8192, Power.OFFICE),
    ],
)
def test_the_weakest_of_the_processor_and_the_memory_decides(processor, memory_mb, power):
    assert power_of(Machine(kind=Kind.LAPTOP, processor=processor, memory_mb=memory_mb)) == power


def test_nothing_is_promised_of_an_unknown_memory():
    assert good_for(Machine(kind=Kind.LAPTOP, processor=I5)) == ""


def test_a_printer_is_no_computer():
    assert good_for(Machine(kind=Kind.PRINTER, memory_mb=8192)) == ""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"memory_mb": 8192}, "8 Go de mémoire"),
        ({"memory_mb": 7900}, "8 Go de mémoire"),
        ({"memory_mb": 512}, "512 Mo de mémoire"),
        ({"storage_gb": 256}, "256 Go pour vos fichiers"),
        ({"storage_gb": 1000}, "1 To pour vos fichiers"),
        ({"storage_gb": 1024}, "1 To pour vos fichiers"),
        ({"storage_gb": 1500}, "1,5 To pour vos fichiers"),
        ({"screen_inches": Decimal("14.0")}, "écran de 36 cm (14 pouces)"),
        ({"screen_inches": Decimal("15.6")}, "écran de 40 cm (15,6 pouces)"),
        ({"battery_percent": 92}, "la batterie tient presque comme au premier jour (92 %)"),
        ({"battery_percent": 60}, "la batterie tient moins longtemps qu’au premier jour (60 %)"),
        ({"battery_percent": 20}, "la batterie tient peu : gardez le chargeur avec vous (20 %)"),
        ({"system": "Linux Mint 22"}, "Linux Mint 22 installé"),
        ({}, ""),
    ],
)
def test_what_is_in_it_is_said_in_plain_words(fields, expected):
    assert words(**fields) == expected


@pytest.mark.parametrize(
    ("maker", "model", "name"),
    [
        ("Dell Inc.", "Latitude 5480", "Dell Latitude 5480"),
        ("LENOVO", "ThinkPad T460", "Lenovo ThinkPad T460"),
        ("Hewlett-Packard", "HP ProBook 450", "HP ProBook 450"),
        ("ASUSTeK COMPUTER INC.", "X540", "Asus X540"),
        ("Micro-Star International Co., Ltd.", "GF63", "MSI GF63"),
        ("SAMSUNG ELECTRONICS CO., LTD.", "", "Samsung"),
        ("IBM", "ThinkPad T43", "IBM ThinkPad T43"),
        ("Why! Informatique", "NL41", "Why! Informatique NL41"),
        ("", "Macbook", "Macbook"),
        ("", "", "Ordinateur portable"),
    ],
)
def test_a_machine_is_called_as_people_read_its_maker(maker, model, name):
    assert Machine(kind=Kind.LAPTOP, maker=maker, model=model).name == name


def test_what_the_file_said_of_the_maker_is_kept():
    machine = Machine(maker="Dell Inc.")
    assert (machine.maker, machine.maker_name) == ("Dell Inc.", "Dell")


def test_every_spelling_of_the_table_is_found():
    assert {spelling: format_maker(spelling) for spelling in READ_AS} == READ_AS
