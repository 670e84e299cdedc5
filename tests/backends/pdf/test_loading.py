from __future__ import annotations

import subprocess
import sys

import pytest

from exporter.backends.pdf.loading import expect, load_weasyprint
from exporter.errors import LackingError


def test_a_pango_that_is_too_old_is_named() -> None:
    with pytest.raises(LackingError, match=r"1\.48\.2 or newer; this is 1\.46\.2"):
        expect(14602)


def test_the_one_of_this_machine_will_do() -> None:
    load_weasyprint()


def test_no_other_program_is_asked_where_libraries_lie() -> None:
    words = "import sys; from exporter.backends.pdf.loading import load_weasyprint; seen = []\n"
    words += "sys.addaudithook(lambda event, args: seen.append(args[0]) if event == 'subprocess.Popen' else None)\n"
    words += "load_weasyprint(); print(seen)"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_what_it_reads_and_cuts_fonts_with_is_loaded_when_it_is_asked_for() -> None:
    words = """
import sys
from exporter.backends.pdf.loading import load_weasyprint
load_weasyprint()
from weasyprint.pdf import fonts
from weasyprint.text.fonts import woff2
print(*(name in sys.modules for name in ("fontTools.subset", "fontTools.ttLib", "PIL.ImageCms")))
print(fonts.subset.Options(retain_gids=True).retain_gids, woff2.WOFF2Reader.__name__)
try:
    fonts.instantiateVariableFont(None, {})
except TypeError:
    print("fontTools.varLib.instancer" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False", "False", "True", "WOFF2Reader", "True"]
