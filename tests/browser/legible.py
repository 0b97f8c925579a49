"""Finds text on a page that can't be read: cut off by its box, laid over other text, or outside of the screen."""

from __future__ import annotations

from playwright.sync_api import Page

_FIND = """
() => {
  const bad = [], boxes = [], wide = document.documentElement.clientWidth;
  const styles = new Map();
  const style = (e) => styles.get(e) ?? styles.set(e, getComputedStyle(e)).get(e);
  function* ancestors(e) { for (; e; e = e.parentElement) yield e }
  const hidden = (e) => {
    if (!e.checkVisibility({ visibilityProperty: true })) return true;
    return [...ancestors(e)].map(style).some((s) => +s.opacity === 0 || s.clipPath !== "none");
  };
  const scrolls = (e) => [...ancestors(e)].some((a) => /auto|scroll/.test(style(a).overflowX));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const e = node.parentElement, said = node.data.trim().slice(0, 40);
    if (!said || hidden(e) || e.closest("noscript, script, .skip")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const loose = !scrolls(e);
    const clamp = [...ancestors(e)].find((a) => style(a).webkitLineClamp !== "none");
    for (const r of range.getClientRects()) {
      if (r.width < 1 || (clamp && (r.top + r.bottom) / 2 > clamp.getBoundingClientRect().bottom)) continue;
      if (loose && (r.left < -1 || r.right > wide + 1)) bad.push(`outside: ${said}`);
      boxes.push({ r, e, said, loose });
    }
    for (const box of ancestors(e)) {
      if (box === document.body) break;
      const s = style(box);
      if (s.webkitLineClamp === "none" && s.overflowY === "hidden" && box.scrollHeight > box.clientHeight + 2)
        bad.push(`cut off: ${said}`);
      if (s.overflowX === "hidden" && box.scrollWidth > box.clientWidth + 2) bad.push(`cut off: ${said}`);
    }
  }
  for (let i = 0; i < boxes.length; i++)
    for (let j = i + 1; j < boxes.length; j++) {
      const a = boxes[i], b = boxes[j];
      if (a.e === b.e || !a.loose || !b.loose) continue;
      // A line's box is higher than its letters, by a third: that air may be shared.
      const over = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
      const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
      if (over > 2 && high > Math.max(a.r.height, b.r.height) / 3) bad.push(`over each other: ${a.said} / ${b.said}`);
    }
  if (document.documentElement.scrollWidth > wide) bad.push("the page scrolls sideways");
  return [...new Set(bad)];
}
"""


def complaints(page: Page) -> list[str]:
    """In words, empty for a page that can be read; what scrolls by itself (a table, the sections) may be wider."""
    found: list[str] = page.evaluate(_FIND)
    return found
