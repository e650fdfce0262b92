"""One question of each kind without options, with right and wrong answers to it."""

MATCH = {
    "key": "k-match",
    "kind": "match",
    "difficulty": 2,
    "competency": "FUN-095",
    "text": {"en": "Who decides what?", "hi": "कौन क्या तय करता है?"},
    "body": {
        "lines": [{"key": "l1", "text": {"en": "Leave", "hi": "छुट्टी"}}, {"key": "l2", "text": {"en": "Tour"}}],
        "columns": [
            {"key": "secretkey1", "text": {"en": "Head of office"}},
            {"key": "secretkey2", "text": {"en": "Ministry", "ur": "وزارت"}},
            {"key": "secretkey3", "text": {"en": "Nobody"}},
        ],
        "pairs": {"l1": "secretkey1", "l2": "secretkey2"},
    },
}
ORDER = {
    "key": "k-order",
    "kind": "order",
    "difficulty": 2,
    "text": {"en": "In which order?"},
    "body": {
        "lines": [
            {"key": "secretkey1", "text": {"en": "Receipt"}},
            {"key": "secretkey2", "text": {"en": "Note"}},
            {"key": "secretkey3", "text": {"en": "Order"}},
        ]
    },
}
BLANK = {
    "key": "k-blank",
    "kind": "blank",
    "difficulty": 2,
    "text": {"en": "The Act of ____ binds ____.", "hi": "____ का अधिनियम ____ पर लागू है।"},
    "body": {"gaps": [["secret2005"], ["secret officers", "गुप्त अधिकारी"]]},
}
NUMERIC = {
    "key": "k-numeric",
    "kind": "numeric",
    "difficulty": 2,
    "text": {"en": "How many rupees?"},
    "body": {"value": "123456.5", "tolerance": "0.5"},
}
CASE = {
    "key": "k-case",
    "kind": "case",
    "difficulty": 3,
    "text": {"en": "A file reaches you on a Friday."},
    "body": {
        "parts": [
            {
                "kind": "multiple",
                "text": {"en": "What do you do?", "ur": "آپ کیا کریں گے؟"},
                "options": [
                    {"key": "secretkey1", "correct": True, "text": {"en": "Diarise it"}},
                    {"key": "secretkey2", "correct": True, "text": {"en": "Read it"}},
                    {"key": "secretkey3", "correct": False, "text": {"en": "Leave it"}},
                ],
            },
            {"kind": "numeric", "text": {"en": "Within how many days?"}, "body": {"value": "98765"}},
            {"kind": "order", "text": {"en": "In which order?"}, "body": ORDER["body"]},
            {"kind": "blank", "text": {"en": "Under rule ____"}, "body": {"gaps": [["secret9"]]}},
        ]
    },
}
SHORT = {
    "key": "k-short",
    "kind": "short",
    "difficulty": 3,
    "text": {"en": "Write a note."},
    "body": {
        "rubric": [
            {"key": "facts", "points": 3, "text": {"en": "Says the facts"}},
            {"key": "tone", "points": 2, "text": {"en": "Is courteous"}},
        ]
    },
}
WEIGHTED = {
    "key": "k-weighted",
    "kind": "weighted",
    "difficulty": 2,
    "text": {"en": "What is best?"},
    "options": [
        {"key": "a", "weight": "4", "text": {"en": "Best"}},
        {"key": "b", "weight": 1, "text": {"en": "Not bad"}},
        {"key": "c", "weight": 0, "text": {"en": "Wrong"}},
    ],
}
ALL = [MATCH, ORDER, BLANK, NUMERIC, CASE, SHORT, WEIGHTED]
RIGHT = {
    "k-match": ["secretkey1", "secretkey2"],
    "k-order": ["1", "2", "3"],
    "k-blank": ["Secret2005", " SECRET   officers "],
    "k-numeric": ["1,23,456"],
    "k-case": ['["secretkey2", "secretkey1"]', '["98765.0"]', '["1", "2", "3"]', '["SECRET9"]'],
    "k-weighted": ["a"],
}
# What no page and no answer of the API may hold before submission.
SECRETS = ("secret", "98765", "123456", "Says the facts")
