"""From the content of a pack to the words of its documents, in the language of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import force_locale, format_date, format_decimal, get_locale
from flask_babel import gettext as _

from app.documents.word.safe import IN_ENGLISH
from app.labels import factor_label
from app.officer.packs import pack_changes, pack_labels
from app.sentences import sentence
from app.services.packs.pack_clauses import provisions_of
from screening.clauses.numbering import number_text


def context(
    content: Mapping[str, Any], language: str, today: date, editors: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Everything that a Word template may ask for, and the text to paste; `language` is "en" or "cy".

    With `editors` (clause id -> number of its editor) the texts that officers changed bear marks, of which a
    Word file makes tracked changes.
    """
    with force_locale(language):
        clauses = [
            pack_changes.with_changes(_clause(one, language), one, language, (editors or {}).get(one["id"]))
            for one in content["clauses"]
        ]
        return {
            "title": content["title"],
            "council": _council(content, language),
            "status": _told(content["status"], language),
            "date": _day(content, today),
            "reference": _reference(content),
            "language": language,
            "notes": _notes(content, language),
            "words": _words(),
            "definitions": _definitions(content["definitions"], language),
            "clauses": clauses,
            "kpis": [_kpi(one, language) for one in content["kpis"]],
            "kpi_note": "",
            "plan": _plan(content["plan"], language),
        }


