// Counts one view of the story on this page, once the reader sees it, and says which host he came from. The kiosk keeps one
// word of that: search, social, own, other, direct. Nothing is stored here and no answer is read.
const story = document.body.dataset.story;
let told = !story;
const from = () => {
  try {
    const host = new URL(document.referrer).hostname;
    return host === location.hostname ? "&own" : `&${host}`;
  } catch {
    return "";
  }
};
const tell = () => {
  if (told || document.prerendering || document.visibilityState !== "visible") return;
  told = navigator.sendBeacon(`/-/view?${story}${from()}`);
};
document.addEventListener("visibilitychange", tell);
document.addEventListener("prerenderingchange", tell);
tell();
