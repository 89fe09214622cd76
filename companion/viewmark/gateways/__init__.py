"""How checks leave as messages to other systems: profiles map them, a mailbox keeps them, gateways carry them."""