def tender_context(
    content: Mapping[str, Any], language: str, today: date, editors: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """As `context`, with what officers and lawyers need around the terms."""
    whole = context(content, language, today, editors)
    with force_locale(language):
        basis = content["basis"]
        return {
            **whole,
            "kpi_note": " ".join(sentence(one) for one in content["kpi_note"]),
            "facts": [{"label": label, "value": value} for label, value in facts(content)],
            "permitted": [
                _told(content["rule"][name], language) for name in ("allowed", "not_allowed", "s17")
            ]
            + [sentence(one) for one in basis["notes"]],
            "stages": _stages(content, language),
            "dropped": [
                {"title": _dropped_title(one, language), "why": one["why"]} for one in content["dropped"]
            ],
            "considered": [
                {
                    "title": f"{one['family']} {in_locale(one['title'], one['welsh_title'])}",
                    "why": _joined(one["why"]),
                }
                for one in basis["considered"]
            ],
        }


def facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is said of the contract, and where the suggestions come from, as labels and values."""
    basis, value = content["basis"], content["value"]
    stages, types = dict(pack_labels.stage_options()), dict(pack_labels.type_options())
    pounds = f"£{format_decimal(Decimal(value).quantize(Decimal(1)))}" if value else _("Not known")
    return [
        (_("Stage"), stages[content["stage"]]),
        *([(_("Supplier"), content["supplier"])] if content["supplier"] else []),
        *([(_("What is bought"), content["bought"])] if content["bought"] else []),
        *([(_("CPV"), ", ".join(content["cpv"]))] if content["cpv"] else []),
        (_("Kind of contract"), types[content["type"]]),
        (_("Size of the likely suppliers"), dict(pack_labels.size_options())[content["size"]]),
        (_("Estimated value"), pounds),
        (_("Above the threshold of the Procurement Act 2023"), pack_labels.known(content["above_threshold"])),
        (_("Light touch contract"), pack_labels.known(content["light_touch"])),
        (_("For the health service in England"), pack_labels.known(content["health_service_england"])),
        (
            _("Tier"),
            _(
                "%(tier)s (%(sector)s)",
                tier=pack_labels.tier_label(content["tier"]),
                sector=_(basis["sector"]),
            ),
        ),
        (_("The findings come from"), _source(basis)),
        (_("Left out by law"), ", ".join(factor_label(one) for one in basis["left_out"]) or _("Nothing")),
    ]


def _source(basis: Mapping[str, Any]) -> str:
    day = format_date(date.fromisoformat(basis["as_at"]), "d MMMM y")
    if basis["from"] == "supplier":
        return _(
            "the supplier's report as at %(day)s, model %(version)s", day=day, version=basis["model_version"]
        )
    return _(
        "what is bought, not from any supplier or place; as at %(day)s, model %(version)s",
        day=day,
        version=basis["model_version"],
    )


# --- Clauses ----------------------------------------------------------------------------------------------


def _clause(one: Mapping[str, Any], language: str) -> dict[str, Any]:
    text = one["text"].get(language)
    mark = "" if text else IN_ENGLISH
    text = text or one["text"]["en"]
    lines = number_text(text["title"], provisions_of(text), one["fill_ins"], one["number"])
    return {
        "number": one["number"],
        "id": one["id"],
        "version": _("version %(number)s", number=one["version"]),
        "title": mark + text["title"],
        "note": _("There is no Welsh text of this clause yet; it stands here in English.") if mark else "",
        "lines": [
            {"number": line.number, "level": line.level, "text": mark + line.text}
            for line in lines
            if line.level
        ],
        "because": because(one),
        "purpose": _purpose(one, language),
        "small_supplier": _told(one.get("small_supplier", ""), language),
        "legal_notes": [_told(note, language) for note in one.get("legal_notes", ())],
        "original": _original(one, language),
    }


def _purpose(one: Mapping[str, Any], language: str) -> str:
    welsh = str(one.get("welsh_purpose", ""))
    return welsh if welsh and language == "cy" else _told(one.get("purpose", ""), language)


def _dropped_title(one: Mapping[str, str], language: str) -> str:
    """A pack that was issued before there were Welsh titles here has none."""
    if language == "en":
        return one["title"]
    return one.get("welsh_title", "") or IN_ENGLISH + one["title"]


def because(one: Mapping[str, Any]) -> list[str]:
    """Why a clause is in a pack: the findings that called for it, or the officer's reason."""
    found = [sentence(reason) for reason in one["reasons"]]
    if one["added_by"] == "officer":
        why = one["why"] or _("no reason was given")
        found.append(_("Added by an officer: %(why)s", why=why))
    return found


def _original(one: Mapping[str, Any], language: str) -> list[str]:
    """The library's text of an edited clause, to be compared with what stands above."""
    text = one["original"].get("en") if one["edited"] else None
    if not text:
        return []
    mark = IN_ENGLISH if language != "en" else ""
    numbered = number_text(text["title"], provisions_of(text), one["fill_ins"], one["number"])
    return [f"{mark}{line.number} {line.text}" for line in numbered]


def _definitions(found: Sequence[Mapping[str, str]], language: str) -> list[dict[str, str]]:
    if language == "cy":
        told = [
            {"term": one["welsh_term"], "text": one["welsh"]}
            if one["welsh"]
            else {"term": IN_ENGLISH + one["term"], "text": IN_ENGLISH + one["text"]}
            for one in found
        ]
        return sorted(told, key=lambda one: one["term"].removeprefix(IN_ENGLISH).casefold())
    return [{"term": one["term"], "text": one["text"]} for one in found]


def _kpi(one: Mapping[str, Any], language: str) -> dict[str, str]:
    names = ("title", "measure", "unit", "target", "frequency", "data")
    return {name: _told(one[name], language) for name in names}


def _plan(plan: Mapping[str, Any], language: str) -> dict[str, Any]:
    if not plan:
        return {}
    names = ("title", "help", "example", "not_here")
    return {
        "intro": _told(plan["intro"], language),
        "columns": [{name: _told(one[name], language) for name in names} for one in plan["columns"]],
    }


def _stages(content: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """The questions of each stage with its rule, and those that may not be asked there."""
    names = ("text", "evidence", "allowed", "not_allowed", "s17", "small_supplier")
    found: dict[str, list[dict[str, str]]] = {}
    for one in content["questions"]:
        found.setdefault(one["stage"], []).append({name: _told(one[name], language) for name in names})
    return [
        {
            "title": pack_labels.law_stage_label(stage),
            "rules": [_told(text, language) for text in content["rules"][stage].values()],
            "questions": [one for one in told if one["allowed"]],
            "refused": [one for one in told if not one["allowed"]],
        }
        for stage, told in found.items()
    ]


# --- Words ------------------------------------------------------------------------------------------------


def _told(text: str, language: str) -> str:
    """A text of the library in the language; marked as English where there is no translation yet."""
    if not text:
        return ""
    told = _(text)
    has_words = any(letter.isalpha() for letter in text)  # a target such as "95" is in no language
    return IN_ENGLISH + told if language != "en" and told == text and has_words else told


def in_locale(english: str, welsh: str) -> str:
    """A text of the library that has a Welsh one beside it, in the reader's language."""
    return welsh if welsh and str(get_locale()).startswith("cy") else english


def _joined(sentences: Sequence[Any]) -> str:
    return " ".join(sentence(one) for one in sentences)


def _council(content: Mapping[str, Any], language: str) -> str:
    council = content["council"]
    return str(council["cy"] if language == "cy" and council["cy"] else council["en"])


def _day(content: Mapping[str, Any], today: date) -> str:
    issued = content.get("issued_at")
    return format_date(datetime.fromisoformat(issued).date() if issued else today, "d MMMM y")


def _reference(content: Mapping[str, Any]) -> str:
    version = content["library_version"][:8]
    if "issued_at" in content:
        return _("Issued. Clause library %(version)s.", version=version)
    return _("A draft that was not issued. Clause library %(version)s.", version=version)


def _notes(content: Mapping[str, Any], language: str) -> list[str]:
    """What a reader must know of the language of the text."""
    if language == "en":
        return []
    lacking = [str(one["number"]) for one in content["clauses"] if language not in one["text"]]
    found = [_("No translator has checked the Welsh text.")]
    if lacking:
        numbers = ", ".join(lacking)
        found.append(_("No Welsh text yet, so in English: clauses %(numbers)s.", numbers=numbers))
    return found


def _words() -> dict[str, str]:
    return {
        "schedule": _("Schedule: the people who do the work"),
        "tender_pack": _("Tender pack for officers and lawyers"),
        "review": _("The council's lawyers must read it before it is used."),
        "definitions": _("Definitions"),
        "in_this_schedule": _("In this schedule these words mean:"),
        "page": _("Page"),
        "of": _("of"),
        "about": _("About this contract"),
        "terms": _("Proposed terms"),
        "permitted": _("What this pack may be used for"),
        "kpis": _("Key performance indicators"),
        "kpis_table": _("A row for each indicator: what is measured, target, how often, from which data"),
        "kpi_title": _("Indicator"),
        "kpi_measure": _("What is measured"),
        "kpi_target": _("Target"),
        "kpi_frequency": _("How often"),
        "kpi_data": _("Data"),
        "plan": _("Form of a remedial action plan"),
        "plan_table": _("A row for each column of the plan: what to write, an example, what not to write"),
        "plan_column": _("Column"),
        "plan_help": _("What to write"),
        "plan_example": _("Example"),
        "plan_not_here": _("Not here"),
        "question_evidence": _("Evidence"),
        "question_allowed": _("Why it may be asked"),
        "question_s17": _("Section 17 of the Local Government Act 1988"),
        "question_small_supplier": _("What it costs a small supplier"),
        "refused": _("Not to be asked at this stage"),
        "why": _("Why each clause is proposed"),
        "take_out": _("For officers and lawyers: take this part out before anything is published."),
        "clause_purpose": _("Purpose"),
        "clause_small_supplier": _("What it costs a small supplier"),
        "changed": _("An officer changed the text. In the library it says:"),
        "dropped": _("Suggested or added, and dropped"),
        "considered": _("Considered and not suggested"),
    }
