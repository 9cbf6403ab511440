"""All configuration, from the environment only (prefix `FAIRHAND_`). Defaults are safe for production."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from screening.matching.costs import MISS, REVIEW, WRONG_CREDIT, Costs


def is_loopback(url: str) -> bool:
    """Whether the host of `url` is this machine only."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """One council's or one nation's installation.

    `mode` is `production` unless the one-machine set-up (`fairhand run`) says `embedded`; example
    people, example data and the page that shows unsent mail exist in `embedded` only, and `embedded`
    serves loopback addresses only.
    """

    model_config = SettingsConfigDict(env_prefix="FAIRHAND_", frozen=True)

    mode: Literal["production", "embedded"] = "production"
    secret_key: SecretStr = Field(description="32 characters or more; signs sessions")
    database_url: str = Field(description="SQLAlchemy address, for example postgresql+psycopg://...")
    broker_url: str = Field(default="redis://127.0.0.1:6379/0", description="Redis or Valkey for Celery")
    base_url: str = Field(description="address that people see, for example https://slavery.council.example")
    data_dir: Path = Field(default=Path("instance"), description="folder for report files and logs")

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = True
    mail_from: str = ""
    mail_return_to: str = Field(
        default="", description="address to which mail that cannot be delivered comes back (Return-Path)"
    )
    bounce_maildir: Path | None = Field(
        default=None, description="Maildir folder into which that address is delivered"
    )

    notify_api_key: SecretStr = Field(
        default=SecretStr(""), description="send by GOV.UK Notify instead of SMTP (extra `notify`)"
    )
    notify_template_id: str = Field(default="", description="a Notify e-mail template: ((subject)), ((body))")
    notify_base_url: str = "https://api.notifications.service.gov.uk"

    clamav: str = Field(default="", description="host:port of ClamAV's clamd, which scans evidence")
    evidence_megabytes: int = Field(default=10, ge=1, le=100, description="largest file taken as evidence")
    upload_megabytes: int = Field(
        default=50, ge=1, le=500, description="largest register or spend file that officers may add"
    )
    evidence_store: str = Field(
        default="", description="s3://bucket/prefix (extra `s3`); without it a folder of `data_dir`"
    )
    s3_endpoint_url: str = Field(default="", description="for stores other than Amazon's")

    labour_enforcement_contact: str = Field(
        default="", description="how to reach the body that enforces labour law, for the help page"
    )

    link_checks: bool = Field(
        default=True, description="look at the links of the guidance library once a week"
    )

    webhooks_to_loopback: bool = Field(
        default=False, description="let webhooks go to this machine, by http too; for trying them out"
    )

    sign_in_link_minutes: int = 15
    invitation_days: int = 28
    session_hours: int = 12
    rate_limit_storage_url: str = "memory://"
    proxies: int = Field(default=0, ge=0, description="reverse proxies in front that set X-Forwarded-*")

    match_cost_wrong_credit: float = Field(
        default=WRONG_CREDIT, gt=0, description="see screening.matching.costs"
    )
    match_cost_miss: float = Field(default=MISS, gt=0)
    match_cost_review: float = Field(default=REVIEW, gt=0)

    @property
    def match_costs(self) -> Costs:
        """What errors of the matching cost here, in reviews by an officer; they set its limits."""
        return Costs(self.match_cost_wrong_credit, self.match_cost_miss, self.match_cost_review)

    @property
    def is_embedded(self) -> bool:
        """Whether this is the one-machine set-up with its example data."""
        return self.mode == "embedded"

    @property
    def sends_mail(self) -> bool:
        """Whether messages leave this machine; if not they stay in the outbox to be looked at."""
        return bool(self.smtp_host or self.notify_api_key.get_secret_value())

    @field_validator("clamav")
    @classmethod
    def _names_a_port(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^:/\s]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}", value):
            raise ValueError("write FAIRHAND_CLAMAV as host:port, for example clamav.internal:3310")
        return value

    @field_validator("evidence_store")
    @classmethod
    def _names_a_bucket(cls, value: str) -> str:
        if value and not re.fullmatch(r"s3://[^/\s]+(/\S*)?", value):
            raise ValueError("write FAIRHAND_EVIDENCE_STORE as s3://bucket or s3://bucket/prefix")
        return value

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if len(self.secret_key.get_secret_value()) < 32:
            raise ValueError("FAIRHAND_SECRET_KEY needs 32 characters or more")
        if self.is_embedded and not is_loopback(self.base_url):
            raise ValueError(
                "FAIRHAND_MODE=embedded holds example people and links, so it serves loopback addresses "
                "only; for others to reach it set FAIRHAND_MODE=production"
            )
        with_notify = bool(self.notify_api_key.get_secret_value())
        if with_notify and not self.notify_template_id:
            raise ValueError("FAIRHAND_NOTIFY_API_KEY needs FAIRHAND_NOTIFY_TEMPLATE_ID beside it")
        if not self.is_embedded and not with_notify and not (self.smtp_host and self.mail_from):
            raise ValueError(
                "people sign in by e-mailed links: set FAIRHAND_SMTP_HOST and FAIRHAND_MAIL_FROM, or "
                "FAIRHAND_NOTIFY_API_KEY and FAIRHAND_NOTIFY_TEMPLATE_ID"
            )
        if not self.is_embedded and not self.base_url.startswith("https://"):
            raise ValueError("FAIRHAND_BASE_URL must start with https:// in production")
        return self
