// For other sites: puts a seller's ratings where <div data-touchstone="SELLER"> stands, as tall as they are.
// What stood in the div names the frame; without scripts it stays, so let it be a link.
"use strict";

(() => {
  const origin = new URL(document.currentScript.src).origin;
  const frames = [];

  const show = () => {
    for (const place of document.querySelectorAll("div[data-touchstone]")) {
      const frame = document.createElement("iframe");
      const asked = new URLSearchParams();
      if (["light", "dark"].includes(place.dataset.theme)) asked.set("theme", place.dataset.theme);
      if (["en", "de", "es"].includes(place.dataset.lang)) asked.set("lang", place.dataset.lang);
      frame.src = origin + "/embed/" + encodeURIComponent(place.dataset.touchstone) + (String(asked) && "?" + asked);
      frame.title = place.textContent.trim() || "Ratings and reviews";
      frame.loading = "lazy";
      frame.width = "100%";
      frame.height = "360";
      frame.style.border = "0";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox");
      place.replaceWith(frame);
      frames.push(frame);
    }
  };

  addEventListener("message", (event) => {
    if (event.origin !== origin) return;
    const frame = frames.find((each) => each.contentWindow === event.source);
    const height = event.data && event.data.touchstoneHeight;
    if (frame && Number.isFinite(height)) frame.height = String(Math.min(Math.max(Math.ceil(height), 80), 4000));
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
