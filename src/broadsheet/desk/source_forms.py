"""The form of a source: what each kind of source needs, and nothing that it does not."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory

from broadsheet.paperfile import current
from broadsheet.stories.models import Section
from broadsheet.text.languages import LANGUAGES
from broadsheet.wire import fetching, mail_connection
from broadsheet.wire.errors import FetchRefused
from broadsheet.wire.models import Source, SourceHealth, SourceSection
from broadsheet.wire.reaching import Rules
from broadsheet.wire.sealing import Secret

QUIET = ("quiet_from", "quiet_until")

FIELDS: dict[str, tuple[str, ...]] = {
    Source.Kind.FOLDER: ("every_seconds", *QUIET, "fetches_files"),
    Source.Kind.FEED: ("address", "every_seconds", *QUIET, "login", "login_name", "secret", "fetches_files"),
    Source.Kind.MAILBOX: (
        "address",
        "login_name",
        "secret",
        "mail_folder",
        "mail_done_folder",
        "every_seconds",
        *QUIET,
    ),
    Source.Kind.PUSH: QUIET,
    Source.Kind.HAND: (),
}
"""Kind → the fields that it has beside those of every source."""

OF_ALL = ("name", "slug", "active")
DEFAULTS = ("default_language", "default_credit", "default_section")

TIMES = (
    (10, "10 seconds"), (30, "30 seconds"), (60, "minute"), (120, "2 minutes"), (300, "5 minutes"),
    (600, "10 minutes"), (900, "15 minutes"), (1800, "30 minutes"), (3600, "hour"), (21_600, "6 hours"),
    (86_400, "day"),
)  # fmt: skip

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}")
_TAKEN_HEADERS = frozenset({"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "cookie"})


def section_choices() -> list[tuple[str, str]]:
    """What the translations of each section share, and its name in the main language, where it has one there."""
    names: dict[str, str] = {}
    rows = Section.objects.order_by("path").values_list("translation_key", "title", "locale__language_code")
    for key, title, language in rows:
        if language == current().languages[0] or str(key) not in names:
            names[str(key)] = title
    return list(names.items())


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """`kind` is fixed when the source is made. The secret goes in and never comes out."""

    every_seconds = forms.TypedChoiceField(label="Look every", coerce=int, choices=TIMES)
    secret = forms.CharField(
        label="Password, token or key",
        required=False,
        strip=False,
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    default_language = forms.ChoiceField(label="Language of copy that names none", required=False)
    default_section = forms.ChoiceField(label="Section of copy that names none", required=False)

    # Else fields that are not the model's stand last.
    field_order = (*OF_ALL, "address", "every_seconds", *QUIET, "login", "login_name", "secret")

    class Meta:
        model = Source
        fields = [
            *OF_ALL, "address", "every_seconds", *QUIET, "login", "login_name", "mail_folder", "mail_done_folder",
            "fetches_files", *DEFAULTS,
        ]  # fmt: skip
        labels = {
            "slug": "Short name",
            "address": "Address",
            "quiet_from": "Quiet hours from",
            "quiet_until": "Quiet hours until",
            "login": "What the server asks for",
            "login_name": "Name of the user, the header or the parameter",
            "mail_folder": "Folder",
            "mail_done_folder": "Move what was taken to",
            "fetches_files": "Fetch pictures and texts that items name by address",
            "default_credit": "Credit line of copy that names none",
        }
        help_texts = {
            "name": "As the desk calls it: AFP, Ministry of Water.",
            "slug": "In small letters; it is the folder's name or part of an address, and stays as it is.",
            "active": "A source that is off is not looked at and takes nothing.",
            "quiet_from": "By the paper's clock. In these hours it is not looked at, and its silence alarms nobody.",
            "address": "",
            "login_name": "",
            "mail_done_folder": "A folder of the mailbox. Left empty, messages are marked as read and stay.",
            "default_section": "",
        }
        widgets = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("quiet_from", "quiet_until")
        }

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = self.instance.kind = kind
        self.had_secret = bool(self.instance.pk) and self.instance.has_secret
        self.before = (self.instance.address, self.instance.mail_folder)
        for name in set(self.fields) - {*OF_ALL, *DEFAULTS, *FIELDS[kind]}:
            del self.fields[name]
        if self.instance.pk:
            self.fields["slug"].disabled = True
        if "every_seconds" in self.fields:
            self._offer_time_of_instance()
        if kind == Source.Kind.MAILBOX:
            self.fields["login_name"].label = "Name of the user"
            self.fields["secret"].label = "Password"
            self.fields["address"].label = "Host"
            self.fields["address"].help_text = "Such as imap.example; always over TLS, with :143 behind it by STARTTLS."
        if kind == Source.Kind.FEED:
            self.fields[
                "address"
            ].help_text = "Of an RSS or Atom feed, or of an agency's service in any of its formats."
        if "secret" in self.fields and self.had_secret:
            self.fields["secret"].help_text = "One is kept, and shown to nobody. Leave this empty to keep it."
        self.fields["default_language"].choices = [  # type: ignore[attr-defined]
            ("", "The paper's main language"), *((code, LANGUAGES[code]) for code in current().languages)
        ]  # fmt: skip
        self.fields["default_section"].choices = [("", "The first section"), *section_choices()]  # type: ignore[attr-defined]

    def _offer_time_of_instance(self) -> None:
        now = self.instance.every_seconds
        if now not in dict(TIMES):
            self.fields["every_seconds"].choices = sorted([*TIMES, (now, f"{now} seconds")])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        if (values.get("quiet_from") is None) != (values.get("quiet_until") is None):
            raise ValidationError({"quiet_until": "Quiet hours have a beginning and an end: give both, or neither."})
        if self.kind in (Source.Kind.FEED, Source.Kind.MAILBOX):
            self._check_address(values["address"])
            self._check_login(values)
        return values

    def _check_address(self, address: str) -> None:
        try:
            rules = Rules.of(current().wire_hosts)
            if self.kind == Source.Kind.FEED:
                target = fetching.target_of(address)
                rules.check_port(target.host, target.port, frozenset(fetching.PORTS.values()))
                host = target.host
            else:
                host, port = mail_connection.target_of(address)
                rules.check_port(host, port, mail_connection.USUAL)
            if not isinstance(host, str):
                rules.check_address(host, host)
        except FetchRefused as error:
            raise ValidationError({"address": error.reason}) from error

    def _check_login(self, values: dict[str, Any]) -> None:
        login, name = values.get("login", Source.Login.BASIC), values["login_name"]
        if login in (Source.Login.BASIC, Source.Login.HEADER, Source.Login.PARAMETER) and not name:
            raise ValidationError({"login_name": "The server needs this name too."})
        if login == Source.Login.HEADER and (not _HEADER.fullmatch(name) or name.lower() in _TAKEN_HEADERS):
            raise ValidationError({"login_name": "That is no header that a key can be sent in."})
        if login == Source.Login.NONE:
            return
        secret = values["secret"]
        if not (name + secret).isprintable():
            raise ValidationError({"secret": "It holds characters that can't be sent, such as the end of a line."})
        if self.had_secret and not secret and self._leads_elsewhere(values["address"]):
            # Else whoever may change the address could have the password sent to a host of his own.
            raise ValidationError({"secret": "The address leads to another host: enter the password or key again."})
        if not secret and not self.had_secret:
            raise ValidationError({"secret": "The server needs one."})

    def _leads_elsewhere(self, address: str) -> bool:
        try:
            if self.kind == Source.Kind.FEED:
                return fetching.target_of(self.before[0]).origin != fetching.target_of(address).origin
            return mail_connection.target_of(self.before[0]) != mail_connection.target_of(address)
        except FetchRefused:
            return True

    def save(self, commit: bool = True) -> Source:
        """The source, saved; with another address it begins anew and is looked at at once."""
        source: Source = super().save()
        if self.cleaned_data.get("login") == Source.Login.NONE:
            source.keep_secret(Secret(""))
        elif self.cleaned_data.get("secret"):
            source.keep_secret(Secret(self.cleaned_data["secret"]))
        SourceHealth.objects.get_or_create(source=source)
        rows = SourceHealth.objects.filter(source=source)
        if self.before != (source.address, source.mail_folder):
            rows.update(etag="", last_modified="", uid_validity=None, last_uid=0)
        rows.update(next_look_at=None, error="", failures=0)
        return source


class SectionWordForm(forms.ModelForm):  # type: ignore[type-arg]
    section = forms.ChoiceField(label="Our section")

    class Meta:
        model = SourceSection
        fields = ["word", "section"]
        labels = {"word": "What the source says: a category, a subject or its code"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["section"].choices = [("", "—"), *section_choices()]  # type: ignore[attr-defined]
        # The table's head says it to the eye alone.
        self.fields["word"].widget.attrs["aria-label"] = "What the source says"
        self.fields["section"].widget.attrs["aria-label"] = "Our section"

    def clean_word(self) -> str:
        return " ".join(self.cleaned_data["word"].split())


class _Words(BaseInlineFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs["aria-label"] = "Leave out"

    def clean(self) -> None:
        super().clean()
        words = [form.cleaned_data["word"].casefold() for form in self.forms if _counts(form)]
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ValidationError(f"“{twice[0]}” stands there twice.")


def _counts(form: Any) -> bool:
    return bool(getattr(form, "cleaned_data", {}).get("word")) and not form.cleaned_data.get("DELETE")


SectionWords = inlineformset_factory(
    Source, SourceSection, form=SectionWordForm, formset=_Words, extra=4, max_num=300, can_delete=True
)
