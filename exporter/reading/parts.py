"""The parts of a page that is a component, of Vue or Svelte, which are no text."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_PART: Final = re.compile(
    r"^<(script|style)\b[^<>]*>(?:(?!^<\1\b).)*?^</\1>[ \t]*$", re.MULTILINE | re.DOTALL
)


def without_parts(body: Text) -> Text:
    """``body`` without its ``<script setup>`` and ``<style>``, which show nothing."""
    edits = [(*part.span(), "") for part in outside(body, _PART)] if "</s" in body.text else []
    return body.edited(edits) if edits else body
