// Makes the wire desk's list live: new rows without a reload, keys, and acts that leave the reader where they are.
// Without it every act is a link or a button of a form, and the list is as old as the page.
const EVERY = 4000;
const WHOLE_EVERY = 60000;
const KEYS_OFF = "desk-inbox-keys-off";
const html = document.createElement("template");
const stamps = new WeakMap();
let wholeAt = Date.now();
let busy = false;
let again = false;
let lastAct = null;

const list = () => document.querySelector("[data-desk-inbox]");
const body = () => document.querySelector("[data-desk-rows]");
const rows = () => [...document.querySelectorAll("[data-desk-rows] > tr")];
const headline = (row) => row?.querySelector(".desk-headline > a");
const current = () => document.activeElement?.closest?.("[data-desk-rows] > tr");

function parsed(text) {
  html.innerHTML = `<table><tbody>${text}</tbody></table>`;
  return [...html.content.querySelectorAll("tr")];
}

function say(words) {
  const place = document.querySelector("[data-desk-news]");
  if (place) place.textContent = words;
}

// What scrolls the list: Wagtail's main part, or the window.
function scroller() {
  for (let place = list().parentElement; place; place = place.parentElement) {
    if (place.scrollHeight > place.clientHeight && /auto|scroll/.test(getComputedStyle(place).overflowY)) return place;
  }
  return document.scrollingElement;
}

// Keeps what the reader looks at where it is while rows come and go above it.
function still(change) {
  const place = scroller();
  const seen = current() ?? (place.scrollTop > 0 ? rows().find((row) => row.getBoundingClientRect().top >= 0) : undefined);
  const item = seen?.dataset.item;
  const before = seen?.getBoundingClientRect().top;
  change();
  const after = item && rows().find((row) => row.dataset.item === item);
  if (after) (place.isConnected ? scroller() : place).scrollBy({ top: after.getBoundingClientRect().top - before, behavior: "instant" });
}

function merge(text) {
  const fresh = parsed(text);
  const present = new Map(rows().filter((row) => !row.dataset.inner).map((row) => [row.dataset.item, row]));
  const wanted = new Set(fresh.map((row) => row.dataset.item));
  const place = body();
  const newest = [];
  still(() => {
    const focused = current();
    for (const [item, row] of present) {
      // The row in hand stays, also where the filters no longer show it.
      if (!wanted.has(item) && row !== focused) {
        closeGroup(row);
        row.remove();
      }
    }
    let before = null;
    for (const row of fresh) {
      const old = present.get(row.dataset.item);
      if (!old) newest.push(row);
      const stamp = row.outerHTML;
      if (old && stamps.get(old) === stamp && old === (before ? before.nextElementSibling : place.firstElementChild)) {
        before = lastOf(old);
        continue;
      }
      stamps.set(row, stamp);
      const from = old?.contains(document.activeElement) ? [...old.querySelectorAll("a, button")].indexOf(document.activeElement) : -1;
      if (old) closeGroup(old);
      old?.remove();
      place.insertBefore(row, before ? before.nextSibling : place.firstChild);
      if (from >= 0) (row.querySelectorAll("a, button")[from] ?? headline(row)).focus({ preventScroll: true });
      before = row;
    }
  });
  for (const row of newest) row.classList.add("desk-row-fresh");
  return newest.length;
}

