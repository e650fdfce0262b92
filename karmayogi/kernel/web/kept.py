"""What many are shown alike is made once: by the first who asks, while the others wait for it.

Nothing is thrown away by time: the key holds all that the thing is made of, the moment of its figures with it.
"""

import collections
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future


class Kept[Thing]:
    """The last `most` of them. Each process has its own."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.things: collections.OrderedDict[Hashable, Future[Thing]] = collections.OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """make: asked by one alone. What it raises everybody gets who waited for it, and nobody after them."""
        with self.lock:
            found = self.things.get(key)
            if found is not None:
                self.things.move_to_end(key)
            else:
                promised = self.things[key] = Future()
                while len(self.things) > self.most:
                    self.things.popitem(last=False)
        if found is not None:
            return found.result()
        try:
            promised.set_result(make())
        except BaseException as error:
            with self.lock:
                if self.things.get(key) is promised:
                    del self.things[key]
            promised.set_exception(error)
            raise
        return promised.result()
