"""What a Word template may do, and what texts become before they are put into one."""

from __future__ import annotations

import pytest
from jinja2.exceptions import TemplateSyntaxError, UndefinedError

from app.documents.word import safe
from app.documents.word.safe import IN_ENGLISH, Environment, NotAllowed, clean, cleaned


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ title._private }}",
        "{{ range(10) }}",
        "{{ title.format(1) }}",
        "{{ 10 ** 10 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ title ~ title }}",
        "{{ items[0] }}",
        "{{ title | attr('__class__') }}",
        "{{ title | replace('a', 'b') }}",
        "{{ title is callable }}",
        "{% set x = title %}",
        "{% macro x() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% for x in 'abc' %}{% endfor %}",
        "{% for x in items.pop() %}{% endfor %}",
        "{% for x in items recursive %}{% endfor %}",
        "{% for a in items %}{% for b in items %}{% for c in items %}{% for d in items %}{% endfor %}"
        "{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_templates_that_would_run_something_are_refused(source: str) -> None:
    with pytest.raises(NotAllowed):
        Environment().from_string(source).render(title="a", items=["b"])


def test_values_loops_and_conditions_work_and_are_escaped() -> None:
    source = (
        "{% for one in items %}{% if one.level == 1 and not loop.last %}{{ one.text }}{% endif %}{% endfor %}"
    )
    items = [{"level": 1, "text": "<b> & {{ title }}"}, {"level": 1, "text": "no"}]
    assert Environment().from_string(source).render(items=items) == "&lt;b&gt; &amp; {{ title }}"
    assert Environment().from_string("{{ title | upper }}").render(title="a") == "A"


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="nothing"):
        Environment().from_string("{{ nothing }}").render(title="a")
    with pytest.raises(TemplateSyntaxError):
        Environment().from_string("{{ title }")


def test_a_document_cannot_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe, "MOST_CHARACTERS", 1000)
    template = Environment().from_string("{% for a in x %}{% for b in x %}ab{% endfor %}{% endfor %}")
    assert template.render(x=list(range(10)))
    with pytest.raises(NotAllowed):
        template.render(x=list(range(100)))


def test_texts_lose_what_xml_forbids_and_our_own_mark() -> None:
    assert clean("a\x00\x0b\x1b b\n\tc \ud800 \ufffe" + IN_ENGLISH + "d") == "a b c d"
    assert cleaned({"a": [IN_ENGLISH + "x\x01", IN_ENGLISH * 2]}) == {"a": [IN_ENGLISH + "x", IN_ENGLISH]}
