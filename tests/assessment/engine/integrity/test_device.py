from karmayogi.assessment.engine.integrity.device import device_mark


def test_the_same_device_at_the_same_test_and_nothing_else_is_the_same():
    mark = device_mark(b"key", 1, "10.0.0.1", "Firefox on Linux")
    assert mark == device_mark(b"key", 1, "10.0.0.1", "Firefox on Linux")
    others = [
        device_mark(b"key", 2, "10.0.0.1", "Firefox on Linux"),
        device_mark(b"key", 1, "10.0.0.2", "Firefox on Linux"),
        device_mark(b"key", 1, "10.0.0.1", "Chrome on Linux"),
        device_mark(b"other", 1, "10.0.0.1", "Firefox on Linux"),
    ]
    assert len({mark, *others}) == 5
    assert "10.0.0.1" not in mark


def test_of_an_unknown_device_nothing_is_kept():
    assert device_mark(b"key", 1, "", "Firefox") == device_mark(b"key", 1, "10.0.0.1", "") == ""
