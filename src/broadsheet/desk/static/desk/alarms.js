// Brings an agency's cancellation, breaking news that waits, and new notices onto pages that stand open. Reloads nothing.
const EVERY = 10000;
const place = document.querySelector("[data-desk-alarms-place]");
const parts = () => [...place.querySelectorAll("[data-desk-part]")];

async function look() {
  if (document.hidden) return;
  const words = new URLSearchParams({ from: location.pathname + location.search });
  for (const part of parts()) words.set(part.dataset.deskPart, part.dataset.shown);
  try {
    const answer = await fetch(`${place.dataset.deskAlarmsPlace}?${words}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.status === 200 && !answer.redirected) renew(await answer.text());
  } catch {
    // The desk is away; the next look tells.
  }
}

function renew(html) {
  const come = document.createElement("template");
  come.innerHTML = html;
  for (const part of parts()) {
    const anew = come.content.querySelector(`[data-desk-part="${part.dataset.deskPart}"]`);
    // A screen reader reads aloud what is put in: a part that says the same stays as it is.
    if (!anew || anew.dataset.shown === part.dataset.shown) continue;
    part.replaceChildren(...anew.childNodes);
    Object.assign(part.dataset, anew.dataset);
    if (part.dataset.deskPart === "notices") count(part);
  }
}

function count(part) {
  // The menu says how many are not seen: Wagtail draws it once, when the page is loaded.
  const unseen = Number(part.dataset.shown.split(".")[1]);
  const inMenu = document.querySelector(`a[href="${place.dataset.deskNotices}"]`);
  const texts = inMenu ? document.createTreeWalker(inMenu, NodeFilter.SHOW_TEXT) : null;
  while (texts?.nextNode()) {
    const text = texts.currentNode;
    if (/^Notices( \(\d+\))?$/.test(text.data)) text.data = unseen ? `Notices (${unseen})` : "Notices";
  }
}

if (place?.querySelector("[data-desk-part]")) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  place.addEventListener("click", (event) => {
    if (!event.target.closest("[data-desk-told-close]")) return;
    const part = event.target.closest("[data-desk-part]");
    part.dataset.shown = `${part.dataset.newest}.${part.dataset.shown.split(".")[1]}`;
    part.replaceChildren();
  });
}
