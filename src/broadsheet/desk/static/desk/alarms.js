// Brings an agency's cancellation onto pages that stand open, such as a story's editor. Reloads nothing.
const EVERY = 10000;
const place = document.querySelector("[data-desk-alarms-place]");

async function look() {
  if (document.hidden) return;
  const shown = place.querySelector("[data-desk-alarms]")?.dataset.deskAlarms ?? "";
  const words = new URLSearchParams({ shown, from: location.pathname + location.search });
  try {
    const answer = await fetch(`${place.dataset.deskAlarmsPlace}?${words}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    // 403 and 404 are for people who write nothing.
    if (answer.status === 200 && !answer.redirected) place.innerHTML = await answer.text();
  } catch {
    // The desk is away; the next look tells.
  }
}

if (place?.dataset.deskAlarmsPlace) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
