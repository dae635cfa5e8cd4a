// form[data-once] is sent once: a second press while the answer is awaited does nothing.
"use strict";

(() => {
  const release = (form) => {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[aria-disabled='true']")) button.removeAttribute("aria-disabled");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.defaultPrevented && !form.hasAttribute("hx-post")) return;
    form.setAttribute("aria-busy", "true");
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    // A question in the background of a form that is being sent does not set it free.
    const form = event.target.closest && event.target.closest("form[data-once][hx-post]");
    if (form) release(form);
  });
  // Coming back by the browser's history shows the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-once]").forEach(release);
  });
})();
