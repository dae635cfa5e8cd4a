// [data-countdown="30"]: how many seconds are left since the page was made, ticking; the time itself stands there without this.
// Tells "countdown:soon" and "countdown:over", and begins anew on "countdown:again" with the seconds as its detail.
"use strict";

(() => {
  // The browser knows what hours, minutes and seconds are called in the language of the page.
  const language = document.documentElement.lang;
  const unit = (name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" });
  const count = (number, name) => unit(name).format(number);
  const plainMinutes = () => unit("minute").formatToParts(2).find((part) => part.type === "unit").value;

  const words = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    if (hours) return `${count(hours, "hour")}, ${count(minutes % 60, "minute")}`;
    return minutes ? `${minutes}:${String(seconds % 60).padStart(2, "0")} ${plainMinutes()}` : count(seconds, "second");
  };

  // By the page's own clock, as a computer's may be wrong by minutes; but a computer that slept has missed some of it.
  const watch = () => {
    const [made, began] = [Date.now(), performance.now()];
    return () => Math.max(Date.now() - made, performance.now() - began) / 1000;
  };

  const start = (element) => {
    const left = element.querySelector("[data-left]");
    const soon = Number(element.dataset.soon || 0);
    const tell = (what) => element.dispatchEvent(new CustomEvent(`countdown:${what}`, { bubbles: true }));
    let [from, passed, wasSoon] = [Number(element.dataset.countdown), watch(), false];

    const show = () => {
      const seconds = Math.ceil(from - passed());
      const isSoon = seconds <= soon;
      element.classList.toggle("soon", isSoon);
      if (seconds > 0) {
        left.textContent = `${left.dataset.before || ", in "}${words(seconds)}`;
        if (isSoon && !wasSoon) tell("soon");
        wasSoon = isSoon;
        return;
      }
      element.textContent = element.dataset.over || "";
      clearInterval(ticking);
      tell("over");
    };
    const ticking = setInterval(show, 1000);
    element.addEventListener("countdown:again", (event) => {
      [from, passed] = [event.detail, watch()];
      show();
    });
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-countdown]").forEach(start);
  });
})();
