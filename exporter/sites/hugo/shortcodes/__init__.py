"""Hugo's shortcodes: found by a lexer that reads them as Hugo does, expanded by its own, common and configured ones."""
