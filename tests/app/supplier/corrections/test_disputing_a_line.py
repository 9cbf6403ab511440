"""How a supplier says that a line is wrong: the forms, what is missing, naughty texts, replies, Welsh."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import corrections
from app.services.deciding.corrections import LONGEST_TEXT
from app.store import corrections as store
from app.store import screenings
from models import Correction, CorrectionState, Match, MatchDecision, OutboxMessage, StatementClaim
from questionnaires import cleaning
from support.corrections import only_correction, shown_report
from support.pages import page, words

NAUGHTY = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {0.__class__} %(x)s %s",
    "' OR 1=1 --",
    "=cmd|'/c'!A1",
    "مرحبا بالعالم ß ﬁ 👩\u200d👧",
    "Z\u0351\u036b\u0343" * 200,
    "two\n\nlines & <b>more</b>",
]


def test_every_line_leads_to_a_form_that_names_it(owner, address) -> None:
    found = page(owner.get(address))
    links = [one for one in found.select("main a") if "Something wrong here" in one.get_text()]
    rows = len(found.select("table.fh-waterfall tbody tr"))
    assert len(links) >= rows + 7
    assert len({one["href"] for one in links}) == len(links)
    for link in links:
        named = link.select_one(".govuk-visually-hidden").get_text().removeprefix(": ").strip("….")
        assert named[:40] in words(page(owner.get(link["href"])).select_one("blockquote"))


def test_a_line_is_disputed_seen_as_open_and_answered_by_mail(owner, world, form, address) -> None:
    answer = owner.post(
        f"{form}?line=sector",
        data={"about": "sector", "text": "We sell soap.", "report": shown_report(world)},
    )
    assert answer.status_code == 302
    made = only_correction(world)
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    assert made.report_id == stored.id and made.line.startswith("Sector: ")
    found = page(owner.get(answer.location))
    assert "has not replied yet" in words(found) and "21 December 2026" in words(found)
    listed = page(owner.get(address))
    assert "waits for the council's reply" in words(listed)
    assert listed.select_one("#explained ~ p a")["href"] == answer.location
    again = owner.post(
        f"{form}?line=sector",
        data={"about": "sector", "text": "We sell soap.", "report": shown_report(world)},
    )
    assert again.location == answer.location and only_correction(world).id == made.id


def test_a_line_that_is_gone_and_a_report_that_is_newer_are_told(owner, world, form) -> None:
    gone = owner.get(f"{form}?line=factor.nothing.000000000000", follow_redirects=True)
    assert "no longer in the council's report" in words(page(gone))
    old = shown_report(world)
    world.screen_all()
    kept = page(owner.post(f"{form}?line=band", data={"about": "band", "text": "Too high", "report": old}))
    assert "worked out again" in words(kept) and kept.select_one("textarea").get_text().strip() == "Too high"
    assert kept.select_one("input[name=report]")["value"] == shown_report(world) != old
    assert world.session.scalars(select(Correction)).all() == []


@pytest.mark.parametrize(
    ("line", "data", "message"),
    [
        ("band", {"about": "band"}, "Say what is wrong"),
        ("band", {"about": "band", "text": " \x00 "}, "Say what is wrong"),
        ("band", {"about": "country", "text": "x"}, "Not a valid choice"),
        ("band", {"text": "x"}, "Choose what is wrong"),
        ("band", {"about": "band", "text": "x" * (LONGEST_TEXT + 1)}, "4,000 characters or fewer"),
        ("band", {"about": "band", "text": "x", "link": "javascript:alert(1)"}, "Enter a link such as"),
        ("band", {"about": "band", "text": "x", "link": "https://" + "a" * 2000 + ".org"}, "Enter a link"),
        ("statement", {"about": "statement_match"}, "Say what is wrong"),
        ("statement", {"about": "statement_match", "claim": "ours"}, "Enter the link to your statement"),
        ("statement", {"about": "statement_match", "claim": "parents"}, "Enter the name of the parent"),
        ("statement", {"about": "statement_match", "claim": "magic", "text": "x"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_told_at_the_field(owner, world, form, line, data, message) -> None:
    found = page(owner.post(f"{form}?line={line}", data={"report": shown_report(world), **data}))
    assert found.title.get_text().startswith("Error:")
    link = found.select_one(".govuk-error-summary a")
    assert message in words(link) and found.select_one(link["href"]) is not None
    assert world.session.scalars(select(Correction)).all() == []


@pytest.mark.parametrize(
    ("data", "claim"),
    [
        ({"claim": "not_ours"}, StatementClaim.NOT_OURS),
        ({"claim": "no_duty"}, StatementClaim.NO_DUTY),
        ({"claim": "ours", "link": "www.northgate.example/statement"}, StatementClaim.OURS),
        ({"claim": "parents", "organisation": "North Holdings plc"}, StatementClaim.PARENTS),
        ({"text": "The registry copy is old."}, None),
    ],
)
def test_a_statement_is_disputed_by_a_choice_alone(owner, world, form, data, claim) -> None:
    sent = {"about": "statement_match", "report": shown_report(world), **data}
    answer = owner.post(f"{form}?line=statement", data=sent)
    assert answer.status_code == 302, words(page(answer))
    made = only_correction(world)
    assert made.claim == claim and made.organisation == data.get("organisation", "")
    assert made.link == ("https://www.northgate.example/statement" if "link" in data else "")
    page(owner.get(answer.location))


@pytest.mark.parametrize("text", NAUGHTY)
def test_whatever_is_written_is_kept_and_shown_as_text_on_both_sides(
    owner, officer, world, form, text
) -> None:
    sent = {"about": "other", "text": text, "report": shown_report(world)}
    answer = owner.post(f"{form}?line=other", data=sent)
    made = only_correction(world)
    assert made.messages[0].text == cleaning.clean(text)
    for client, address in ((owner, answer.location), (officer, f"/officer/corrections/{made.id}")):
        found = page(client.get(address))
        assert found.select_one(".fh-clause").get_text() == cleaning.clean(text)
        assert not found.select(".fh-clause *")


def test_somebody_who_sends_on_and_on_is_stopped(owner, world, form) -> None:
    sent = {"about": "other", "report": shown_report(world)}
    answers = [owner.post(f"{form}?line=other", data=sent).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300), link=st.text(max_size=60), line=st.text(max_size=30))
def test_no_text_breaks_the_form(unlimited, owner, world, form, text: str, link: str, line: str) -> None:
    for key in ("statement", "other", line):
        sent = {"about": "other", "text": text, "link": link, "organisation": text, "claim": link}
        answer = owner.post(form, query_string={"line": key}, data={"report": shown_report(world), **sent})
        assert answer.status_code in (200, 302)


def test_withdrawing_and_one_answer_to_the_reply(owner, world, form, submitted) -> None:
    report = shown_report(world)
    first = owner.post(f"{form}?line=name", data={"about": "company", "text": "Old name", "report": report})
    assert "Take this back" in words(page(owner.get(first.location)))
    owner.post(f"{first.location}/withdraw")
    assert owner.post(f"{first.location}/withdraw").status_code == 409
    assert "You took this back." in words(page(owner.get(first.location)))
    second = owner.post(f"{form}?line=band", data={"about": "band", "text": "High?", "report": report})
    made = next(one for one in store.of_invitation(world.session, submitted.id) if one.is_open)
    assert owner.post(second.location, data={"text": "More"}).status_code == 409
    for round_, text in enumerate(("First reply", "Last reply")):
        corrections.reply(
            world.session,
            world.settings,
            world.officer,
            made,
            CorrectionState.DECLINED,
            text,
            "",
            clock.now(),
        )
        found = words(page(owner.get(second.location)))
        assert text in found and "The council does not agree." in found
        if not round_:
            assert "Write your answer" in words(page(owner.post(second.location, data={"text": " "})))
            assert owner.post(second.location, data={"text": "Look again"}).status_code == 302
    assert "Send your answer" not in found and "complaints procedure of Anytown Council" in found
    assert "Look again" in found and "Ann Example" not in found
    assert owner.post(second.location, data={"text": "Once more"}).status_code == 409
    sent = [one for one in world.session.scalars(select(OutboxMessage)) if "First reply" in one.body]
    assert [one.to for one in sent] == [submitted.contact.email]


def test_the_page_and_the_line_are_in_welsh_too(owner, world, form, address) -> None:
    owner.post("/language", data={"language": "cy"})
    page(owner.get(address))
    page(owner.get(f"{form}?line=sector"))
    owner.post(f"{form}?line=sector", data={"about": "sector", "text": "x", "report": shown_report(world)})
    made = only_correction(world)
    assert made.line.startswith("Sector: ") and made.line_cy and made.line_cy != made.line


def test_everything_that_the_council_holds_can_be_disputed(owner, world, form, address) -> None:
    def named() -> set[str]:
        return {
            one["href"].partition("line=")[2] for one in page(owner.get(address)).select("main a[href*=line]")
        }

    assert {"name", "number", "spend", "suggested", "statement", "sector", "band", "other"} <= named()
    assert not {"charity", "postcode"} & named()
    world.cleaner.charity_number, world.cleaner.postcode = "1123456", "EX1 1JN"
    world.session.commit()
    assert {"charity", "postcode"} <= named()
    assert "Postcode: EX1 1JN" in words(page(owner.get(f"{form}?line=postcode")).select_one("blockquote"))
    assert "Spend or contract value: £880,000" in words(page(owner.get(f"{form}?line=spend")))


def test_a_claim_without_words_says_so_and_the_page_tells_whether_the_line_stands(owner, world, form) -> None:
    sent = {"claim": "not_ours", "about": "statement_match", "report": shown_report(world)}
    answer = owner.post(f"{form}?line=statement", data=sent)
    assert answer.status_code == 302
    told = words(page(owner.get(answer.location)))
    assert "Sent without further words." in told
    assert "This line still stands in the council's report." in told
    assert only_correction(world).claim == StatementClaim.NOT_OURS
    world.session.query(Match).update({Match.decision: MatchDecision.REJECTED})
    world.session.commit()
    world.screen_all()
    told = words(page(owner.get(answer.location)))
    assert "This line no longer stands in the council's report." in told


@pytest.mark.parametrize("line", ["unknowns", "suggested", "other"])
def test_of_a_part_of_the_report_nothing_is_said_that_it_could_not_know(
    owner, world, form, line: str
) -> None:
    sent = {"about": "other", "text": "This is not so.", "report": shown_report(world)}
    if line == "unknowns":
        sent["about"] = "answer_reading"
    told = words(page(owner.get(owner.post(f"{form}?line={line}", data=sent).location)))
    assert "What you said is wrong" in told and "in the council's report." not in told
