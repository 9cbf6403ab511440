"""Names for people of what officers alone read: stages, settings, events; others are in `app.labels`."""

from __future__ import annotations

from flask_babel import gettext as _

from questionnaires import Setting


def setting_options() -> list[tuple[str, str]]:
    """The stages of a procurement at which questions are asked, in words; the usual one first."""
    return [
        (Setting.POST_AWARD.value, _("A contract that is in place")),
        (Setting.AT_EVALUATION.value, _("A tender that is being evaluated")),
        (Setting.PRE_QUALIFICATION.value, _("A stage before the tenders that narrows the field")),
    ]


def setting_hint(setting: Setting, minutes: int) -> str:
    """What is asked at this stage, and about how long it takes."""
    return {
        Setting.POST_AWARD: _(
            "All questions that fit the supplier and its contracts: about %(minutes)s minutes.",
            minutes=minutes,
        ),
        Setting.AT_EVALUATION: _(
            "Only what may count when tenders are compared, so nothing of workers' terms or of places (Local "
            "Government Act 1988 s.17): about %(minutes)s minutes.",
            minutes=minutes,
        ),
        Setting.PRE_QUALIFICATION: _(
            "The same few questions: about %(minutes)s minutes. Below the threshold the Procurement Act 2023 "
            "s.85 does not allow such a stage, unless an exception applies.",
            minutes=minutes,
        ),
    }[setting]


def event_words(action: str) -> str:
    """An audit event in words."""
    words = {
        "invitation.sent": _("Asked to answer the questionnaire"),
        "invitation.revoked": _("An officer took the questionnaire back before it was opened"),
        "invitation.repeat_undone": _("An officer took back that the supplier was asked again"),
        "invitation.opened": _("The contact opened the questionnaire"),
        "invitation.reminded": _("The contact was reminded to answer"),
        "invitation.time_asked": _("The contact asked for more time"),
        "invitation.time_given": _("The contact was given more time"),
        "invitation.time_declined": _("More time was declined"),
        "invitation.came_back": _("The e-mail to the contact could not be delivered"),
        "invitation.address_corrected": _("The supplier was asked at another address"),
        "invitation.takeover_asked": _("A new contact asked to start from the earlier answers"),
        "invitation.takeover_confirmed": _("An officer found out who the new contact is"),
        "invitation.takeover_declined": _("An officer could not find out who the new contact is"),
        "invitation.not_mine": _("The contact said that they are not the right person"),
        "invitation.passed_on": _("The contact passed the questionnaire on to a colleague"),
        "invitation.link_renewed": _("The contact asked for a new link"),
        "response.submitted": _("The supplier submitted its answers"),
        "response.shared": _("The supplier shared answers that it had given before"),
        "response.withdrawn": _("The supplier withdrew its answers"),
        "response.looked_at": _("An officer read the answers"),
        "match.decided": _("An officer decided on the statement match"),
        "name.confirmed": _("The supplier's name became a known name of the organisation"),
        "name.withdrawn": _("The supplier's name is no longer a known name of the organisation"),
        "supplier.added": _("The supplier was added"),
        "band.confirmed": _("An officer confirmed the band"),
        "band.changed": _("An officer changed the band"),
        "band.withdrawn": _("An officer's decision on the band was taken back"),
        "exclusion.added": _("An exclusion ground that may apply was entered"),
        "exclusion.asked": _("The supplier was asked to explain an exclusion ground"),
        "exclusion.explained": _("The supplier's explanation of an exclusion ground was recorded"),
        "exclusion.self_cleaning": _("Self-cleaning was considered"),
        "exclusion.decided": _("An officer decided on an exclusion ground"),
        "exclusion.ended": _("An entry of an exclusion ground was ended"),
        "correction.made": _("The supplier said that a line of the report is wrong"),
        "correction.answered": _("The supplier answered the reply to its correction"),
        "correction.replied": _("An officer replied to the supplier's correction"),
        "correction.withdrawn": _("The supplier took its correction back"),
        "contract.facts_stated": _("An officer said what is known of a contract"),
        "contract.facts_taken_back": _("What an officer had said of a contract was taken back"),
    }
    return words.get(action, action)
