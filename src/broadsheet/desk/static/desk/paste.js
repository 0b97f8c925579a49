// Cleans what is pasted from Word, Google Docs, LibreOffice or a page of the web, before the editor sees it.
//
// In a paragraphs' editor: paragraphs, headings, lists, bold, italic, raised, lowered and links stay; the editor itself drops
// what the block does not allow. In a plain field: words. What can't come along is told below them.
// stories/clean_copy.py cleans letters in the same way when the story is saved.
const FRAGMENT = "data-draftjs-conductor-fragment";
const NEVER = new Set("\u00ad\u2060\ufeff\ufffc\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");
const BETWEEN = new Set("\u200b\u200c\u200d");
const JOINED = /[\u0600-\u1dff\u1f00-\u1fff\u2190-\u2bff\u2c80-\ud7ff\ufe0f\u{10000}-\u{10ffff}]/u;
const CONTROL = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/;
const SPACE = /[\s\x85]/;
const SKIPPED = new Set("head style script title meta link xml template svg object iframe noscript button select".split(" "));
const BLOCKS = new Set(
  "address article aside blockquote body center dd div dl dt figure figcaption footer form header html main p pre section".split(" "),
);
const HIDDEN = /mso-element:\s*comment|mso-list:\s*ignore|mso-hide:\s*all|display:\s*none|mso-comment-(?:reference|done)/i;
const NOTE = /^#(?:_ftn|_edn|sdfootnote|sdendnote|ftnt)/;
const NOTE_BACK = /^#(?:_ftnref|_ednref|sdfootnote\d+anc|sdendnote\d+anc|ftnt_ref)/;

export function asWords(text) {
  // The letters of `text` that stay: one space between words, none at the ends.
  return kept([...text].map((c) => ({ c }))).map((one) => one.c).join("");
}

function kept(letters) {
  const seen = letters.filter(({ c }, at) => {
    if (BETWEEN.has(c)) return JOINED.test(letters[at - 1]?.c ?? "") && JOINED.test(letters[at + 1]?.c ?? "");
    return !NEVER.has(c) && !CONTROL.test(c);
  });
  const found = [];
  for (const [at, letter] of seen.entries()) {
    const last = found.at(-1)?.c ?? "\n";
    if (letter.c === "\n" && letter.breaks) {
      while (found.length && SPACE.test(found.at(-1).c) && found.at(-1).c !== "\n") found.pop();
      if (found.length) found.push(letter);
    } else if (SPACE.test(letter.c)) {
      if (SPACE.test(last)) continue;
      const next = seen[at + 1]?.c ?? " ";
      const holds = /[\xa0\u202f]/.test(letter.c) && /\d/.test(last) && !SPACE.test(next);
      found.push(holds ? letter : { ...letter, c: " " });
    } else found.push(letter);
  }
  while (found.length && SPACE.test(found.at(-1).c)) found.pop();
  return found;
}

class Copy {
  // Blocks in the making, in the form of the editor's own content.
  constructor() {
    this.blocks = [];
    this.links = [];
    this.left = { tables: 0, pictures: 0, notes: 0, deleted: 0 };
    this.flat = 0;
    this.now = null;
  }

  open(type, depth = 0) {
    if (this.flat) return this.say(" ", {});
    this.close();
    this.now = { type, depth, letters: [] };
  }

  close() {
    if (this.flat) return this.say(" ", {});
    const { now } = this;
    this.now = null;
    if (!now) return;
    const letters = kept(now.letters);
    let start = 0;
    for (let at = 0; at <= letters.length; at += 1) {
      // Two breaks are the end of a paragraph.
      const ends = at === letters.length || (letters[at].c === "\n" && letters[at + 1]?.c === "\n");
      if (!ends) continue;
      const part = letters.slice(start, at).filter((one, place) => place || one.c !== "\n");
      if (part.length) this.blocks.push(this.block(now, part));
      start = at + 1;
    }
  }

