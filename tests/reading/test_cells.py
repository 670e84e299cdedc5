"""Code cells of Quarto and R Markdown."""

from __future__ import annotations

import pytest

from exporter.reading.cells import cells
from exporter.reading.located import locate


@pytest.mark.parametrize(
    ("written", "made", "computing"),
    [
        ("```{r}\n#| label: a\n#| fig-cap: b\nx\n```\n", "```r\nx\n```\n", 1),
        ("```{r setup, include=FALSE}\nx\n```\n", "\n", 0),
        ("```{python}\n#| echo: false\nx\n```\n", "\n", 1),
        ("```{python}\n#| eval: false\nx\n```\n", "```python\nx\n```\n", 0),
        ("```{ojs}\n//| output: all\nx\n```\n", "```ojs\nx\n```\n", 0),
        ("```{mermaid}\nA --> B\n```\n", "```mermaid\nA --> B\n```\n", 0),
        ("```{=html}\n<b>x</b>\n```\n", "<b>x</b>\n\n", 0),
        ("```{=latex}\nx\n```\n", "", 0),
        ("- a\n\n  ```{r}\n  x\n  ```\n", "- a\n\n  ```r\n  x\n  ```\n", 1),
        ("````\n```{r}\nx\n```\n````\n", "````\n```{r}\nx\n```\n````\n", 0),
        ("```{.r}\nx\n```\n", "```{.r}\nx\n```\n", 0),
    ],
)
def test_cells(written: str, made: str, computing: int) -> None:
    read = cells(locate(written))
    assert (read.body.text, read.computing) == (made, computing)
