"""What macros.csrf writes on every form: typed by nobody, never part of what a form says."""

FORM_MARKS = frozenset({"csrfmiddlewaretoken", "whose"})
