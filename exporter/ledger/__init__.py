"""The ledger of ids: under which ids readers know the posts, and what a build would do to them."""
