"""Texts are found in the language of whoever reads, at once, and by templates as by code."""

from __future__ import annotations

from flask import Flask, render_template_string
from flask_babel import force_locale, get_translations, gettext, ngettext


def test_each_language_has_its_own_texts_within_one_request(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "cy"}):
        welsh = gettext("Suppliers to look at")
        with force_locale("en"):
            assert gettext("Suppliers to look at") == "Suppliers to look at"
        assert gettext("Suppliers to look at") == welsh != "Suppliers to look at"


def test_templates_say_what_code_says(app: Flask) -> None:
    page = '{{ _("Suppliers to look at") }}|{{ ngettext("%(num)s supplier", "%(num)s suppliers", 2) }}'
    for language in ("en", "cy"):
        with app.test_request_context(headers={"Accept-Language": language}):
            said = f"{gettext('Suppliers to look at')}|{ngettext('%(num)s supplier', '%(num)s suppliers', 2)}"
            assert render_template_string(page) == said


def test_a_template_escapes_what_it_puts_into_a_text(app: Flask) -> None:
    with app.test_request_context():
        shown = render_template_string('{{ _("Owner: %(name)s", name="<script>") }}')
    assert shown == "Owner: &lt;script&gt;"


def test_a_catalogue_is_read_once(app: Flask) -> None:
    with app.test_request_context():
        first = get_translations()
    with app.test_request_context():
        assert get_translations() is first


def test_a_text_that_nobody_reads_stays_as_it_is() -> None:
    assert gettext("Suppliers to look at") == "Suppliers to look at"
