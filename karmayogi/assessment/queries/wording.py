"""Pieces of statements that bring a question in the reader's language, English where it is not written in it, and the
course of a test with its titles.

Those of a question expect a row with item_id as `i`, its item as `q`, and the parameter `language`; that of a test its
paper as `p`.
"""

# te: in English, tl: in the reader's language.
WORDED = """
join assessment_itemtext te on te.item_id = i.item_id and te.language = 'en'
left join assessment_itemtext tl on tl.item_id = i.item_id and tl.language = %(language)s
"""
TEXT = "coalesce(tl.text, te.text)"
TEXT_LANGUAGE = "case when tl.text is null then 'en' else tl.language end"

# A row for each option, `o`; one row for a question without any.
OPTIONED = """
left join assessment_option o on o.item_id = i.item_id
left join assessment_optiontext oe on oe.option_id = o.id and oe.language = 'en'
left join assessment_optiontext ol on ol.option_id = o.id and ol.language = %(language)s
"""
OPTION = "coalesce(ol.text, oe.text), case when ol.text is null then 'en' else ol.language end"

# The part, the version and the course of a test, with its texts in every language.
TITLED = """
join learning_part part on part.id = p.part_id
join learning_courseversion v on v.id = part.version_id
join learning_course c on c.id = v.course_id
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext th on th.version_id = v.id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = v.id and tu.language = 'ur'
"""
TITLES = "te.title, coalesce(th.title, ''), coalesce(tu.title, '')"
