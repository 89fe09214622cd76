"""What the pages say in other languages: gettext catalogues, and how a new one is made (`extract`)."""
