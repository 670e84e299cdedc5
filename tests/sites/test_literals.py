"""What a program plainly writes down is read; nothing of it is run."""

from __future__ import annotations

import pytest

from exporter.sites.literals import Name, exported, given, settled
from exporter.world.memory import MemoryFiles


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("const x = 'a'", "a"),
        ("const x: Site = {\n  a: 1_000, 'b-c': [true, null, `t`], // note: 'no'\n  d() { return 2 }, e: 'f', }", {"a": 1000, "b-c": [True, None, "t"], "e": "f"}),
        ("export default { x: { y: 'z' } }", {"y": "z"}),
        ("const x = make({ a: 'b' })", {"a": "b"}),
        ("const x = { a: 'b' } as const", {"a": "b"}),
        ("const x = 'a' + tail\nconst y = 1", None),
        ("const x = fetch('/etc/passwd')", None),
        ("x == 'a'", None),
        ("const x = '\\u65e5\\n'", "日\n"),
        ("const x = '\\ud800'", "\ufffd"),
        ("const x = " + "[" * 5000, None),
        ("const x = { ...rest, a: 'b' }", {"a": "b"}),
        ("const x = { a: 0.5, b: 007, c: -1_000, d: " + "9" * 5000 + "}", {"a": 0.5, "b": 7, "c": -1000, "d": None}),
        ("const x = { a, b: 'c' }", {"a": Name("a"), "b": "c"}),
    ],
)  # fmt: skip
def test_literals(written: str, value: object) -> None:
    assert given(written, "x") == value or isinstance(value, type(None))
    if value is None:
        assert not isinstance(given(written, "x"), str | dict)


def test_what_a_module_exports() -> None:
    assert exported("module.exports = { a: 'b' }") == {"a": "b"}
    assert exported("export default defineConfig({ a: 'b' })") == {"a": "b"}
    assert exported("const c = { a: 'b' }\nexport default c\n") == {"a": "b"}
    assert exported("export default async function (c) { c.a('b') }") == {}


def test_a_name_is_looked_up_where_it_is_imported_from() -> None:
    files = MemoryFiles({
        "a.config.mjs": "import { SITE } from './src/site'\nimport B from '@/b'\nconst F = 'posts'\n",
        "src/site.ts": "export const SITE = { url: 'https://x.example', deep: { er: 'y' } }\n",
        "src/b.js": "const B = { c: 'd' }\nexport default B\n",
    })  # fmt: skip
    found = {
        said: settled(files, "a.config.mjs", Name(said))
        for said in ("SITE.url", "SITE.deep.er", "B.c", "SITE.no", "NO")
    }
    assert found == {
        "SITE.url": "https://x.example",
        "SITE.deep.er": "y",
        "B.c": "d",
        "SITE.no": None,
        "NO": None,
    }
    template = given("const x = `./${F}/a`", "x")
    assert settled(files, "a.config.mjs", template) == "./posts/a"
    assert settled(files, "a.config.mjs", given("const x = `${NO}`", "x")) is None
    assert settled(files, "../out.js", Name("SITE.url")) is None
