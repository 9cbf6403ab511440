"""Public forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.forms import Form, is_email


class SignInForm(Form):
    """Where to send a sign-in link."""

    email = StringField(_l("E-mail address"), [is_email], filters=[lambda text: (text or "").strip()])
