// Drags a story to a slot, and moves one by keys; the forms on the page do all of it without this.
const room = document.querySelector("[data-desk-front]");
const drop = document.querySelector("[data-desk-drop]");
let dragged = "";

function put(story, slot) {
  drop.elements.story.value = story;
  drop.elements.slot.value = slot;
  drop.submit();
}

function begin(event) {
  dragged = event.currentTarget.dataset.story;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged);
}

if (drop) {
  for (const card of room.querySelectorAll("[data-story]")) {
    card.draggable = true;
    card.addEventListener("dragstart", begin);
  }
  for (const slot of room.querySelectorAll("[data-slot]")) {
    slot.addEventListener("dragover", (event) => {
      if (!dragged || dragged === slot.dataset.story) return;
      event.preventDefault();
      slot.classList.add("desk-column-open");
    });
    slot.addEventListener("dragleave", () => slot.classList.remove("desk-column-open"));
    slot.addEventListener("drop", (event) => {
      event.preventDefault();
      put(dragged, slot.dataset.slot);
    });
    slot.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      const act = { ArrowUp: "up", ArrowDown: "down" }[event.key];
      if (!act) return;
      event.preventDefault();
      slot.querySelector(`button[value=${act}]`)?.click();
    });
  }
}
