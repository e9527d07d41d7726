"""Who may come in: staff accounts are made by an administrator, never by signing up."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.forms import Form
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _speak_plainly(self, remember="Remember me")


class PasswordForm(forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _speak_plainly(
            self,
            oldpassword="Current password",
            password1="New password",
            password2="New password again",
        )


def _speak_plainly(form: Form, **labels: str) -> None:
    """Label fields as we do everywhere: in sentence case, and not a second time inside."""
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
