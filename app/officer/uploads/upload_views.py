"""What the pages of added files show, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from app.intake.council import READ_FIELDS
from app.services.loads.load_undoing import Effect, Refusal
from app.services.loads.upload_choices import Said
from app.services.loads.uploads import Trouble
from models import FileKind, LoadUndo, Upload, WorkState

#: How many rows with something to mend the page of a preview shows.
PROBLEMS_SHOWN = 20


def kind_words(kind: FileKind | str | None) -> str:
    """What a file of a council is."""
    return {"contracts": _("Contracts register"), "spend": _("Spend file")}.get(kind or "", _("Not read yet"))


def field_words() -> dict[str, str]:
    """What each field holds, in the order of a select."""
    words = {
        "supplier": _("Supplier's name"),
        "vendor_id": _("Supplier's number in the ledger"),
        "company_number": _("Company number"),
        "vat_number": _("VAT number"),
        "charity_number": _("Charity number"),
        "postcode": _("Supplier's postcode (of companies and charities only)"),
        "creditor_type": _("Kind of payee"),
        "sme": _("Small business or charity"),
        "amount": _("Amount or contract value"),
        "date": _("Date of payment"),
        "contract_title": _("Title of the contract"),
        "description": _("Description"),
        "reference": _("Reference of the contract"),
        "start": _("Start of the contract"),
        "end": _("End of the contract"),
        "cpv": _("CPV code"),
        "proclass": _("ProClass code"),
        "sic": _("SIC code"),
        "category": _("What was bought"),
        "department": _("Department"),
        "delivery_countries": _("Countries of delivery"),
        "sourcing_countries": _("Countries of origin"),
        "health_service_england": _("For the health service in England"),
        "notice": _("Date of the tender notice"),
        "agency_labour": _("Agency labour"),
        "migrant_workers": _("Workers from abroad"),
        "subcontracting_tiers": _("Levels of subcontractors"),
        "workforce_skill": _("Skill of the workforce"),
        "transaction": _("Number of the payment"),
    }
    return {name: words[name] for name in (*READ_FIELDS, "transaction")}


def trouble_words(trouble: Trouble, megabytes: int) -> str:
    """Why a file was not taken."""
    return {
        Trouble.EMPTY: _("The file is empty"),
        Trouble.TOO_LARGE: _("The file must be smaller than %(number)s MB", number=megabytes),
        Trouble.ALREADY_LOADED: _(
            "This very file is loaded already. To load it otherwise, undo that load first"
        ),
        Trouble.NOT_READY: _(
            "The file is being worked on, or somebody has dealt with it. Nothing was changed"
        ),
        Trouble.OUT_OF_DATE: _("Another file was loaded meanwhile. Look at what this one would change now"),
    }[trouble]


def refusal_words(why: Refusal, later: str) -> str:
    """Why a load cannot be undone; `later` is the name of the file that has to be undone first, if any."""
    if why is Refusal.LATER_LOAD and later:
        return _("“%(file)s” was loaded later and rests on this file. Undo that first.", file=later)
    return {
        Refusal.NOT_KEPT: _(
            "What this file replaced was not kept, since it was loaded by an earlier version. Load the file "
            "that should count instead."
        ),
        Refusal.LATER_LOAD: _("A later file rests on this one. Undo that first."),
        Refusal.MERGED: _(
            "Suppliers whose contracts would return are no longer there, for example merged with others. "
            "Take that back first."
        ),
        Refusal.NOT_IN_FORCE: _("A later file has replaced this one. Undo that first."),
        Refusal.NOT_ALLOWED: _("Only the person who loaded the file, or a lead of the council, can undo it."),
    }[why]


def effect_lines(effect: Effect) -> list[str]:
    """What undoing a load does, a sentence each; nothing that does not happen."""
    lines = (
        (
            effect.contracts_out,
            ngettext(
                "%(number)s contract of this file goes",
                "%(number)s contracts of this file go",
                effect.contracts_out,
                number=format_decimal(effect.contracts_out),
            ),
        ),
        (
            effect.contracts_back,
            ngettext(
                "%(number)s contract that it replaced returns",
                "%(number)s contracts that it replaced return",
                effect.contracts_back,
                number=format_decimal(effect.contracts_back),
            ),
        ),
        (
            effect.suppliers_out,
            ngettext(
                "%(number)s supplier that it added goes",
                "%(number)s suppliers that it added go",
                effect.suppliers_out,
                number=format_decimal(effect.suppliers_out),
            ),
        ),
        (
            effect.suppliers_back,
            ngettext(
                "%(number)s supplier gets its earlier name, numbers or spend",
                "%(number)s suppliers get their earlier name, numbers or spend",
                effect.suppliers_back,
                number=format_decimal(effect.suppliers_back),
            ),
        ),
        (
            effect.suppliers_kept,
            ngettext(
                "%(number)s supplier that it added stays, without contracts of this file, since somebody has "
                "done something with it",
                "%(number)s suppliers that it added stay, without contracts of this file, since somebody has "
                "done something with them",
                effect.suppliers_kept,
                number=format_decimal(effect.suppliers_kept),
            ),
        ),
        (
            effect.cells_kept,
            ngettext(
                "%(number)s entry that was changed after the load is kept",
                "%(number)s entries that were changed after the load are kept",
                effect.cells_kept,
                number=format_decimal(effect.cells_kept),
            ),
        ),
    )
    return [words for number, words in lines if number]


def read_rows(counts: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was read, for a summary list."""
    rows = [
        (_("Rows read"), counts["rows_read"], True),
        (_("Rows that can be loaded"), counts["rows_loaded"], True),
        (_("Rows left out, with something to mend"), counts["skipped"], True),
        (_("Rows loaded without one of their cells"), counts["notes"], counts["notes"]),
        (_("Rows that pay people, withheld"), counts["people_rows"], True),
        (_("Rows blacked out by the publisher"), counts["redacted"], True),
        (_("Suppliers with a company number"), counts["numbers_valid"], True),
        (_("Suppliers whose company number cannot be one"), counts["numbers_malformed"], True),
        (_("Suppliers without a company number"), counts["numbers_none"], True),
    ]
    shown = [{"key": words, "value": format_decimal(number)} for words, number, wanted in rows if wanted]
    if counts["sheet"]:
        shown.append({"key": _("Sheet that was read"), "value": counts["sheet"]})
    if counts["unread_sheets"]:
        shown.append({"key": _("Sheets that were not read"), "value": ", ".join(counts["unread_sheets"])})
    return shown


