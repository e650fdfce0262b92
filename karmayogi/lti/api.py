"""What other packages may call of LTI: nothing yet. It fills slots of learning and portal and announces events."""
