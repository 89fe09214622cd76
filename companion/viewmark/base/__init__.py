"""At base: registers and laptops find each other on the local network (DNS-SD, RFC 6763). A hint, never trust."""
