// Beside Streamlit on every page: text areas are kept while typing, and the page leaves when the login has ended.
(() => {
  "use strict";
  const QUIET = 800; // ms after the last key; a text area of Streamlit tells the server only when it is left
  const LINE_QUIET = 1200; // a little longer in a line, so that half a date is not called wrong
  const MINUTE = 60_000;
  const WARN = 120; // seconds before the end
  const KEPT = "Wat in een formulier staat, blijft bewaard. Wat je ergens anders typt, zoals in het logboek, maak je eerst af.";

  const waiting = new WeakMap();
  const leave = (field) => field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));

  document.addEventListener("input", (event) => {
    const field = event.target;
    active();
    const line = field instanceof HTMLInputElement && field.closest("[data-testid=stTextInput]");
    if (!(field instanceof HTMLTextAreaElement) && !line) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => leave(field), line ? LINE_QUIET : QUIET));
  }, true);
  document.addEventListener("keydown", () => active(), true);

  // pagehide is too late for the websocket
  addEventListener("beforeunload", () => {
    const field = document.activeElement;
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) leave(field);
  });

  let told = Date.now();
  function active() {
    if (Date.now() - told < MINUTE) return;
    told = Date.now();
    fetch("/sessie/actief", { method: "POST" }).then(ask, () => {});
  }

  let next;
  async function ask() {
    clearTimeout(next);
    let pause = MINUTE;
    try {
      const answer = await fetch("/sessie", { cache: "no-store" });
      if (answer.status === 401) {
        location.assign("/inloggen?terug=" + encodeURIComponent(location.pathname + location.search));
        return;
      }
      const left = Number(answer.headers.get("x-popforms-seconden"));
      warn(answer.ok && left <= WARN, answer.headers.get("x-popforms-einde") === "vast");
      if (left > WARN) pause = Math.min(MINUTE, (left - WARN) * 1000 + 500);
      else if (answer.ok) pause = Math.min(MINUTE, left * 1000 + 500);
    } catch {
      // the server is away; Streamlit says so itself and comes back by itself
    }
    next = setTimeout(ask, pause);
  }

  function warn(show, fixed) {
    let box = document.getElementById("pf-warning");
    if (!show) return box?.remove();
    if (box) return;
    box = document.createElement("div");
    box.id = "pf-warning";
    box.setAttribute("role", "alert");
    const text = document.createElement("span");
    box.append(text);
    if (fixed) {
      text.textContent = "Je bent bijna tien uur ingelogd. Log zo opnieuw in. " + KEPT;
    } else {
      text.textContent = "Je wordt binnen twee minuten uitgelogd. " + KEPT;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Ingelogd blijven";
      button.addEventListener("click", () => { told = 0; active(); });
      box.append(button);
    }
    document.body.append(box);
  }

  next = setTimeout(ask, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  // a lost line may be a login that ended elsewhere
  setInterval(() => {
    const app = document.querySelector("[data-testid=stApp]");
    if (app && app.dataset.testConnectionState && app.dataset.testConnectionState !== "CONNECTED") ask();
  }, 5000);
})();
