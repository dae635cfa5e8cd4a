// Keeps what is written in textarea[data-keep-draft] and chosen in form[data-keep-choices] in this tab until it has
// arrived. Signing out, or somebody else signing in, forgets it.
"use strict";

(() => {
  const store = window.sessionStorage;
  const draftOf = (key) => `draft:${key}`;
  const choicesOf = (key) => `choices:${key}`;
  const sentOf = (key) => `sent:${key}`;
  const WRITER = "writer";

  const read = (name) => {
    try {
      return JSON.parse(store.getItem(name));
    } catch {
      return null;
    }
  };
  // A full store must not break the page: then the words are kept by the page alone.
  const write = (name, value) => {
    try {
      store.setItem(name, value);
    } catch {
      return;
    }
  };

  const forgetOthers = () => {
    const writer = document.body.dataset.writer;
    if (!writer) return;
    if (store.getItem(WRITER) && store.getItem(WRITER) !== writer) store.clear();
    write(WRITER, writer);
  };

  const tell = (place) => {
    if (document.querySelector("[data-draft-note]")) return;
    const note = document.createElement("p");
    note.className = "help";
    note.dataset.draftNote = "";
    note.setAttribute("role", "status");
    note.textContent = document.body.dataset.draftKept;
    place.insertAdjacentElement("afterend", note);
  };

  // A draft belongs to the text that the page came with: over another one, an answer of the server, it is not put.
  const restoreText = (area) => {
    const draft = read(draftOf(area.dataset.keepDraft));
    if (!draft || draft.base !== area.defaultValue || draft.text === area.value) return;
    area.value = draft.text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    tell(area);
  };

  const choicesIn = (form) => [...form.querySelectorAll("input[type=radio], input[type=checkbox], select")];
  const named = (field) => `${field.name}=${field.value}`;
  const chosen = (form) => choicesIn(form)
    .filter((field) => field.name && (field.type === "radio" || field.type === "checkbox" ? field.checked : true))
    .map(named);
  const given = (form) => choicesIn(form).filter((field) => field.defaultChecked).map(named);

  const restoreChoices = (form) => {
    const kept = read(choicesOf(form.dataset.keepChoices));
    if (!kept || kept.base.join("\n") !== given(form).join("\n")) return;
    for (const field of choicesIn(form)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = kept.chosen.includes(named(field));
      else field.value = (kept.chosen.find((each) => each.startsWith(`${field.name}=`)) || named(field))
        .slice(field.name.length + 1);
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const within = (root, selector) => {
    const found = [...root.querySelectorAll(selector)];
    return root.matches && root.matches(selector) ? [root, ...found] : found;
  };

  const prepare = (root) => {
    for (const area of within(root, "textarea[data-keep-draft]")) {
      store.removeItem(sentOf(area.dataset.keepDraft));
      restoreText(area);
    }
    for (const form of within(root, "form[data-keep-choices]")) {
      store.removeItem(sentOf(form.dataset.keepChoices));
      restoreChoices(form);
    }
  };

  // What was sent and whose field is not asked for again has arrived. Where an error page comes, or one to sign in, it
  // has not: it stays, whatever pages follow.
  const forgetArrived = () => {
    const failed = document.body.hasAttribute("data-error-page");
    for (const name of Object.keys(store)) {
      if (!name.startsWith("sent:")) continue;
      const key = name.slice("sent:".length);
      if (!failed) store.removeItem(draftOf(key));
      if (!failed) store.removeItem(choicesOf(key));
      store.removeItem(name);
    }
  };

  const keep = (event) => {
    const target = event.target;
    const key = target.dataset && target.dataset.keepDraft;
    if (key) write(draftOf(key), JSON.stringify({ base: target.defaultValue, text: target.value }));
    const form = target.closest && target.closest("form[data-keep-choices]");
    if (form && target.matches("input, select")) {
      write(choicesOf(form.dataset.keepChoices), JSON.stringify({ base: given(form), chosen: chosen(form) }));
    }
  };

  document.addEventListener("input", keep);
  document.addEventListener("change", keep);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-sign-out")) store.clear();
    for (const area of form.querySelectorAll("textarea[data-keep-draft]")) write(sentOf(area.dataset.keepDraft), "1");
    if (form.dataset.keepChoices) write(sentOf(form.dataset.keepChoices), "1");
  });
  document.addEventListener("DOMContentLoaded", () => {
    forgetOthers();
    prepare(document);
    forgetArrived();
  });
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
