// Counts one view of the story on this page, once the reader sees it. Nothing is stored and no answer is read.
const story = document.body.dataset.story;
let told = !story;
const tell = () => {
  if (told || document.prerendering || document.visibilityState !== "visible") return;
  told = navigator.sendBeacon("/-/view", story);
};
document.addEventListener("visibilitychange", tell);
document.addEventListener("prerenderingchange", tell);
tell();
