"""The staff's screens: people are known by an e-mail address, and let in by a link where they have no password."""

from __future__ import annotations

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from broadsheet.staff.models import Staff


def small(email: str) -> str:
    """Addresses that differ in capitals alone mean one person."""
    return email.strip().lower()


class NewColleague(UserCreationForm):
    def clean_email(self) -> str:
        return small(self.cleaned_data["email"])

    def save(self, commit: bool = True) -> Staff:
        person: Staff = super().save(commit=False)
        if not person.password:
            person.set_unusable_password()
        if commit:
            person.save()
            self.save_m2m()
        return person


class Colleague(UserEditForm):
    def clean_email(self) -> str:
        return small(self.cleaned_data["email"])


class People(UserViewSet):
    """At /desk/users/."""

    def get_form_class(self, for_update: bool = False) -> Any:
        return Colleague if for_update else NewColleague