def change_rows(changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What loading would change: a heading with its number, and the first of them by name."""
    cells = {
        "name": _("name"),
        "vendor_id": _("number in the ledger"),
        "company_number": _("company number"),
        "vat_number": _("VAT number"),
        "charity_number": _("charity number"),
        "postcode": _("postcode"),
        "spend": _("spend"),
        "credits": _("credits"),
    }
    changed = [
        _("%(name)s: %(cell)s from %(before)s to %(after)s", name=one["name"], cell=cells[one["cell"]],
          before=one["before"] or _("nothing"), after=one["after"] or _("nothing"))
        for one in changes["changed_rows"]
    ]  # fmt: skip
    numbers = [
        _("%(name)s: %(stated)s stays, the file says %(number)s", name=one["name"],
          stated=one["stated"] or _("“no company number”"), number=one["file"])
        for one in changes.get("other_number_rows", ())
    ]  # fmt: skip
    shown = [
        {"what": _("Suppliers added"), "number": changes["new"], "first": changes["new_names"]},
        {"what": _("Suppliers changed"), "number": changes["changed"], "first": changed},
        {"what": _("Suppliers that stay as they are"), "number": changes["same"], "first": []},
        {"what": _("Suppliers not in this file, which stay without contracts of its kind"),
         "number": changes["gone"], "first": changes["gone_names"]},
        {"what": _("Contracts added"), "number": changes["contracts_added"],
         "first": [_contract_words(one) for one in changes["added_rows"]]},
        {"what": _("Contracts that stay as they are"), "number": changes["contracts_same"], "first": []},
        {"what": _("Contracts that leave"), "number": changes["contracts_left"],
         "first": [_contract_words(one) for one in changes["left_rows"]]},
    ]  # fmt: skip
    if numbers:
        what = _("Suppliers whose company number an officer said, and the file says another")
        shown.insert(2, {"what": what, "number": changes["other_numbers"], "first": numbers})
    return shown


def namesake_words(row: Mapping[str, str]) -> str:
    """By what the supplier that a row may be is known, and who said before that it is it."""
    known = [row["owner"]]
    if row["company_number"]:
        known.append(_("company number %(number)s", number=row["company_number"]))
    if row["vendor_id"]:
        known.append(_("number in the ledger %(number)s", number=row["vendor_id"]))
    if row["spend"]:
        known.append(_("%(pounds)s pounds", pounds=format_decimal(round(Decimal(row["spend"])))))
    told = _("You have: %(supplier)s.", supplier=", ".join(known))
    if row["row_number"]:
        told += " " + _("The row gives the company number %(number)s.", number=row["row_number"])
    if row["said_by"]:
        day = day_words(row["said_at"])
        told += " " + _("%(name)s said on %(day)s that it is this one.", name=row["said_by"], day=day)
    return told


def _contract_words(one: Mapping[str, str]) -> str:
    value = _("%(pounds)s pounds", pounds=format_decimal(one["value"])) if one["value"] else ""
    return ", ".join(filter(None, [one["what"] or _("untitled"), value]))


def progress_words(upload: Upload) -> str:
    """How far the work is, in a sentence."""
    if upload.progress_of and not upload.progress:
        total = upload.progress_of
        return ngettext(
            "Storing %(number)s supplier.",
            "Storing %(number)s suppliers.",
            total,
            number=format_decimal(total),
        )
    if upload.progress:
        return ngettext(
            "%(number)s row read so far.",
            "%(number)s rows read so far.",
            upload.progress,
            number=format_decimal(upload.progress),
        )
    return _("Waiting for its turn.") if upload.state == "queued" else _("Reading the file.")


def undo_progress_words(undo: LoadUndo) -> str:
    """How far the undo of a load is, in a sentence: it is one transaction, so nobody sees it half done."""
    if undo.state == WorkState.QUEUED:
        return _("Waiting for its turn.")
    total = undo.progress_of or 0
    return ngettext(
        "Putting back %(number)s contract or supplier, all at once or nothing.",
        "Putting back %(number)s contracts and suppliers, all at once or nothing.",
        total,
        number=format_decimal(total),
    )


def said(form: Mapping[str, str]) -> Said:
    """What a posted form says of the file; what it cannot mean is passed over."""
    fields = field_words()
    columns = {
        int(name.removeprefix("column-")): value
        for name, value in form.items()
        if name.startswith("column-") and name[7:].isdecimal() and len(name) < 12 and value in {*fields, ""}
    }
    kind = form.get("kind", "")
    return Said(
        columns=columns,
        kind="contracts" if kind == "contracts" else "spend" if kind == "spend" else "",
        buyer=form.get("buyer", "")[:300],
        beside=form.get("beside") == "yes",
    )


def day_words(iso: str) -> str:
    """A stored day or moment as a date."""
    return format_date(datetime.fromisoformat(iso), "d MMMM y")
