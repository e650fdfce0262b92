"""How heavy the pictures of a test may be that a phone takes along locked; descriptions stand for the others."""

EACH = 120_000  # bytes of a picture: heavier ones wait behind a lid on the pages too
TOGETHER = 800_000  # letters of what holds those of one test: a third more than their bytes
