"""robots.txt by RFC 9309, with its own examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.sources.capture.robots import ALLOW_ALL, robots_rules

# RFC 9309, section 5.1
SIMPLE = """\
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
"""


@pytest.mark.parametrize(
    ("robot", "path", "may"),
    [
        ("servanda", "/a.gif", False), ("servanda", "/a.gif?x", True), ("servanda", "/", True),
        ("servanda", "/example/x", False), ("servanda", "/publications/x", True),
        ("foobot", "/", False), ("FooBot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True), ("foobot", "/example/other", False),
        ("barbot", "/example/page.html", False), ("bazbot", "/example/page.html", False),
        ("bazbot", "/example/other", True), ("quxbot", "/example/x", True),
        ("servanda", "/robots.txt", True),
    ],
)  # fmt: skip
def test_the_rules_of_the_standard(robot: str, path: str, may: bool) -> None:
    assert robots_rules(SIMPLE, robot).allows(f"https://site.example{path}") is may


def test_the_longest_match_decides_and_the_milder_of_two_alike() -> None:
    # RFC 9309, section 5.2
    rules = robots_rules(
        "User-agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif",
        "foobot",
    )
    assert rules.allows("https://x.example/example/page/")
    assert not rules.allows("https://x.example/example/page/disallowed.gif")
    alike = robots_rules("User-agent: *\nDisallow: /a\nAllow: /a", "servanda")
    assert alike.allows("https://x.example/a")


def test_escapes_are_the_same_however_they_are_written() -> None:
    rules = robots_rules(
        "User-agent: *\nDisallow: /ツ\nDisallow: /%62%61r\nDisallow: /a%3cd", "servanda"
    )
    assert not rules.allows("https://x.example/%E3%83%84")
    assert not rules.allows("https://x.example/a%3Cd.html")


def test_a_file_of_nothing_allows_all() -> None:
    for text in (
        "",
        "<html>not found</html>",
        "Disallow: /",
        "# nothing",
        "User-agent: *\nDisallow:",
    ):
        assert robots_rules(text, "servanda").allows("https://x.example/a")
    assert ALLOW_ALL.allows("https://x.example/a")


@given(
    st.text(st.sampled_from("*$/ab"), max_size=200), st.text(st.sampled_from("/ab"), max_size=2000)
)
def test_no_pattern_costs_much(pattern: str, path: str) -> None:
    robots_rules(f"User-agent: *\nDisallow: {pattern}", "servanda").allows(
        f"https://x.example/{path}"
    )
