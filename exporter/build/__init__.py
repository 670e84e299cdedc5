"""The shell that runs the core: plan, gather, run, write."""
