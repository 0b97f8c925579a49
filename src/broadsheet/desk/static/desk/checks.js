// Reads what is being written against the house style, and marks in the text what is remarked.
const place = document.querySelector("[data-desk-checks]");
const list = place.querySelector("[data-desk-checks-list]");
const form = document.querySelector("[data-edit-form], #page-edit-form");
const PAUSE_MS = 1200;
let waiting = 0;
let last = "";

function texts() {
  return [...form.querySelectorAll("[contenteditable=true]")];
}

function paragraphs() {
  return texts().flatMap((text) => {
    const blocks = [...text.querySelectorAll("[data-block]")].filter((block) => !block.querySelector("[data-block]"));
    return (blocks.length ? blocks : [text]).map((block) => block.textContent.trim()).filter(Boolean);
  });
}

function mark() {
  if (!CSS.highlights) return;
  const ranges = [];
  const wanted = [...list.querySelectorAll("[data-words]")].map((one) => one.dataset.words.toLowerCase()).filter(Boolean);
  for (const text of texts()) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.data.toLowerCase();
      for (const term of wanted) {
        for (let at = words.indexOf(term); at >= 0; at = words.indexOf(term, at + term.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, Math.min(at + term.length, node.length));
          ranges.push(range);
        }
      }
    }
  }
  CSS.highlights.set("desk-remark", new Highlight(...ranges));
}

async function look() {
  const words = JSON.stringify({
    headline: form.querySelector("[name=title]")?.value ?? "",
    standfirst: form.querySelector("[name=standfirst]")?.value ?? "",
    prominence: form.querySelector("[name=prominence]")?.value ?? "",
    paragraphs: paragraphs(),
  });
  if (words === last) return mark();
  last = words;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(place.dataset.deskChecks, { method: "POST", body: words, headers: { "X-CSRFToken": token } });
  if (answer.ok) list.innerHTML = await answer.text();
  mark();
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE_MS);
});
// The paragraphs' editors come up after the page.
setTimeout(mark, PAUSE_MS);
