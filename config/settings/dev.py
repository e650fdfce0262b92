"""One machine, over plain http on the loopback address."""

from config.settings.base import *  # noqa: F403

SESSION_COOKIE_SECURE = False
