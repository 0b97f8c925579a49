// Posts with Ctrl and Enter, once, and brings what colleagues post into the list; the page does all else without this.
const EVERY = 4_000;
const form = document.querySelector("[data-desk-live-form]");
const list = document.querySelector("[data-desk-live]");

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
form?.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// Back from a page that was left, as after a lost answer: it may be sent again, and is known by its token.
addEventListener("pageshow", () => delete form?.dataset.sent);

async function look() {
  // Whoever is about to press a button there must not lose it.
  if (document.hidden || list.contains(document.activeElement) || list.matches(":hover")) return;
  try {
    const answer = await fetch(list.dataset.deskLive, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.status === 200 && !answer.redirected) list.innerHTML = await answer.text();
  } catch {
    // The desk is away; the next look tells.
  }
}

if (list?.dataset.deskLive) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
