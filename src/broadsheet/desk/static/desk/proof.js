// Follows what was just published to its readers, and says so in the message that announced it.
const EVERY = 300;
const LONGEST = 15000;

function tell(place, words, good) {
  const title = place.dataset.deskTitle;
  const end = /[.…]$/.test(words.sentence) ? "" : ".";
  place.textContent = `“${title}”: ${words.sentence}${end} `;
  if (words.address) {
    const link = document.createElement("a");
    link.href = words.address;
    link.target = "_blank";
    link.rel = "noreferrer";
    link.textContent = "View it live";
    place.append(link);
  }
  const message = place.closest("li");
  if (!message || good === null) return;
  message.className = good ? "success" : "error";
  message.querySelector("svg use")?.setAttribute("href", good ? "#icon-success" : "#icon-warning");
}

async function follow(place) {
  const until = Date.now() + LONGEST;
  let words = { state: "waiting", sentence: "Waiting for the press …" };
  let told = "";
  while (Date.now() < until) {
    try {
      const answer = await fetch(place.dataset.deskProof, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`it answers ${answer.status}`);
      words = await answer.json();
    } catch (error) {
      words = { state: "alarm", sentence: `The desk could not find out what readers get (${error.message})` };
    }
    if (words.state === "alarm") return tell(place, words, false);
    if (words.state !== "waiting") return tell(place, words, true);
    // Only what is new: a screen reader reads every change out.
    if (words.sentence !== told) tell(place, words, null);
    told = words.sentence;
    await new Promise((resume) => setTimeout(resume, EVERY));
  }
  tell(place, { sentence: "No proof after 15 seconds. The page “Press” tells how the press is" }, false);
}

document.querySelectorAll("[data-desk-proof]").forEach(follow);
