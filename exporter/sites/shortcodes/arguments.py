"""The arguments of one use of a shortcode, in whichever syntax it was written."""

from __future__ import annotations


class Arguments:
    """``get`` and ``need`` of ``outcome.Use``."""

    name: str
    positional: tuple[str, ...]
    named: dict[str, str]

    def get(self, *names: str | int) -> str:
        for name in names:
            if isinstance(name, str) and self.named.get(name):
                return self.named[name]
            if isinstance(name, int) and name < len(self.positional) and self.positional[name]:
                return self.positional[name]
        return ""

    def need(self, *names: str | int) -> str:
        value = self.get(*names)
        if not value:
            self.report("R207", f"{self.name} lacks its argument {names[0]!r}")
        return value

    def report(self, code: str, message: str) -> None:
        """Adds a Diagnostic at the line of the tag."""
        raise NotImplementedError
