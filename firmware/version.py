"""Which version this firmware is: three numbers, of which no handheld goes back to a lower one over the link."""

SOFTWARE_VERSION = "0.1.0"
