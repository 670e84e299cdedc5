"""All channels live in a browser, on this machine alone.

``shelf.py`` knows what was built, ``feed.py``, ``book.py``, ``paper.py`` and ``letter.py`` make of an artifact what a
browser can show, ``app.py`` has the addresses, ``live.py`` builds anew when the site changes and tells who looks.
"""
