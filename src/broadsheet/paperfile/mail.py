"""The table [mail] of paper.toml: the server by which colleagues get notices; without a host no mail is sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadsheet.paperfile.values import Values

SECURITY = ("starttls", "tls", "none")


@dataclass(frozen=True, slots=True)
class MailPlan:
    """An SMTP server; `password_file` holds nothing but the password."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password_file: str = ""
    sender: str = ""

    def password(self, folder: Path) -> str:
        """What the file says, which may be named from the paper's folder on; "" where none is named."""
        return (folder / self.password_file).read_text("utf-8").strip() if self.password_file else ""


def mail_plan(values: Values) -> MailPlan:
    """What the table says. Errors: `PaperFileError` for a host without a sender, or another security."""
    plan = MailPlan(
        host=values.line("mail", "host", ""),
        port=values.number("mail", "port", 587, 1, 65535),
        security=values.text("mail", "security", "starttls"),
        user=values.line("mail", "user", ""),
        password_file=values.line("mail", "password_file", ""),
        sender=values.line("mail", "sender", ""),
    )
    if plan.security not in SECURITY:
        raise values.complaint("mail", "security", f"must be one of {', '.join(SECURITY)}.")
    if plan.host and "@" not in plan.sender:
        raise values.complaint("mail", "sender", 'must be an address, such as "desk@news.example".')
    return plan
