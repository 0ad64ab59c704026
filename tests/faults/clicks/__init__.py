"""One click on every form of the desk and of the admin, by the name of the form."""

from tests.faults.clicks.admin import ADMIN, forms_of_the_admin
from tests.faults.clicks.desk import DESK, forms_of_the_desk

CLICKS = DESK | ADMIN
__all__ = ["CLICKS", "forms_of_the_admin", "forms_of_the_desk"]
