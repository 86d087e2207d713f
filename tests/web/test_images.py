"""A picture costs what its points cost: bounded by kind, decoded one at a time, drawn anew."""

from __future__ import annotations

import io
import subprocess
import sys
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from equipment.card.actions import clean_photo
from maillage.web import images
from maillage.web.images import clean_picture, one_at_a_time
from maillage.web.uploads import clean_file
from tests.support.paths import ROOT_DIR
from tests.support.processes import run_python
from tests.web.pictures import TOLD, announced, bomb, jpeg_announced, photo

EVERY = ("JPEG", "PNG", "WEBP")


def upload(content, name="photo"):
    return SimpleUploadedFile(name, content)


# What the doors of the house keep of a file that somebody sends.
DOORS = [
    lambda content: clean_file(upload(content), most=20_000_000),
    lambda content: clean_photo(upload(content)),
]
every_door = pytest.mark.parametrize("door", DOORS, ids=["a file of a form", "a photo of a machine"])

TOO_LARGE = [
    pytest.param(announced(7000, 7000), id="the PNG of 186 kB"),
    pytest.param(announced(4001, 4000), id="a PNG just above"),
    pytest.param(announced(60_000, 60_000), id="a PNG beyond Pillow's own limit"),
    pytest.param(jpeg_announced(9000, 6000), id="a JPEG of 54 million"),
    pytest.param(jpeg_announced(6000, 4000, progressive=True), id="a progressive JPEG of 24"),
]


@every_door
@pytest.mark.parametrize("content", TOO_LARGE)
def test_too_many_points_are_refused_in_words_and_not_decoded(door, content, monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _picture: pytest.fail("it was decoded"))
    with pytest.raises(ValidationError, match=r"Cette image est trop grande.: 16 millions de points au plus"):
        door(content)


@every_door
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(photo(size=(8160, 6144)), id="50 million of a phone"),
        pytest.param(photo(size=(4032, 3024)), id="12 million of a phone"),
        pytest.param(photo("PNG", size=(2480, 3508)), id="a sheet of paper at 300 dots per inch"),
        pytest.param(photo(size=(2000, 1500), progressive=True), id="a progressive JPEG"),
    ],
)
def test_what_phones_and_scanners_send_is_taken(door, content):
    with Image.open(io.BytesIO(door(content).read())) as kept:
        assert max(kept.size) <= 3600
        assert min(kept.size) >= 1000


@every_door
@pytest.mark.parametrize("name", ["JPEG", "PNG"])
def test_nothing_is_kept_but_what_the_picture_shows(door, name):
    content = photo(name, side=6)
    assert any(told in content for told in TOLD)
    kept = door(content).read()
    assert [told for told in TOLD if told in kept] == []
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 60)
        assert picture.info["icc_profile"]


@pytest.mark.parametrize("side", range(1, 9))
def test_a_picture_is_upright_whatever_the_side_and_reduced(side):
    drawn = clean_picture(
        io.BytesIO(photo(size=(4000, 3000), side=side)), formats=EVERY, saved_as="JPEG", longest_side=800
    )
    assert (drawn.width, drawn.height) == ((800, 600) if side < 5 else (600, 800))
    with Image.open(io.BytesIO(drawn.content)) as picture:
        picture = picture.convert("RGB")  # noqa: PLW2901
        corners = {"left": (5, 5), "right": (drawn.width - 5, 5), "under": (5, drawn.height - 5)}
        red = {name for name, at in corners.items() if picture.getpixel(at)[0] > 200}
    # Where the red half is: as each of the eight sides of EXIF puts it.
    expected = {1: {"left", "under"}, 2: {"right"}, 3: {"right"}, 4: {"left", "under"}}
    expected |= {5: {"left", "right"}, 6: {"left", "right"}, 7: {"under"}, 8: {"under"}}
    assert red == expected[side]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", b"\xff\xd8\xff" + b"x" * 100, bomb(9, 9)[:45], b"GIF89a"]
)
def test_what_cannot_be_read_is_refused_in_words(content):
    with pytest.raises(ValidationError):
        clean_picture(io.BytesIO(content), formats=EVERY, saved_as="JPEG", longest_side=800)


# What one picture costs at most beside the program itself, in kB.
MOST_MEMORY = 200_000
MEASURE = """
import io, pathlib
from maillage.web.images import clean_picture
from tests.web.pictures import bomb, photo
content = {content}
def clean(one):
    clean_picture(io.BytesIO(one), formats=("JPEG", "PNG"), saved_as="JPEG", longest_side=3600)
def kilobytes(name):
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
clean(photo(size=(100, 100)))
pathlib.Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
before = kilobytes("VmRSS")
clean(content)
print(kilobytes("VmHWM") - before)
"""


@pytest.mark.parametrize("content", ["bomb(4000, 4000)", "open('{file}', 'rb').read()"], ids=["PNG", "JPEG"])
def test_the_largest_picture_that_is_taken_costs_little_memory(content, tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(photo(size=(8160, 6144)))
    code = MEASURE.format(content=content.format(file=file))
    used = run_python("sqlite://:memory:", code)
    assert int(used.splitlines()[-1]) < MOST_MEMORY


HOLD = """
from maillage.web.images import one_at_a_time
with one_at_a_time():
    print("held", flush=True)
    input()
"""


def clean():
    return clean_picture(io.BytesIO(photo()), formats=EVERY, saved_as="JPEG", longest_side=800)


def test_a_picture_waits_while_another_thread_decodes_one(monkeypatch):
    held, leave = threading.Event(), threading.Event()

    def hold():
        with one_at_a_time():
            held.set()
            leave.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(30)
    monkeypatch.setattr(images, "PATIENCE", 0.2)
    with pytest.raises(ValidationError, match="Attendez une minute"):
        clean()
    leave.set()
    other.join(30)
    assert clean().width


def test_a_picture_waits_while_another_process_decodes_one_and_not_for_a_dead_one(monkeypatch):
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with held:
        assert held.stdout.readline() == "held\n"
        monkeypatch.setattr(images, "PATIENCE", 0.2)
        with pytest.raises(ValidationError, match="Attendez une minute"):
            clean()
        held.kill()
    assert clean().width


def test_a_turn_is_given_back_when_a_picture_cannot_be_read(monkeypatch):
    monkeypatch.setattr(images, "PATIENCE", 0.1)
    for _time in range(3):
        with pytest.raises(ValidationError):
            clean_picture(io.BytesIO(b"x"), formats=EVERY, saved_as="JPEG", longest_side=800)
    with one_at_a_time():
        pass


def test_a_link_laid_in_the_place_of_the_lock_is_not_followed(tmp_path, monkeypatch):
    aim = tmp_path / "aim"
    aim.write_text("")
    lock = tmp_path / "lock"
    lock.symlink_to(aim)
    monkeypatch.setattr(images, "_path", lambda: lock)
    with pytest.raises(OSError, match="symbolic"), one_at_a_time():
        pytest.fail("it was followed")
