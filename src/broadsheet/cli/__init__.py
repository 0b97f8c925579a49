"""The command line: one file a group of commands; composes the rooms and is imported by nobody."""
