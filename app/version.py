"""The version, by itself: whoever asks for it must not load the application."""

VERSION = "0.1.0"