  block({ type, depth }, letters) {
    const ranges = (wanted) => {
      const found = [];
      for (const [offset, letter] of letters.entries()) {
        for (const name of wanted(letter)) {
          const open = found.find((one) => one.name === name && one.offset + one.length === offset);
          if (open) open.length += 1;
          else found.push({ name, offset, length: 1 });
        }
      }
      return found;
    };
    const styles = ranges(({ marks }) => (type === "header-three" ? marks.filter((one) => one !== "BOLD") : marks));
    const links = ranges(({ link }) => (link === undefined ? [] : [link]));
    return {
      type,
      depth,
      text: letters.map(({ c }) => c).join(""),
      inlineStyleRanges: styles.map(({ name, offset, length }) => ({ style: name, offset, length })),
      entityRanges: links.map(({ name, offset, length }) => ({ key: name, offset, length })),
      data: {},
    };
  }

  say(text, { marks = [], link, breaks = false }) {
    if (!this.now) {
      if (!text.trim()) return;
      this.now = { type: "unstyled", depth: 0, letters: [] };
    }
    for (const c of text) this.now.letters.push({ c, marks, link, breaks });
  }

  read(node, around) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.say(child.data.replace(/[\t\n\r ]+/g, " "), around);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, around);
    }
  }

  element(element, around) {
    const tag = element.localName;
    const css = element.getAttribute("style") ?? "";
    if (tag === "img") this.left.pictures += 1;
    if (tag === "del") this.left.deleted += 1;
    if (/MsoCommentReference/.test(element.className) && !element.closest("[style*='comment-list']")) this.left.notes += 1;
    if (["img", "del"].includes(tag) || SKIPPED.has(tag) || HIDDEN.test(css) || /MsoCommentReference/.test(element.className)) return;
    if (tag === "br") return this.say("\n", { ...around, breaks: true });
    if (tag === "hr") return this.close();
    if (tag === "table") return this.table(element, around);
    const inside = this.within(element, css, around);
    if (tag === "a" && NOTE.test(element.getAttribute("href") ?? "")) return this.footnote(element, inside);
    const item = /mso-list:\s*\S+\s+level(\d)/i.exec(css);
    if (tag === "ul" || tag === "ol") this.read(element, { ...inside, list: tag, depth: (around.depth ?? -1) + 1 });
    else if (tag === "li") this.as(itemType(around.list ?? "ul"), around.depth ?? 0, element, { ...inside, item: true });
    else if (item && tag === "p") this.as(itemType(numbered(element) ? "ol" : "ul"), item[1] - 1, element, inside);
    else if (/^h[1-6]$/.test(tag) || /\bMsoTitle\b/.test(element.className)) this.as("header-three", 0, element, inside);
    else if (around.item && BLOCKS.has(tag)) {
      this.say("\n", { ...inside, breaks: true });
      this.read(element, inside);
    } else if (BLOCKS.has(tag)) this.as("unstyled", 0, element, inside);
    else this.read(element, inside);
  }

  as(type, depth, element, inside) {
    this.open(type, depth);
    this.read(element, inside);
    this.close();
  }

  within(element, css, around) {
    const weight = /(?:^|;)\s*font-weight:\s*(\w+)/i.exec(css)?.[1];
    const style = /(?:^|;)\s*font-style:\s*(\w+)/i.exec(css)?.[1];
    const height = /(?:^|;)\s*vertical-align:\s*(\w+)/i.exec(css)?.[1];
    const tag = element.localName;
    const marks = new Set(around.marks);
    const mark = (name, is, isNot) => {
      if (is && !isNot) marks.add(name);
      if (isNot) marks.delete(name);
    };
    mark("BOLD", tag === "b" || tag === "strong" || /bold|[6-9]00/.test(weight), /normal|^[1-5]00/.test(weight));
    mark("ITALIC", tag === "i" || tag === "em" || /italic|oblique/.test(style), /normal/.test(style));
    mark("SUPERSCRIPT", tag === "sup" || height === "super", false);
    mark("SUBSCRIPT", tag === "sub" || height === "sub", false);
    const address = tag === "a" ? target(element.getAttribute("href") ?? "") : "";
    const link = address ? this.links.push(address) - 1 : around.link;
    return { ...around, marks: [...marks], link };
  }

  footnote(anchor, { marks }) {
    const number = anchor.textContent.replace(/[[\]\s]/g, "");
    const back = NOTE_BACK.test(anchor.getAttribute("href"));
    this.say(back ? `${number} ` : number, { marks: back ? marks : [...new Set([...marks, "SUPERSCRIPT"])] });
  }

  table(table, around) {
    const rows = [...table.rows];
    if (rows.every((row) => row.cells.length < 2)) {
      // A frame around a text, no table.
      for (const row of rows) for (const cell of row.cells) this.as("unstyled", 0, cell, { ...around, item: false });
      return;
    }
    this.left.tables += this.flat ? 0 : 1;
    for (const row of rows) {
      this.open("unstyled");
      this.flat += 1;
      for (const [place, cell] of [...row.cells].entries()) {
        if (place) this.say(" | ", {});
        this.read(cell, { marks: around.marks });
      }
      this.flat -= 1;
      this.close();
    }
  }
}

