// Stories on this device: those read last, kept by the worker, and those saved for later. Nobody is told of them.
if ("serviceWorker" in navigator && "caches" in window) {
  // What it fetches waits until the page is there. Where there is none, as in a preview at the desk, nothing is kept.
  const register = () => navigator.serviceWorker.register("/sw.js").catch(() => {});
  if (document.readyState === "complete") register();
  else addEventListener("load", register);

  const button = document.querySelector(".keep button");
  if (button) {
    const saved = await caches.open("saved");
    const show = async () => {
      button.setAttribute("aria-pressed", String(Boolean(await saved.match(location.pathname))));
    };
    button.addEventListener("click", async () => {
      if (!(await saved.delete(location.pathname))) await saved.add(location.pathname).catch(() => {});
      await show();
    });
    await show();
    button.parentElement.hidden = false;
  }

  for (const shelf of document.querySelectorAll("[data-shelf]")) {
    const cache = await caches.open(shelf.dataset.shelf);
    for (const request of (await cache.keys()).reverse()) {
      const text = await (await cache.match(request)).text();
      const story = new DOMParser().parseFromString(text, "text/html");
      const headline = story.querySelector("body[data-story] h1");
      if (!headline) continue;
      const link = document.createElement("a");
      link.href = new URL(request.url).pathname;
      link.lang = story.documentElement.lang;
      link.textContent = headline.textContent;
      const line = document.createElement("li");
      line.append(link);
      shelf.querySelector("ul").append(line);
      shelf.hidden = false;
    }
  }
}
