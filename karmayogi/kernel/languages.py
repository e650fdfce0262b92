"""Languages in which courses and questions may be written: English and those of the Eighth Schedule.

The languages of pages and letters are fewer (settings.LANGUAGES). Each is given by its own name: who reads it knows it.
"""

NAMES = {
    "en": "English",
    "hi": "हिन्दी",
    "ur": "اردو",
    "as": "অসমীয়া",
    "bn": "বাংলা",
    "brx": "बड़ो",
    "doi": "डोगरी",
    "gu": "ગુજરાતી",
    "kn": "ಕನ್ನಡ",
    "kok": "कोंकणी",
    "ks": "کٲشُر",
    "mai": "मैथिली",
    "ml": "മലയാളം",
    "mni": "ꯃꯩꯇꯩꯂꯣꯟ",
    "mr": "मराठी",
    "ne": "नेपाली",
    "or": "ଓଡ଼ିଆ",
    "pa": "ਪੰਜਾਬੀ",
    "sa": "संस्कृतम्",
    "sat": "ᱥᱟᱱᱛᱟᱲᱤ",
    "sd": "سنڌي",
    "ta": "தமிழ்",
    "te": "తెలుగు",
}
RIGHT_TO_LEFT = frozenset({"ks", "sd", "ur"})

# ISO 639-2 codes, as files made elsewhere name languages.
_LONG = {
    "eng": "en", "hin": "hi", "urd": "ur", "asm": "as", "ben": "bn", "dgo": "doi", "guj": "gu", "kan": "kn",
    "kas": "ks", "mal": "ml", "mar": "mr", "nep": "ne", "ori": "or", "ory": "or", "pan": "pa", "san": "sa",
    "snd": "sd", "tam": "ta", "tel": "te",
}  # fmt: skip


def code_of(name: str) -> str:
    """The code of a language as others write it ("hin", "en-IN", "bn"); "" for one that is not known here."""
    first = name.strip().lower().replace("_", "-").split("-")[0]
    code = _LONG.get(first, first)
    return code if code in NAMES else ""


def direction(code: str) -> str:
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"
