// Live character count of a textarea[data-count]: shows what is left and, instead of cutting, what is too many.
"use strict";

(() => {
  const limits = new WeakMap();

  // The line brings its own words, in the language of the page.
  const words = (line, left) => {
    const number = Math.abs(left);
    const { left: some, leftOne, over, overOne } = line.dataset;
    const said = left < 0 ? [over, overOne] : [some, leftOne];
    return said[number === 1 ? 1 : 0].replace("{number}", number.toLocaleString(document.documentElement.lang));
  };

  const show = (area) => {
    const line = document.getElementById(`${area.id}_count`);
    const limit = limits.get(area);
    if (!line || !line.dataset.left || !limit) return;
    const left = limit - [...area.value].length;
    line.textContent = words(line, left);
    line.classList.toggle("over", left < 0);
    // Spoken only when it matters, so that a screen reader is not interrupted by every letter.
    line.setAttribute("aria-live", left < limit / 10 ? "polite" : "off");
  };

  const prepare = (root) => {
    for (const area of root.querySelectorAll("textarea[data-count][maxlength]")) {
      limits.set(area, area.maxLength);
      area.removeAttribute("maxlength");
      const described = area.getAttribute("aria-describedby") || "";
      if (!described.includes(`${area.id}_count`)) {
        area.setAttribute("aria-describedby", `${described} ${area.id}_count`.trim());
      }
      show(area);
    }
  };

  document.addEventListener("input", (event) => {
    if (limits.has(event.target)) show(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
