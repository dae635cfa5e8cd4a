// For other sites: puts a seller's ratings where <div data-touchstone="SELLER"> stands.
// What stood in the div stays where scripts are off or nothing could be fetched, so let it be a link.
// It draws into a shadow root with a sheet of its own, in text only: the page's policy for contents needs script-src
// and connect-src for this origin, and nothing for styles. data-mode="frame" puts the page /embed/SELLER there instead.
"use strict";

(() => {
  const origin = new URL(document.currentScript.src).origin;
  const frames = [];

  const SHEET = `
    :host { display: block; color-scheme: light dark; }
    :host([data-theme="light"]) { color-scheme: light; }
    :host([data-theme="dark"]) { color-scheme: dark; }
    * { box-sizing: border-box; margin: 0; padding: 0; }
    .card { display: grid; gap: .5rem; padding: 1rem; border: 1px solid light-dark(#e5e5e0, #2c313a);
      border-radius: 14px; background: light-dark(#fff, #181b20); color: light-dark(#17191e, #eef0f4);
      font: 1rem/1.5 system-ui, sans-serif; text-align: start; overflow-wrap: anywhere; }
    a { color: light-dark(var(--light), var(--dark)); }
    a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; border-radius: 4px; }
    .name { font-size: 1.1875rem; font-weight: 600; line-height: 1.3; }
    .rate { font-size: 1.375rem; font-weight: 700; }
    .small { font-size: .875rem; color: light-dark(#565b66, #a8afbc); }
    .row { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; }
    .stars { --full: calc(var(--of) * 20%); color: transparent; background-clip: text; -webkit-background-clip: text;
      background-image: linear-gradient(to right, light-dark(#ad6a00, #ffc54d) var(--full),
        light-dark(#c9c9c4, #454b57) var(--full)); letter-spacing: .05em; direction: ltr; }
    @media (forced-colors: active) { .stars { display: none; } }
    .reviews { display: grid; gap: .75rem; list-style: none; }
    .reviews li, .foot { border-top: 1px solid light-dark(#e5e5e0, #2c313a); padding-top: .75rem; }
    .heading { font-size: .9rem; font-weight: 600; color: light-dark(#565b66, #a8afbc); margin-top: .5rem; }`;

  const put = (parent, tag, text, values) => {
    const made = Object.assign(document.createElement(tag), values);
    if (text) made.append(text);
    parent.append(made);
    return made;
  };

  const link = (parent, text, path) => {
    const to = new URL(path, origin);
    if (to.origin !== origin) throw new Error("a link to elsewhere");
    return put(parent, "a", text, { href: to.href, target: "_blank", rel: "noopener" });
  };

  const stars = (parent, number, words) => {
    put(parent, "span", "★★★★★", { className: "stars", ariaHidden: "true" }).style.setProperty("--of", Number(number));
    put(parent, "span", words, { className: "small" });
  };

  const drawn = (told) => {
    const card = document.createElement("section");
    card.className = "card";
    card.lang = told.language;
    card.setAttribute("aria-label", told.seller);
    told.accent.forEach((colour, dark) => card.style.setProperty(dark ? "--dark" : "--light", colour));
    put(link(put(card, "p", "", { className: "name" }), "", told.href), "bdi", told.seller);
    const rate = put(card, "p", "", { className: "row" });
    put(rate, "span", told.rate, { className: "rate" });
    put(rate, "span", told.base, { className: "small" });
    if (told.stars) stars(put(card, "p", "", { className: "row" }), told.stars, told.stars_in_words);
    if (told.reviews.length) {
      put(card, "p", told.heading, { className: "heading" });
      const list = put(card, "ul", "", { className: "reviews", role: "list" });
      for (const review of told.reviews) {
        const item = put(list, "li");
        const row = put(item, "p", "", { className: "row" });
        stars(row, review.stars, review.stars_in_words);
        put(row, "bdi", review.author, { className: "small" });
        put(link(row, "", review.href), "time", review.at, { dateTime: review.day, className: "small" });
        put(item, "p", review.comment, { dir: "auto", className: review.has_words ? "" : "small" });
        if (review.more) link(put(item, "p", "", { className: "small" }), review.more, review.href);
      }
    }
    put(card, "p", told.foot, { className: "foot small" });
    return card;
  };

  const asked = (place) => {
    const words = new URLSearchParams();
    if (["light", "dark"].includes(place.dataset.theme)) words.set("theme", place.dataset.theme);
    if (["en", "de", "es"].includes(place.dataset.lang)) words.set("lang", place.dataset.lang);
    return String(words) && "?" + words;
  };

  const draw = async (place) => {
    const seller = encodeURIComponent(place.dataset.touchstone);
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(SHEET);
      const answer = await fetch(`${origin}/widget/${seller}.json${asked(place)}`, {
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      const card = drawn(await answer.json());
      const root = place.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(card);
    } catch (error) {
      console.warn(`Touchstone: the ratings could not be shown (${error.message}).`);
    }
  };

  const frame = (place) => {
    const made = document.createElement("iframe");
    made.src = `${origin}/embed/${encodeURIComponent(place.dataset.touchstone)}${asked(place)}`;
    made.title = place.textContent.trim() || "Ratings and reviews";
    made.loading = "lazy";
    made.width = "100%";
    made.height = "360";
    made.style.border = "0";
    made.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    place.replaceWith(made);
    frames.push(made);
  };

  const show = () => {
    for (const place of document.querySelectorAll("div[data-touchstone]")) {
      // The script may stand on a page more than once.
      if (place.dataset.shown) continue;
      place.dataset.shown = "yes";
      if (place.dataset.mode === "frame") frame(place);
      else draw(place);
    }
  };

  addEventListener("message", (event) => {
    if (event.origin !== origin) return;
    const told = frames.find((each) => each.contentWindow === event.source);
    const height = event.data && event.data.touchstoneHeight;
    if (told && Number.isFinite(height)) told.height = String(Math.min(Math.max(Math.ceil(height), 80), 4000));
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
