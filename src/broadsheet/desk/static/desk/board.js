// Drags a story to the next column, or back, and the same by keys; the forms on the cards do all of it without this.
const board = document.querySelector("[data-desk-board]");
let dragged = null;

function columnOf(card) {
  return Number(card.closest("[data-column]").dataset.column);
}

function press(card, to) {
  card.querySelector(`button[name=to][value=${to}]`)?.click();
}

function mayCome(column) {
  const away = dragged ? Number(column.dataset.column) - columnOf(dragged) : 0;
  return away === 1 || away < 0;
}

for (const card of board.querySelectorAll("[data-card]")) {
  card.draggable = card.querySelector("button[name=to]") !== null;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.querySelector(".desk-card-title").textContent);
  });
  card.addEventListener("dragend", () => {
    dragged = null;
  });
  card.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowRight: "on", ArrowLeft: "back" }[event.key];
    if (!to) return;
    event.preventDefault();
    press(card, to);
  });
}

for (const column of board.querySelectorAll("[data-column]")) {
  column.addEventListener("dragover", (event) => {
    if (!mayCome(column)) return;
    event.preventDefault();
    column.classList.add("desk-column-open");
  });
  column.addEventListener("dragleave", () => column.classList.remove("desk-column-open"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("desk-column-open");
    if (dragged && mayCome(column)) press(dragged, Number(column.dataset.column) > columnOf(dragged) ? "on" : "back");
  });
}
