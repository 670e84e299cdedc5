"""Reads a Hugo site as it lies: configuration, headers, bundles, shortcodes, permalinks."""

from __future__ import annotations

from exporter.sites.hugo.site import GENERATOR

__all__ = ["GENERATOR"]
