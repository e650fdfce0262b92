def deed(tag: str) -> str:
    return ""
