// Keeps long texts of textarea[data-keep-draft] in this tab until they are sent; signing out forgets them.
"use strict";

(() => {
  const store = window.sessionStorage;
  const draftOf = (key) => `draft:${key}`;
  const sentOf = (key) => `sent:${key}`;

  const tell = (area) => {
    const note = document.createElement("p");
    note.className = "help";
    note.setAttribute("role", "status");
    note.textContent = "We kept what you had written here.";
    area.insertAdjacentElement("afterend", note);
  };

  const prepare = (root) => {
    for (const area of root.querySelectorAll("textarea[data-keep-draft]")) {
      const key = area.dataset.keepDraft;
      store.removeItem(sentOf(key));
      const draft = store.getItem(draftOf(key));
      if (draft && !area.value.trim()) {
        area.value = draft;
        area.dispatchEvent(new Event("input", { bubbles: true }));
        tell(area);
      }
    }
  };

  // A sent text whose field is not asked for again has arrived. An error page proves nothing.
  const forgetArrived = () => {
    if (document.body.hasAttribute("data-error-page")) return;
    for (const name of Object.keys(store)) {
      if (!name.startsWith("sent:")) continue;
      store.removeItem(draftOf(name.slice("sent:".length)));
      store.removeItem(name);
    }
  };

  document.addEventListener("input", (event) => {
    const key = event.target.dataset && event.target.dataset.keepDraft;
    if (key) store.setItem(draftOf(key), event.target.value);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-sign-out")) store.clear();
    for (const area of event.target.querySelectorAll("textarea[data-keep-draft]")) {
      store.setItem(sentOf(area.dataset.keepDraft), "1");
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    forgetArrived();
  });
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
