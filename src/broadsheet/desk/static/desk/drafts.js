// Keeps what is being written in this browser until the desk has confirmed it, and offers it when it was not.
//
// A draft lies under "desk-draft:PERSON:OPENING". While its page is open a lock of that name is held, where locks are.
const notices = document.querySelector("[data-desk-drafts]");
const form = document.querySelector("#page-edit-form, [data-edit-form]");
const person = (notices ?? document.querySelector("[data-desk-unsent]")).dataset.person;
const PREFIX = `desk-draft:${person}:`;
const KEPT_MS = 7 * 24 * 3600 * 1000;
const PAUSE_MS = 1000;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "next"]);
const own = PREFIX + Date.now().toString(36) + Math.random().toString(36).slice(2);
let sent = "";
let waiting = 0;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

async function left() {
  const held = (await navigator.locks?.query())?.held?.map((lock) => lock.name) ?? [];
  const found = [];
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX) && one !== own)) {
    const draft = read(key);
    if (!draft || Date.now() - draft.at > KEPT_MS) localStorage.removeItem(key);
    else if (!held.includes(key)) found.push([key, draft]);
  }
  return found.sort((one, other) => other[1].at - one[1].at);
}

function fields() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
}

function keep(changes = {}) {
  const draft = {
    at: Date.now(),
    action: new URL(form.action).pathname,
    headline: form.elements.title?.value || "A story without a headline",
    fields: fields(),
    ...changes,
  };
  try {
    localStorage.setItem(own, JSON.stringify(draft));
    notices.querySelector("[data-desk-no-room]").hidden = true;
  } catch {
    notices.querySelector("[data-desk-no-room]").hidden = false;
  }
}

function keepSoon() {
  if (waiting) return;
  waiting = setTimeout(() => {
    waiting = 0;
    keep();
  }, PAUSE_MS);
}

function loaded(name) {
  return form.elements[name];
}

function confirmed(data) {
  // A later save of this page begins from what autosave has just written.
  if (loaded("loaded_revision_id") && data.revision_id) {
    loaded("loaded_revision_id").value = data.revision_id;
    loaded("loaded_revision_created_at").value = data.revision_created_at;
  }
  const comparable = (entries) => JSON.stringify(entries.filter(([name]) => !name.startsWith("loaded_revision")));
  if (comparable(fields()) !== sent) return keepSoon();
  clearTimeout(waiting);
  waiting = 0;
  localStorage.removeItem(own);
}

function send(draft, key) {
  localStorage.setItem(key, JSON.stringify({ ...draft, submitted: true }));
  const again = document.createElement("form");
  again.method = "post";
  again.action = draft.action;
  again.hidden = true;
  const csrf = form.elements.csrfmiddlewaretoken.value;
  for (const [name, value] of [...draft.fields, ["csrfmiddlewaretoken", csrf]]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    again.append(field);
  }
  document.body.append(again);
  // What stands in this page now is the desk's own: nothing of it is lost by leaving.
  form.dispatchEvent(new Event("submit", { cancelable: false }));
  again.submit();
}

async function offer() {
  const here = new URL(form.action).pathname;
  const saved = { by: notices.dataset.lastBy, at: Date.parse(loaded("loaded_revision_created_at")?.value ?? "") };
  const skew = Date.parse(notices.dataset.now) - Date.now();
  for (const [key, draft] of await left()) {
    if (draft.action !== here) continue;
    const arrived = draft.submitted && saved.by === person && saved.at > draft.at + skew - 5000;
    if (arrived || form.dataset.wUnsavedForceValue === "true") {
      localStorage.removeItem(key);
      continue;
    }
    const place = notices.querySelector("[data-desk-left]");
    place.querySelector("time").textContent = new Date(draft.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    place.querySelector("[data-desk-left-send]").onclick = () => send(draft, key);
    place.querySelector("[data-desk-left-drop]").onclick = () => {
      localStorage.removeItem(key);
      place.hidden = true;
      offer();
    };
    place.hidden = false;
    return;
  }
}

async function list(place) {
  const found = await left();
  for (const [, draft] of found.filter(([, one]) => !one.submitted)) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = draft.action;
    link.textContent = draft.headline;
    line.append(link);
    place.querySelector("ul").append(line);
    place.hidden = false;
  }
}

if (form && notices) {
  navigator.locks?.request(own, () => new Promise(() => {}));
  document.addEventListener("w-unsaved:add", keepSoon);
  document.addEventListener("w-autosave:save", (event) => {
    const entries = [...event.detail.formData].filter(
      ([name, value]) => typeof value === "string" && !LEFT_OUT.has(name) && name !== "overwrite_revision_id",
    );
    sent = JSON.stringify(entries.filter(([name]) => !name.startsWith("loaded_revision")));
  });
  document.addEventListener("w-autosave:success", (event) => confirmed(event.detail.data));
  form.addEventListener("submit", (event) => {
    if (event.isTrusted) keep({ submitted: true });
  });
  let early = false;
  form.addEventListener("input", () => {
    early = true;
    keepSoon();
  });
  form.addEventListener("w-unsaved:watch-edits", () => {
    // Wagtail takes what stands here two seconds after the page was loaded for what is saved: not what was typed by then.
    if (early) form.dataset.wUnsavedForceValue = "true";
  });
  offer();
}
for (const place of document.querySelectorAll("[data-desk-unsent]")) list(place);
