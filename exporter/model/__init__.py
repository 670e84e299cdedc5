"""Values only. Nothing here reads, writes, fetches or knows a format; nothing here imports the rest of
exporter but errors.
"""
