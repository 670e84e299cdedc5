"""exporter: feeds, EPUB, PDF and newsletters from the repository that already makes your site."""

__version__ = "0.1.0"
