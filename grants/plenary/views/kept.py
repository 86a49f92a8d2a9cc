"""How a page of the desk keeps what was typed: whole or not at all, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary.forms import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.plenary.forms import RevisedForm
    from grants.plenary.models import Plenary


def kept(plenary: Plenary, form: RevisedForm, act: Callable[[], None]) -> bool:
    """Do it, commit and say so; when a rule is in the way, it stands at the head of the form with all that was typed.

    The form then carries the revision shown now: sending it again is a choice.
    """
    try:
        act()
    except RuleError as error:
        db.session.rollback()
        form.form_errors.append(words_of(error))
        if error.code == "prepared_meanwhile":
            form.form_errors.extend(form.changed_meanwhile(plenary))
        form.show(plenary)
        return False
    db.session.commit()
    flash(_("C’est enregistré."), "success")
    return True
