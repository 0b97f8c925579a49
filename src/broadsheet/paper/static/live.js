// Says when a live blog has entries that this page lacks, and moves nothing: the reader follows the link, or doesn't.
const blog = document.querySelector("[data-live]");
const news = blog?.querySelector(".live-news");
const EVERY = 10_000;

const look = async () => {
  if (document.visibilityState !== "visible") return true;
  try {
    // Revalidated by its ETag: mostly the answer is that nothing is new.
    const answer = await fetch(blog.dataset.live, { cache: "no-cache", credentials: "omit" });
    if (!answer.ok) return answer.status >= 500;
    const { entries } = await answer.json();
    const count = entries.filter((number) => number > Number(blog.dataset.latest)).length;
    const link = news.firstElementChild;
    news.hidden = !count;
    link.textContent = count === 1 ? link.dataset.one : link.dataset.many.replace("{count}", count);
  } catch {
    // Without a network there is nothing to say; it is asked again.
  }
  return true;
};

if (news) {
  const again = async () => {
    if (await look()) setTimeout(again, EVERY);
  };
  setTimeout(again, EVERY);
  document.addEventListener("visibilitychange", look);
}
