"""Settings: Django's settings, made from one paper.toml; composes the rooms and is imported by nobody."""
