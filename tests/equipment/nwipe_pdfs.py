"""Certificates of nwipe made to measure, laid out as it lays them out, and drawn as PDF or kept as words."""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from equipment.evidence.pdf import Document, Word

Page = list[tuple[float, float, str]]


@dataclass(frozen=True)
class Certified:
    """A disk on a certificate; as it is, the erasure went without a fault."""

    serial: str = "W620MLT1"
    model: str = "ST500LM021-1KJ15"
    bus: str = "ATA"
    size: int = 500107862016
    status: str = "ERASED"
    rounds: str = "1/1"
    errors: str = "0/0/0/0"
    percent: str = "(100.00%)"
    hidden: str = "No hidden sectors"
    method: str = "Fill With Zeros"
    end: str = "2026/05/12 03:49:34"


def _head(title: str, version: str) -> Page:
    return [
        (194.7, 30, f"Disc Erasure by NWIPE version {version}"),
        (189.7, 765, title),
        (223, 745, "Page 1 - Erasure Status"),
        (60, 510, "Name:"),
        (100, 510, "Les Puces"),
    ]


def disk_page(disk: Certified | None = None, version: str = "0.42") -> Page:
    """Return the first page of one disk's certificate: every label before every value."""
    disk = disk or Certified()
    tries = "/retries" if disk.errors.count("/") == 3 else ""
    labels = [
        (50, 430, "Disk Information"),
        (60, 410, "Make/Model:"),
        (340, 410, "Serial:"),
        (340, 390, "Bus:"),
        (60, 390, "Size(Apparent): "),
        (60, 310, "Start time:"),
        (300, 310, "End time:"),
        (60, 290, "Duration:"),
        (300, 290, "Status:"),
        (60, 270, "Method:"),
        (300, 270, "PRNG algorithm:"),
        (60, 230, "*Bytes Erased:"),
        (300, 230, "Rounds(completed/requested):"),
        (60, 210, "HPA/DCO:"),
        (300, 210, "HPA/DCO Size:"),
        (60, 190, f"Errors(pass/sync/verify{tries}):"),
        (300, 190, "Throughput:"),
    ]
    values = [
        (135, 410, disk.model),
        (380, 410, disk.serial),
        (370, 390, disk.bus),
        (145, 390, f"500 GB, {disk.size} bytes"),
        (120, 310, "2026/05/12 02:24:34"),
        (360, 310, disk.end),
        (115, 290, "01:25:00"),
        (365, 290, disk.status),
        (110, 270, disk.method),
        (395, 270, "N/A to method"),
        (150, 230, f"{disk.size}, {disk.percent}"),
        (470, 230, disk.rounds),
        (130, 210, disk.hidden),
        (390, 210, disk.hidden),
        (250, 190, disk.errors),
        (390, 190, "98 MB/sec"),
    ]
    return [*_head("Disk Erasure Report", version), *labels, *values]


def system_page(*disks: Certified, version: str = "0.42") -> Page:
    """Return the page of a « System Erasure Report »: each disk on nine lines, its status on its side."""
    page = [*_head("System Erasure Report", version), (50, 430, "Disk Erasure status")]
    for number, disk in enumerate(disks):
        y = 410 - 100 * number
        rows = [
            ("Make:", 90, disk.model, "S/N:", 330, disk.serial),
            ("Size(Apparent): ", 150, f"500 GB,{disk.size}B", "Size(Real): ", 370, f"500 GB,{disk.size}B"),
            ("Start time:", 150, "2026/05/12 02:24:34", "End time:", 360, disk.end),
            ("Duration:", 150, "01:25:00", "Errors(pass/sync/verify/retries):", 500, disk.errors),
            ("*Bytes Erased:", 150, f"{disk.size}, {disk.percent}", "Throughput:", 375, "98 MB/sec"),
            ("Method:", 150, disk.method, "PRNG algorithm:", 395, "N/A to method"),
            ("Blanking Pass:", 150, "Zeros", "Verify(Last/All/None):", 450, "Last"),
            ("HPA/DCO:", 150, disk.hidden, "HPA/DCO Size:", 390, disk.hidden),
        ]
        for line, (label, x, value, second, second_x, second_value) in enumerate(rows):
            height = y - 10 * line
            page += [(60, height, label), (x, height, value), (300, height, second)]
            page.append((second_x, height, second_value))
        page += [(60, y - 80, "Rounds(completed/requested):"), (230, y - 80, disk.rounds)]
        page.append((48, y - 60, disk.status))
    return page


def as_words(page: Page) -> Document:
    """Return the page as it is once read, without a PDF."""
    return Document(pages=(tuple(Word(x, y, text.strip()) for x, y, text in page if text.strip()),))


def as_pdf(*pages: Page, password: str = "", author: str = "Nwipe") -> bytes:
    """Return the pages as a PDF."""
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=password or None)
    canvas.setAuthor(author)
    for page in pages:
        for x, y, text in page:
            canvas.saveState()
            canvas.translate(x, y)
            # nwipe writes the status of each disk of a whole machine on its side.
            canvas.rotate(90 if x == 48 else 0)
            canvas.drawString(0, 0, text)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return file.getvalue()
