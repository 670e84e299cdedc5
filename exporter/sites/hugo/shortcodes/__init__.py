"""Shortcodes: found by a lexer that reads them as Hugo does, expanded by built-in and configured rules."""
