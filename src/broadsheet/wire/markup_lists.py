"""Writes the items of a list, and of the lists inside of its items, as lists that Wagtail's editor has too.

<ul><li>Fish<ol><li>Carp</li><li>Eel</li></ol></li></ul>
"""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_LEVELS = 5
"""As deep as the editor's own lists go; what stands deeper becomes an item of the deepest."""


@dataclass(slots=True)
class Lists:
    """The lists that are open in what was written: kind, and how deep each stood in the source."""

    open: list[tuple[str, int]] = field(default_factory=list)

    def item(self, kind: str, depth: int, words: str) -> str:
        """An item with the HTML `words` of a list `kind` ("ul", "ol") at that depth, 1 for one that stands in no other.

        What comes back closes whatever ended before it, and leaves the item itself open for a list inside of it.
        """
        closed = self._close_beyond(depth)
        if self.open and self.open[-1][1] == depth and self.open[-1][0] != kind:
            closed += self._close()
        if self.open and (self.open[-1][1] == depth or len(self.open) == MOST_LEVELS):
            return f"{closed}</li><li>{words}"
        self.open.append((kind, depth))
        return f"{closed}<{kind}><li>{words}"

    def end(self) -> str:
        """Closes all that is open; empty where nothing is."""
        return self._close_beyond(0)

    def _close_beyond(self, depth: int) -> str:
        closed = []
        while self.open and self.open[-1][1] > depth:
            if depth and (len(self.open) == 1 or self.open[-2][1] < depth):
                # Nothing stands between: it goes on in the same list, as it would be read the next time.
                self.open[-1] = (self.open[-1][0], depth)
            else:
                closed.append(self._close())
        return "".join(closed)

    def _close(self) -> str:
        kind, _ = self.open.pop()
        return f"</li></{kind}>"
