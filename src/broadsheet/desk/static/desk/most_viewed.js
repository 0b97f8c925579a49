// Draws the last hour by minute as stacked bars, and renews it and the numbers of the list every five seconds.
const holder = document.querySelector(".desk-minutes");
const drawing = holder.querySelector("svg");
const legend = holder.querySelector(".desk-legend");
const referrers = holder.querySelector(".desk-referrers");
const lost = holder.querySelector(".desk-lost");
const status = holder.querySelector("[role=status]");
const EVERY = 5000;
const [WIDTH, HEIGHT, FOOT, CLOCK] = [720, 200, 18, 60];

const svg = (name, attributes, text = "") => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
};

const draw = ({ first, series, referrers: came, lost: missing }) => {
  const minutes = series[0].views.length;
  const totals = Array.from({ length: minutes }, (_, i) => series.reduce((sum, one) => sum + one.views[i], 0));
  const top = Math.max(5, ...totals);
  const wide = WIDTH / minutes;
  const scale = (HEIGHT - FOOT - 12) / top;
  const made = [svg("text", { x: 0, y: 10, class: "desk-axis" }, String(top))];
  for (let i = 0; i < minutes; i += 1) {
    let base = HEIGHT - FOOT;
    series.forEach((one, place) => {
      const tall = one.views[i] * scale;
      if (!tall) return;
      base -= tall;
      const colour = one.story ? place : "others";
      const bar = svg("rect", { x: i * wide + 1, y: base, width: wide - 2, height: tall, class: `desk-bar desk-bar--${colour}` });
      bar.append(svg("title", {}, `${one.headline}: ${one.views[i]}`));
      made.push(bar);
    });
    const clock = new Date((first + i) * 60000);
    if (clock.getMinutes() % 15 === 0) {
      const words = clock.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      // A time of day that would reach over the edge ends there.
      const place = i * wide > WIDTH - CLOCK ? { x: WIDTH, "text-anchor": "end" } : { x: i * wide };
      made.push(svg("text", { ...place, y: HEIGHT - 4, class: "desk-axis" }, words));
    }
  }
  const title = drawing.querySelector("title");
  drawing.replaceChildren(title, ...made);
  legend.replaceChildren(...series.map((one, place) => {
    const item = document.createElement("li");
    item.className = `desk-key desk-key--${one.story ? place : "others"}`;
    item.textContent = `${one.headline} (${one.views.reduce((a, b) => a + b, 0)})`;
    return item;
  }));
  referrers.textContent = "Where they came from: "
    + Object.entries(came).map(([name, views]) => `${name} ${views}`).join(" · ");
  lost.textContent = missing;
};

const renew = async () => {
  try {
    const answer = await fetch(holder.dataset.numbers, { headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.fault ?? answer.statusText);
    draw(told.minutes);
    for (const row of told.rows) {
      for (const cell of document.querySelectorAll(`tr[data-story="${row.story_id}"] [data-figure]`)) {
        cell.textContent = row[cell.dataset.figure] || (cell.dataset.figure === "rise" ? "" : "0");
      }
    }
    status.textContent = `As of ${new Date().toLocaleTimeString()}.`;
  } catch (fault) {
    status.textContent = `The numbers could not be fetched: ${fault.message}`;
  }
  if (!document.hidden) setTimeout(renew, EVERY);
};
document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
renew();
