"""What lies on this laptop's disk lies there in boxes, under a key that a passphrase can guard."""
