"""What every page for officers is registered on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("officer", "app.officer", url_prefix="/officer", template_folder="templates")
