"""Every string that a person may see has its French."""

import subprocess
import sys

import pytest

from tests.support.paths import ROOT_DIR


@pytest.mark.gettext
def test_no_string_lacks_its_french():
    done = subprocess.run(
        [sys.executable, "scripts/check_messages.py"],
        cwd=ROOT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
