// Counts one view of the story on this page, once the reader sees it, and says which host he came from. The kiosk keeps one
// word of that: search, social, own, other, direct. Nothing is stored here, no answer read. It waits until the page was
// there for a second, or the reader leaves.
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
  told ||= navigator.sendBeacon(`/-/view?${story}${from()}`);
};
let seen = false;
const see = () => {
  if (document.prerendering) return;
  if (document.visibilityState === "visible") {
    seen = true;
    if (document.readyState === "complete") setTimeout(tell, 1000);
  } else if (seen) tell();
};
document.addEventListener("visibilitychange", see);
document.addEventListener("prerenderingchange", see);
addEventListener("load", see);
see();
