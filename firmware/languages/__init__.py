"""What the screens say in other languages, a catalogue a file."""
