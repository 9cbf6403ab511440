"""Settings are safe for production unless the one-machine set-up says otherwise."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.settings import Settings, is_loopback
from screening.matching.costs import Costs

PRODUCTION = {
    "secret_key": "k" * 32,
    "database_url": "postgresql+psycopg://db.example/fairhand",
    "base_url": "https://slavery.council.example",
    "smtp_host": "mail.council.example",
    "mail_from": "procurement@council.example",
}


def test_production_is_the_default_and_complete_settings_are_taken() -> None:
    assert Settings(**PRODUCTION).is_embedded is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secret_key": "short"}, "32 characters"),
        ({"base_url": "http://slavery.council.example"}, "https://"),
        ({"smtp_host": ""}, "FAIRHAND_SMTP_HOST"),
        ({"mode": "embedded", "base_url": "https://slavery.council.example"}, "loopback"),
        ({"clamav": "clamav.internal"}, "host:port"),
        ({"evidence_store": "/srv/evidence"}, "s3://bucket"),
        ({"notify_api_key": "k"}, "FAIRHAND_NOTIFY_TEMPLATE_ID"),
        ({"mode": "embedded", "base_url": "http://192.168.1.4:8000"}, "loopback"),
    ],
)
def test_unsafe_settings_are_refused_with_the_way_to_mend_them(change: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Settings(**{**PRODUCTION, **change})


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://127.0.0.1.example:8000", False),
        ("http://0.0.0.0:8000", False),
    ],
)
def test_loopback_addresses_are_told_from_others(url: str, loopback: bool) -> None:
    assert is_loopback(url) is loopback


def test_notify_stands_in_for_a_mail_server() -> None:
    with_notify = {**PRODUCTION, "smtp_host": "", "notify_api_key": "k", "notify_template_id": "t"}
    assert Settings(**with_notify).sends_mail
    assert Settings(**{**PRODUCTION, "clamav": "[::1]:3310"}).sends_mail


def test_what_errors_of_matching_cost_is_a_setting() -> None:
    assert Settings(**PRODUCTION).match_costs == Costs()
    chosen = Settings(**PRODUCTION, match_cost_wrong_credit=50, match_cost_miss=4, match_cost_review=2)
    assert chosen.match_costs == Costs(50, 4, 2)
    with pytest.raises(ValidationError):
        Settings(**PRODUCTION, match_cost_miss=0)
