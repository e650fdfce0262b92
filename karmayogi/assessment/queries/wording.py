"""Pieces of statements that bring a question in the reader's language, English where it is not written in it.

They expect a row with item_id as `i`, its item as `q`, and the parameter `language`.
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
