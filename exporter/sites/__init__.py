"""Where posts come from: one reader a generator."""