function itemType(list) {
  return list === "ol" ? "ordered-list-item" : "unordered-list-item";
}

function numbered(paragraph) {
  const sign = [...paragraph.querySelectorAll("span")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("style") ?? ""));
  return /^\s*\(?(?:\d+|[a-z]{1,4}|[\u17e0-\u17e9]+)[.)]/i.test(sign?.textContent ?? "");
}

function target(href) {
  // Google leads each link by way of itself.
  const behind = /^https?:\/\/(?:www\.)?google\.[a-z.]+\/url\?/.test(href) ? new URL(href).searchParams.get("q") : "";
  const address = (behind || href).trim();
  return /^(?:https?:\/\/|mailto:)/i.test(address) ? address : "";
}

export function fromHtml(html) {
  // {content, left}: what the editor takes, and how much of what it can't.
  const copy = new Copy();
  copy.read(new DOMParser().parseFromString(html, "text/html").body, { marks: [] });
  copy.close();
  return content(copy);
}

export function fromText(text) {
  // A line is a paragraph.
  const copy = new Copy();
  for (const line of text.split(/[\n\r\u2028\u2029]+/)) {
    copy.open("unstyled");
    copy.say(line, {});
  }
  copy.close();
  return content(copy);
}

function content({ blocks, links, left }) {
  const entities = links.map((url, key) => [key, { type: "LINK", mutability: "MUTABLE", data: { url } }]);
  return { content: { blocks, entityMap: Object.fromEntries(entities) }, left };
}

function told({ tables, pictures, notes, deleted }, editor) {
  const place = document.querySelector("[data-desk-pasted]");
  if (!place) return;
  const says = [
    tables && "A table was pasted as lines: put its cells into a Table block.",
    pictures && "Pictures were not pasted: upload them, with their credit, and add them as Photo blocks.",
    notes && "Comments in the text were left out.",
    deleted && "Words that were struck out with changes tracked were left out.",
  ].filter(Boolean);
  place.textContent = says.join(" ");
  place.hidden = !says.length;
  // Below the words themselves: the head of the form may be out of sight.
  editor.closest("[data-field]")?.after(place);
}

function intoEditor(event, html, text) {
  if (html.includes(FRAGMENT)) return;
  const { content: pasted, left } = html ? fromHtml(html) : fromText(text);
  event.preventDefault();
  event.stopImmediatePropagation();
  told(left, event.target);
  if (!pasted.blocks.length) return;
  const carrier = document.createElement("div");
  carrier.setAttribute(FRAGMENT, JSON.stringify(pasted));
  const cleaned = new DataTransfer();
  cleaned.setData("text/html", carrier.outerHTML);
  cleaned.setData("text/plain", pasted.blocks.map((block) => block.text).join("\n"));
  event.target.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: cleaned, bubbles: true, cancelable: true, composed: true }),
  );
}

function intoField(event, field, text) {
  const cleaned = field.localName === "input" ? asWords(text) : text.split(/[\n\r]+/).map(asWords).filter(Boolean).join("\n");
  if (cleaned === text) return;
  event.preventDefault();
  document.execCommand("insertText", false, cleaned);
}

document.addEventListener(
  "paste",
  (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!html && !text) return;
    const field = event.target.closest?.("[data-edit-form] :is(input, textarea), #page-edit-form :is(input, textarea)");
    if (field) intoField(event, field, text);
    else if (event.target.closest?.(".Draftail-Editor")) intoEditor(event, html, text);
  },
  { capture: true },
);