async function look(whole = false) {
  const shown = list();
  if (busy) {
    again ||= whole;
    return;
  }
  if (!shown || (document.hidden && !whole)) return;
  busy = true;
  whole ||= Date.now() - wholeAt > WHOLE_EVERY;
  const asked = location.search;
  const words = new URLSearchParams(asked);
  if (!whole) words.set("since", shown.dataset.change);
  try {
    const answer = await fetch(`${shown.dataset.live}?${words}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.status !== 200 || answer.redirected) return;
    const told = await answer.json();
    if (whole) wholeAt = Date.now();
    // Wagtail may have put another list in the place of the one that was asked about.
    if (list() !== shown || location.search !== asked) return;
    shown.dataset.change = told.change;
    if (shown.dataset.page !== "1") return say("The list has changed; its first page shows what is new.");
    if (!body()) return told.rows.trim() && location.reload();
    const count = merge(told.rows);
    if (count) say(count === 1 ? "1 new item." : `${count} new items.`);
  } catch {
    // The desk is away; the next look tells.
  } finally {
    busy = false;
    if (again) {
      again = false;
      look(true);
    }
  }
}

function lastOf(row) {
  let last = row;
  while (last.nextElementSibling?.dataset.inner && row.querySelector("[aria-expanded=true]")) last = last.nextElementSibling;
  return last;
}

function closeGroup(row) {
  const link = row.querySelector("[data-desk-group]");
  if (link?.getAttribute("aria-expanded") !== "true") return;
  while (row.nextElementSibling?.dataset.inner === link.dataset.deskGroup) row.nextElementSibling.remove();
  link.setAttribute("aria-expanded", "false");
}

async function toggleGroup(row) {
  const link = row?.querySelector("[data-desk-group]");
  if (!link) return;
  if (link.getAttribute("aria-expanded") === "true") return closeGroup(row);
  const answer = await fetch(`${list().dataset.group}${link.dataset.deskGroup}/?but=${row.dataset.item}`);
  if (!answer.ok || link.getAttribute("aria-expanded") === "true") return;
  link.setAttribute("aria-expanded", "true");
  row.after(...parsed(await answer.text()));
}

async function act(button) {
  const row = button.closest("tr");
  const words = new FormData(document.getElementById("desk-inbox-acts"));
  words.set(button.name, button.value);
  const answer = await fetch(button.formAction, { method: "POST", body: words, headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return say("That was not done: the desk refused it. Load the page again.");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const names = { seen: "Seen", declined: "Not for us", new: "New again" };
  say(`${names[button.value]}: ${headline(row).textContent}${button.value === "new" ? "" : " (u takes it back)"}`);
  lastAct = button.value === "new" ? null : { action: button.formAction, name: headline(row).textContent };
  // Else the row in hand would keep its place in a list that no longer shows it.
  headline(next)?.focus({ preventScroll: true });
  if (row.dataset.inner) row.className = `desk-row-${button.value} desk-row-inner`;
  await look(true);
}

async function undo() {
  if (!lastAct) return;
  const { action, name } = lastAct;
  const words = new FormData(document.getElementById("desk-inbox-acts"));
  words.set("state", "new");
  const answer = await fetch(action, { method: "POST", body: words, headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return say("That was not done: the desk refused it. Load the page again.");
  lastAct = null;
  await look(true);
  say(`New again: ${name}`);
}

function makeStory(row) {
  const link = row?.querySelector("[data-desk-make]");
  const dialog = document.getElementById("desk-make-story");
  if (!link || !dialog) return;
  dialog.querySelector("form").action = link.dataset.deskMake;
  dialog.querySelector("[data-desk-headline]").textContent = headline(row).textContent;
  const select = dialog.querySelector("select");
  if ([...select.options].some((option) => option.value === row.dataset.section)) select.value = row.dataset.section;
  dialog.showModal();
  select.focus();
}

function go(step) {
  const all = rows();
  const place = all.indexOf(current());
  const next = all[place < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(place + step, 0), all.length - 1)];
  headline(next)?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

const press = (value) => current()?.querySelector(`button[name=state][value=${value}]`)?.click();
const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  o: () => headline(current())?.click(),
  g: () => toggleGroup(current()),
  m: () => makeStory(current()),
  s: () => press("seen"),
  x: () => press("declined"),
  u: () => undo(),
  "/": () => document.querySelector("input[name=q]")?.focus(),
  "?": () => setKeys(true),
};

function setKeys(on) {
  if (on) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "1");
  showKeys();
}

function showKeys() {
  const place = document.querySelector("[data-desk-keys]");
  if (!place) return;
  const on = !localStorage.getItem(KEYS_OFF);
  place.hidden = false;
  place.querySelector("span").hidden = !on;
  place.querySelector("button").setAttribute("aria-pressed", String(on));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !list()) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog, [role=dialog]")) return;
  if (localStorage.getItem(KEYS_OFF) && event.key !== "?") return;
  const doIt = KEYS[event.key];
  if (!doIt) return;
  event.preventDefault();
  doIt();
});

document.addEventListener("click", (event) => {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.shiftKey || !target.closest) return;
  const button = target.closest("[data-desk-rows] button[name=state]");
  const group = target.closest("[data-desk-group]");
  const make = target.closest("[data-desk-make]");
  if (button) act(button);
  else if (group) toggleGroup(group.closest("tr"));
  else if (make) makeStory(make.closest("tr"));
  else if (target.closest("[data-desk-close]")) target.closest("dialog").close();
  else if (target.closest("[data-desk-keys-switch]")) setKeys(target.closest("button").getAttribute("aria-pressed") !== "true");
  else return;
  event.preventDefault();
});

function stampAll() {
  // What the server sent, with white space between rows left out as in the rows that are asked for.
  for (const row of rows()) stamps.set(row, row.outerHTML);
}

// Wagtail swaps the results when a filter changes: the new ones have no keys shown yet.
new MutationObserver(() => {
  showKeys();
  stampAll();
}).observe(document.getElementById("listing-results"), { childList: true });
stampAll();
showKeys();
setInterval(() => look(), EVERY);
document.addEventListener("visibilitychange", () => look());
