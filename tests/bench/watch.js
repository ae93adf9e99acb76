// In the page itself: how long a run took that a key began, and when a page stands. A run is over when nothing came over the
// line and nothing moved on the page for a while; the state that Streamlit shows skips runs that are quicker than a frame.
(() => {
  const QUIET = 250; // ms
  const watch = (window.__watch = { start: 0, came: 0, moved: 0 });
  addEventListener("keydown", (event) => { if (event.key === "Tab") watch.start = performance.now(); }, true);
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", () => { watch.came = performance.now(); });
    }
  };
  const look = () => { watch.moved = performance.now(); };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  // resolves with how many ms the run took that was begun last
  watch.took = () => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the run did not end")), 30_000);
    const ask = () => {
      const last = Math.max(watch.came, watch.moved);
      if (watch.came > watch.start && performance.now() - last > QUIET) resolve(last - watch.start);
      else requestAnimationFrame(ask);
    };
    ask();
  });
  // resolves with the moment at which so many widgets stood and nothing ran any more
  watch.shown = (selector, count) => new Promise((resolve) => {
    const ask = () => {
      const app = document.querySelector("[data-testid=stApp]");
      const stands = app?.dataset.testScriptState === "notRunning" && document.querySelectorAll(selector).length >= count;
      if (stands && !document.querySelector("[data-testid=stSkeleton]")) requestAnimationFrame(() => resolve(performance.now()));
      else requestAnimationFrame(ask);
    };
    ask();
  });
})();
