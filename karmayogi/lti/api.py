"""What other packages may call of LTI: which addresses of other systems may be entered. Else it fills slots of learning
and portal and announces events."""

from karmayogi.lti.engine.addresses import acceptable as acceptable_address

__all__ = ["acceptable_address"]
