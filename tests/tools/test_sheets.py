"""Style sheets and scripts are formatted as bin/lint does."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

SHEETS = [path for path in settings.BASE_DIR.glob("*/static/**/*.css") if "vendor" not in path.parts]


def test_sheets_are_laid_out_and_scripts_have_no_faults():
    biome = Path(sys.executable).with_name("biome")
    done = subprocess.run([biome, "ci", "--error-on-warnings"], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lines_of_sheets_can_be_read():
    lengths = [len(line) for path in SHEETS for line in path.read_text().splitlines()]
    assert max(lengths) <= 160
    assert sum(length < 100 for length in lengths) / len(lengths) > 0.95
