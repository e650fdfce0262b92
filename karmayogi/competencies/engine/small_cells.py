"""Which cells of one table of counts stay hidden, so that no small group can be read or subtracted out.

A cell of 1 to `least` - 1 people is hidden. The total of the column is shown, so when the hidden cells of a column
together hold fewer than `least` people, the next smallest shown cell is hidden with them. Source: the rule for
dashboards in the design of this product (at least ten people; complementary suppression).
"""

from collections.abc import Hashable, Mapping

LEAST = 10


def hidden_keys[K: Hashable](people: Mapping[K, int], least: int = LEAST) -> frozenset[K]:
    """people: key -> number of people in that cell of one column. The keys that must not be shown."""
    order = sorted((count, repr(key), key) for key, count in people.items() if count > 0)
    hidden = [item for item in order if item[0] < least]
    shown = order[len(hidden) :]
    while hidden and shown and sum(item[0] for item in hidden) < least:
        hidden.append(shown.pop(0))
    return frozenset(item[2] for item in hidden)
