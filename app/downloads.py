"""Files that other people made: how pages show them, and how they are handed out without ever being shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Final
from urllib.parse import quote

from flask import Response, request
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from app.services.files import file_kinds
from app.services.files.stored_files import MOST_FILES, Refusal, Trouble, Upload
from app.services.plans import action_files
from models import ActionFile, ActionSide, EvidenceFile, ScanState, StoredFile

View = Callable[..., Any]
#: Endings of files that may be sent as evidence, for the chooser of a browser.
ACCEPTED: Final = file_kinds.ACCEPTED

_BLOCK: Final = 64 * 1024
_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"


def sandboxed(view: View) -> View:
    """What this view answers may load nothing and run nothing, even if a browser shows it after all.

    Flask-Talisman, which sets the policy of every answer, reads the attribute; so this decorator comes
    first, above the one that says who may call the view.
    """
    view.talisman_view_options = {"content_security_policy": _POLICY}  # type: ignore[attr-defined]  # Talisman reads it
    return view


def attachment(content: IO[bytes], name: str, size: int) -> Response:
    """The content as a download of this name, streamed; its type is not told, so that nothing opens it."""

    def blocks() -> Iterator[bytes]:
        try:
            while block := content.read(_BLOCK):
                yield block
        finally:
            content.close()

    response = Response(blocks(), mimetype="application/octet-stream")
    plain = "".join(letter if letter.isascii() and letter not in '"\\%' else "_" for letter in name)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.content_length = size
    return response


def size_words(size: int) -> str:
    """The size of a file in kB or MB."""
    if size < 100_000:
        return _("%(number)s kB", number=format_decimal(max(1, round(size / 1000))))
    return _("%(number)s MB", number=format_decimal(round(size / 1_000_000, 1)))


def state_words(file: StoredFile) -> str:
    """What the reader should know of the file's scan; nothing when it was scanned and all is well."""
    return {
        ScanState.NO_SCANNER: _("not scanned for viruses"),
        ScanState.WAITING: _("not scanned for viruses yet, so it cannot be downloaded until it has been"),
        ScanState.PASSED: "",
        ScanState.REFUSED: _("removed: the virus scanner found something harmful in it"),
    }[ScanState(file.scan)]


def shown(file: EvidenceFile, href: str) -> dict[str, Any]:
    """A file as a page shows it: name, address of its download, and facts in words."""
    facts = [size_words(file.size)]
    if file.dated_on is None:
        facts.append(_("no date yet, so it does not count as evidence"))
    else:
        facts.append(_("dated %(day)s", day=format_date(file.dated_on, "d MMMM y")))
    if file.valid_until is not None:
        facts.append(_("valid until %(day)s", day=format_date(file.valid_until, "d MMMM y")))
    if file.reused_from_id is not None:
        day = format_date(file.uploaded_at, "d MMMM y")
        facts.append(_("from an earlier questionnaire, attached on %(day)s", day=day))
    facts += filter(None, [state_words(file)])
    return {"id": file.id, "name": file.name, "href": href if file.is_open else "", "facts": facts}


def by_question(
    files: Sequence[EvidenceFile], address: Callable[[EvidenceFile], str]
) -> dict[str, list[dict[str, Any]]]:
    """Question id -> its files as shown, for lists of answers."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        found.setdefault(file.question_id, []).append(shown(file, address(file)))
    return found


def sent(name: str) -> list[Upload]:
    """The files that a form sends under a name."""
    given = [file for file in request.files.getlist(name) if file.filename]
    return [Upload(file.filename or "", file.stream) for file in given]


def largest_form(megabytes: int) -> int:
    """How many bytes a form with files may have: several of the largest files at once."""
    return (4 * megabytes + 1) * 1024 * 1024


def refusal_words(refusal: Refusal, megabytes: int, too_many: Callable[[str], str]) -> str:
    """Why a file was not taken, and what to do instead; `too_many` says of its name that there are enough."""
    name = refusal.name[:80]
    words: dict[Trouble, Callable[[], str]] = {
        Trouble.EMPTY: lambda: _('"%(name)s" is empty. Choose a file that has something in it.', name=name),
        Trouble.TOO_LARGE: lambda: _(
            '"%(name)s" is larger than %(megabytes)s MB. Choose a smaller file, or attach only the pages '
            "that matter.",
            name=name,
            megabytes=megabytes,
        ),
        Trouble.KIND: lambda: _(
            '"%(name)s" is not a PDF, a picture (PNG, JPEG), a Word, Excel, PowerPoint or OpenDocument file, '
            "or plain text, whatever its name says. Save it as one of these, for example as a PDF.",
            name=name,
        ),
        Trouble.MACROS: lambda: _(
            '"%(name)s" contains macros (small programs). Save it without macros or as a PDF.', name=name
        ),
        Trouble.INFECTED: lambda: _(
            'The virus scanner found something harmful in "%(name)s", so it was not kept. Have your computer '
            "checked, then attach another copy.",
            name=name,
        ),
        Trouble.TOO_MANY: lambda: too_many(name),
    }
    return words[refusal.trouble]()


def step_refusals(refusals: Sequence[Refusal], megabytes: int) -> str:
    """Why files were not attached to a step of a plan."""

    def too_many(name: str) -> str:
        return _(
            '"%(name)s" was not attached: a step takes %(most)s files from each side. Remove one that '
            "matters less.",
            name=name,
            most=MOST_FILES,
        )

    return " ".join(refusal_words(one, megabytes, too_many) for one in refusals)


def beside_step(
    files: Sequence[ActionFile], address: Callable[[ActionFile], str], reader: ActionSide
) -> list[dict[str, Any]]:
    """The files of a step as a page shows them to one side; `removable` says whether it may take one away."""
    whose = {ActionSide.COUNCIL: _("from the council"), ActionSide.SUPPLIER: _("from the supplier")}
    return [
        {
            "id": file.id,
            "name": file.name,
            "href": address(file) if file.is_open else "",
            "facts": [
                size_words(file.size),
                whose[ActionSide(file.side)],
                _("attached on %(day)s", day=format_date(file.uploaded_at, "d MMMM y")),
                *filter(None, [state_words(file)]),
            ],
            "removable": action_files.can_remove(file, reader),
        }
        for file in files
    ]
