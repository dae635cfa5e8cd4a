// Single keys that work the desk. What has data-key="c" is what the key c presses or goes to; docs/desk.md lists them.
// Never while one types, never with another modifier, and the dialog behind "?" turns them off (WCAG 2.1.4).
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.querySelector("dialog[data-shortcuts]");
  if (!dialog) return;
  const STORE = "desk-shortcuts";
  const WITHIN = 1500; // milliseconds in which the key after g is awaited
  const FIELDS = "textarea, select, input:not([type=hidden])";
  const CONTROLS = `a, button, ${FIELDS}`;
  const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

  const isOn = () => localStorage.getItem(STORE) !== "off";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const named = (key) => all(`[data-key="${CSS.escape(key)}"]`).filter((each) => each.checkVisibility() || each.dataset.after);

  // Buttons, links and choices are pressed, fields are gone to; what is folded away is unfolded first.
  const press = (element) => {
    if (element.dataset.after) document.getElementById(element.dataset.after)?.click();
    const folded = element.querySelector("details");
    if (folded) folded.open = true;
    const control = element.matches(CONTROLS) ? element : element.querySelector(FIELDS);
    control.focus();
    if (control === element && !control.matches(TYPED_IN)) control.click();
  };

  const pressKey = (key) => {
    const found = named(key);
    const open = found.find((each) => each.type !== "checkbox" || !each.checked);
    if (open) press(open);
    else found.at(-1)?.focus();
    return found.length > 0;
  };

  const move = (step) => {
    const rows = all(".row-link");
    const here = rows.indexOf(document.activeElement);
    return goTo(rows[Math.min(Math.max(here < 0 ? 0 : here + step, 0), rows.length - 1)]);
  };

  const goTo = (element) => {
    element?.focus();
    return Boolean(element);
  };

  // Findings: the one that has the focus, else the first without an answer, else the first.
  const findings = () => all("[data-finding]");
  const current = () => document.activeElement.closest("[data-finding]");
  const isOpen = (finding) => !finding.querySelector("input:checked");
  const enter = (fieldset) => (fieldset.querySelector("input:checked") || fieldset.querySelector("input")).focus();

  const nextFinding = () => {
    const every = findings();
    const after = every[every.indexOf(current()) + 1];
    const next = every.find(isOpen) || after || every[0];
    if (next) enter(next);
    return Boolean(next);
  };

  const answer = (value) => {
    const finding = current() || findings().find(isOpen) || findings()[0];
    if (!finding) return false;
    finding.querySelector(`input[value="${value}"]`).click();
    const next = findings().find(isOpen);
    enter(next || document.querySelector("[name=outcome]").closest("fieldset"));
    return true;
  };

  const DO = {
    "?": () => show(),
    "/": () => goTo(document.querySelector("main input[type=search]")),
    j: () => move(1),
    k: () => move(-1),
    o: () => document.activeElement.matches(".row-link") && (document.activeElement.click(), true),
    f: nextFinding,
    m: () => answer("met"),
    x: () => answer("not_met"),
    y: () => current() && answer("met"),
    n: () => (current() ? answer("not_met") : pressKey("n")),
  };

  const decide = (field) => {
    const form = (field.matches(TYPED_IN) && field.form) || document.getElementById("decision");
    const button = form?.querySelector("[data-decide]") || form?.querySelector("[type=submit]");
    button?.click();
    return Boolean(button);
  };

  const leave = (field) => {
    field.blur();
    field.closest("[tabindex='-1']")?.focus({ preventScroll: true });
  };

  const go = (key) => {
    const place = dialog.querySelector(`[data-key="g ${CSS.escape(key)}"]`);
    place?.click();
    return Boolean(place);
  };

  let goes = 0;
  const single = (key) => {
    const going = Date.now() < goes;
    goes = 0;
    if (going) return go(key);
    if (key === "g") {
      goes = Date.now() + WITHIN;
      return true;
    }
    return DO[key] ? DO[key]() : pressKey(key);
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.altKey || dialog.open) return;
    if (event.ctrlKey || event.metaKey) {
      if (key === "Enter" && !event.shiftKey && !event.repeat && decide(target)) event.preventDefault();
      return;
    }
    if (target.matches(TYPED_IN)) {
      if (key === "Escape") leave(target);
      return;
    }
    const isLetter = /^[a-z]$/i.test(key);
    if (!isOn() || key.length !== 1 || key === " " || (isLetter && event.shiftKey)) return;
    if (event.repeat && key !== "j" && key !== "k") return;
    if (single(isLetter ? key.toLowerCase() : key)) event.preventDefault();
  });

  // The dialog, and the switch in it.
  const toggle = dialog.querySelector("[data-shortcuts-on]");
  const opener = document.querySelector("[data-shortcuts-open]");
  const show = () => {
    toggle.checked = isOn();
    dialog.showModal();
    return true;
  };
  const announce = () => {
    document.documentElement.classList.toggle("has-shortcuts", isOn());
    for (const element of all("[data-key]")) {
      const control = element.matches(CONTROLS) ? element : element.querySelector(FIELDS);
      if (isOn()) control?.setAttribute("aria-keyshortcuts", element.dataset.key);
      else control?.removeAttribute("aria-keyshortcuts");
    }
  };
  opener.hidden = false;
  opener.addEventListener("click", show);
  dialog.querySelector("[data-shortcuts-close]").addEventListener("click", () => dialog.close());
  toggle.addEventListener("change", () => {
    localStorage.setItem(STORE, toggle.checked ? "on" : "off");
    announce();
  });
  announce();
});
