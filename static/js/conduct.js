// form[data-conduct="address"]: while its seller types, shows which rule the words seem to break, and the words.
// The server looks once more when the form is sent; without this script it shows the same before sending.
"use strict";

(() => {
  const WAIT = 700;

  const shown = (note, answer) => {
    note.querySelector("[data-rule-words]").textContent = answer.sentence;
    const said = note.querySelector("[data-said]");
    said.replaceChildren();
    answer.words.forEach((words, place) => {
      if (place) said.append(" · ");
      const [quote, mark] = [document.createElement("q"), document.createElement("mark")];
      mark.textContent = words;
      quote.append(mark);
      said.append(quote);
    });
  };

  const watch = (form) => {
    const [area, note] = [form.querySelector("textarea"), form.querySelector("[data-rule-note]")];
    if (!area || !note) return;
    let [waiting, asked, blockedUntil] = [0, 0, 0];

    const ask = async () => {
      if (!area.value.trim()) {
        note.hidden = true;
        return;
      }
      if (Date.now() < blockedUntil) return;
      const mine = ++asked;
      const body = new URLSearchParams({ body: area.value });
      for (const rule of (form.dataset.rules || "").split(" ").filter(Boolean)) body.append("rule", rule);
      try {
        const response = await fetch(form.dataset.conduct, {
          method: "POST",
          headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
          body,
        });
        if (response.status === 429) blockedUntil = Date.now() + 1000 * Number(response.headers.get("Retry-After") || 60);
        if (!response.ok || mine !== asked) return;
        const answer = await response.json();
        if (answer.rule) shown(note, answer);
        note.hidden = !answer.rule;
      } catch {
        // Without an answer nothing is shown: the server looks again when the form is sent.
      }
    };

    area.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
    if (note.hidden && area.value.trim()) ask();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-conduct]").forEach(watch));
})();
