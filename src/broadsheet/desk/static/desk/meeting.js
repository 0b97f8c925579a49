// Says in the editor that somebody else has saved the story, leads to both drafts side by side, and tells who is where.
const notices = document.querySelector("[data-desk-drafts]");
const form = document.querySelector("#page-edit-form");
const conflict = notices.querySelector("[data-desk-conflict]");
const others = notices.querySelector("[data-desk-others]");
const tab = Math.random().toString(36).slice(2);
const AGAIN_MS = 10_000;
const SOON_MS = 1_500;
let place = "";
let waiting = 0;

function met() {
  conflict.hidden = false;
  const dialog = document.querySelector("#subtitle-w-save-confirmation-dialog");
  const words = conflict.dataset.dialog;
  if (!dialog || dialog.dataset.deskTold) return;
  // Wagtail's own words say that saving would overwrite; here it does not.
  dialog.dataset.deskTold = "yes";
  const tell = () => {
    if (dialog.textContent !== words) dialog.textContent = words;
  };
  new MutationObserver(tell).observe(dialog, { childList: true, subtree: true, characterData: true });
  tell();
}

document.addEventListener("w-autosave:error", (event) => {
  if (event.detail.type === "invalid_revision") met();
});
document.addEventListener("w-swap:json", (event) => {
  if (event.detail?.data?.other_sessions?.some((session) => session.revision_id)) met();
});
conflict.querySelector("button").addEventListener("click", () => form.requestSubmit());

function placeOf(element) {
  const block = element.closest("[data-streamfield-child]");
  const panel = element.closest("[data-panel]");
  const label = panel?.querySelector("[data-panel-heading-text]")?.textContent?.trim() ?? "";
  const blocks = block ? [...form.querySelectorAll("[data-streamfield-child]")] : [];
  const number = blocks.indexOf(block) + 1;
  return (number > 0 ? `Body, block ${number}` : label).replace(/\s+/g, " ").slice(0, 80);
}

function here() {
  const story = /\/pages\/(\d+)\/edit\//.exec(form.action)?.[1];
  return story && notices.dataset.here.replace("/0/", `/${story}/`);
}

function words(more) {
  return new URLSearchParams({ tab, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, ...more });
}

async function tell() {
  clearTimeout(waiting);
  waiting = setTimeout(tell, AGAIN_MS);
  if (document.visibilityState === "hidden" || !here()) return;
  try {
    const answer = await fetch(here(), { method: "POST", body: words({ place }) });
    if (!answer.ok) return;
    const found = (await answer.json()).others;
    others.textContent = found.map((one) => `${one.who}: ${one.place || "is reading"}`).join(" · ");
    others.hidden = found.length === 0;
  } catch {
    // No network: what is written lies in this browser meanwhile, and the next turn asks again.
    others.hidden = true;
  }
}

addEventListener("pagehide", () => {
  if (here()) navigator.sendBeacon(here(), words({ gone: "yes" }));
});
form.addEventListener("focusin", (event) => {
  const now = placeOf(event.target);
  if (!now || now === place) return;
  place = now;
  clearTimeout(waiting);
  waiting = setTimeout(tell, SOON_MS);
});
tell();
