"""Why an item did not come in whole, and why a file did not at all, in the reader's words."""

from django.utils.translation import gettext as _

from karmayogi.learning.types import CourseFault, Why


def why_in_words(why: Why) -> str:
    return {
        Why.UNKNOWN_FORMAT: _("No known format was recognised in this file."),
        Why.BROKEN: _("It is not written as its format asks."),
        Why.DEEP: _("In a text of it marks stand inside one another without end."),
        Why.DOCTYPE: _("It holds a DOCTYPE or entities, which no course needs. Remove them."),
        Why.NEWER: _("It was written by a newer version than this one."),
        Why.NOT_ENGLISH: _("The file says that it is in another language than English, which every course needs."),
        Why.NOTHING: _("There is nothing in it that could become a part of a course."),
        Why.NO_ENGLISH: _("There is no English text for it."),
        Why.UNKNOWN_LANGUAGE: _("Its language is not one of those in which courses can be written."),
        Why.EMPTY: _("A text is missing."),
        Why.MISSING: _("A file that it needs is not in the archive."),
        Why.KIND: _("There is nothing like it here."),
        Why.IMAGES: _("Its pictures and films are left out; their descriptions stay."),
        Why.LINKS: _("Links to other pages of the source became plain text."),
        Why.FORMATTING: _("As plain text, without its formatting."),
        Why.JOINED: _("Its questions joined the test of the lesson, because every test has to be passed here."),
        Why.NO_LESSON: _("No lesson leads to it, so it stands at the end."),
        Why.OPTION_COUNT: _("It has another number of options than the English text."),
        Why.QUESTION_COUNT: _("It has another number of questions than the English text."),
        Why.RIGHT_ANSWER: _("It marks another option as right than the English text."),
        Why.NO_RIGHT_ANSWER: _("No answer is marked as right."),
        Why.NO_WRONG_ANSWER: _("No answer is marked as wrong."),
        Why.FEW_OPTIONS: _("It has fewer than two options."),
        Why.TWICE: _("It is there twice."),
        Why.PART_MARKS: _("It gives part of the marks for part of the answer, which is not done here."),
        Why.SCORING: _("Its answers are marked in a way that is not known here."),
        Why.PICTURE: _("It cannot be answered without its picture, formula or film."),
        Why.SPLIT: _("It became one question for each of its lines."),
        Why.RANDOM: _("Its drawing by chance was not taken over: all its questions form the pool."),
        Why.UNMARKED: _("The file does not say how it is marked: the right answer that it names decides."),
        Why.FEEDBACK: _("Its remarks on single answers are left out."),
        Why.OUTSIDE: _("It stays on another server: a link leads there."),
        Why.HIDDEN: _("It was hidden from learners."),
        Why.COMPUTED: _("A program works out its numbers or its answer."),
        Why.NOT_PLAYABLE: _("It cannot be played: a library that it needs is missing or broken."),
        Why.BLOCKED: _("It lies on another server, which is not asked while somebody learns."),
        Why.CASE: _("Capital and small letters count the same here."),
        Why.UNITS: _("Its units are not asked for: the number alone is marked."),
        Why.EXTRAS: _("Its hints, templates and limits of length are left out."),
        Why.EVEN: _("Its parts are worth more or less than each other in the file; here each counts the same."),
        Why.MINUS: _("It takes marks off for wrong answers, which is set for a whole test here."),
        Why.RUBRIC: _("The file does not say how it is marked: there is one line of points for the answer as a whole."),
        Why.BY_PERSON: _("A person marks it here, by what the file looks for."),
        Why.NO_ALT: _("It has no description for those who do not see it. Write one before the course is published."),
        Why.NO_PICTURE: _("It is no picture that can be shown here, or too large; its description stays."),
        Why.MANY_PICTURES: _("A course brings at most 1,000 pictures; of this one the description stays."),
        Why.NO_TOOL: _(
            "Its learning tool is not registered here. Register it, then enter the link in the next version."
        ),
        Why.NOT_TAKEN: _("It is no part of the file: whoever brings the course enters it again."),
    }[why]


def course_fault_in_words(fault: CourseFault) -> str:
    text = why_in_words(fault.why)
    return f"{text} ({fault.detail})" if fault.detail else text
