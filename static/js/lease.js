// The lease of a claimed case: renews itself while one works, warns before it ends, and says so when it has ended.
// What was typed stays in the page whatever happens. Without this the buttons claim and keep.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const lease = document.querySelector("[data-lease]");
  if (!lease) return;
  const timer = lease.querySelector("[data-countdown]");
  const note = document.querySelector("[data-lease-note]");
  const keep = document.querySelector("[data-keep]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const MINUTE = 60_000;
  const AWAY = "Your time with this case ends in two minutes. Go on working and it stays yours.";
  const OVER = "Your time with this case has ended.";

  let ended = false;
  // Nothing to gain while the lease is less than a minute old.
  let next = Date.now() - (timer.dataset.full - timer.dataset.countdown) * 1000 + MINUTE;

  const say = (words, tone) => {
    note.textContent = words;
    note.className = `lease-note ${words ? `notice ${tone}` : ""}`;
  };

  const end = (why) => {
    if (ended) return;
    ended = true;
    lease.textContent = "Not you any more.";
    keep.textContent = keep.dataset.again;
    keep.classList.replace("secondary", "primary");
    say(`${why} What you typed stays here: claim the case again to go on.`, "danger");
  };

  const answered = async (answer) => {
    if (answer.ok) {
      const { left, until } = await answer.json();
      if (ended) return;
      lease.querySelector("[data-until]").textContent = until;
      timer.dispatchEvent(new CustomEvent("countdown:again", { detail: left }));
      say("", "");
    } else if (answer.status === 409) {
      const { problems } = await answer.json();
      const stillFree = problems.some((each) => each.code === "not_claimed");
      end(stillFree ? OVER : problems.map((each) => each.text).join(" "));
    } else if (answer.type === "opaqueredirect") {
      end("You are signed out; sign in again in another tab.");
    } else if (answer.status === 403 || answer.status === 404) {
      end("You may not work on this case any more.");
    }
  };

  const renew = async () => {
    next = Date.now() + MINUTE;
    const given = { method: "POST", redirect: "manual", body: new URLSearchParams({ csrfmiddlewaretoken: token }) };
    try {
      await answered(await fetch(lease.dataset.lease, given));
    } catch {
      // Out of reach for a moment: the next sign of work tries again.
    }
  };

  const working = () => {
    if (!ended && Date.now() >= next) renew();
  };
  for (const sign of ["input", "keydown", "pointerdown", "scroll", "selectionchange"]) {
    document.addEventListener(sign, working, { capture: true, passive: true });
  }
  keep.addEventListener("click", (event) => {
    if (ended) return;
    event.preventDefault();
    renew();
  });
  lease.addEventListener("countdown:soon", () => say(AWAY, "warning"));
  lease.addEventListener("countdown:over", () => end(OVER));
});
