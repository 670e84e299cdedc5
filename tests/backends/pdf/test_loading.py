from __future__ import annotations

import pytest

from exporter.backends.pdf.loading import expect, load_weasyprint
from exporter.errors import LackingError


def test_a_pango_that_is_too_old_is_named() -> None:
    with pytest.raises(LackingError, match=r"1\.48\.2 or newer; this is 1\.46\.2"):
        expect(14602)


def test_the_one_of_this_machine_will_do() -> None:
    load_weasyprint()
