// Chosen words become a passage to hide, a chosen draft becomes the reason. The forms work without this.
"use strict";

(() => {
  document.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });

  const comment = document.querySelector("[data-comment]");
  const take = document.querySelector("[data-take-selection]");
  const characters = (text) => Array.from(text).length;

  // Where a point of the page lies in the comment, counted in characters as the server counts them.
  const placeOf = (node, offset) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[offset] || node;
    const piece = element.closest && element.closest("[data-start]");
    if (!piece || !comment.contains(piece)) return null;
    const inside = node.nodeType === Node.TEXT_NODE ? characters(node.textContent.slice(0, offset)) : 0;
    return Number(piece.dataset.start) + inside;
  };

  // What is selected in the comment, if anything: {start, end, words}.
  const selected = () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!comment.contains(range.commonAncestorContainer)) return null;
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    return start !== null && end !== null && start < end ? { start, end, words: selection.toString() } : null;
  };

  const emptyRow = () => {
    const rows = [...document.querySelectorAll("[data-span-row]")];
    const free = rows.find((row) => [...row.querySelectorAll("input")].every((input) => !input.value));
    if (free) return free;
    const last = rows[rows.length - 1];
    const row = last.cloneNode(true);
    row.querySelectorAll("input").forEach((input, index) => {
      input.value = "";
      input.setAttribute("aria-label", `Passage ${rows.length + 1} ${index ? "ends" : "begins"} at`);
    });
    last.after(row);
    return row;
  };

  const hide = (passage) => {
    const row = emptyRow();
    const [start, end] = row.querySelectorAll("input");
    start.value = passage.start;
    end.value = passage.end;
    row.querySelector("[data-span-words]").textContent = `“${passage.words}”`;
  };

  // Word by word with the keys: {first, last} are places in the list of words, `last` moves with Shift.
  const wordsOf = () => {
    const found = [];
    const texts = document.createTreeWalker(comment, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.parentElement.matches("[data-start]")) continue;
      for (const word of node.textContent.matchAll(/\S+/gu)) {
        found.push({ node, start: word.index, end: word.index + word[0].length });
      }
    }
    return found;
  };
  const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10, Home: -Infinity, End: Infinity };

  if (comment && take) {
    const status = document.querySelector("[data-span-status]");
    const words = wordsOf();
    let chosen = null;
    let [first, last] = [-1, -1];

    const choose = (place, further) => {
      last = Math.min(Math.max(place, 0), words.length - 1);
      if (!further || first < 0) first = last;
      const [from, to] = [words[Math.min(first, last)], words[Math.max(first, last)]];
      document.getSelection().setBaseAndExtent(from.node, from.start, to.node, to.end);
      to.node.parentElement.scrollIntoView({ block: "nearest" });
      chosen = selected();
      status.textContent = `“${chosen.words}” chosen. Enter hides it.`;
    };

    take.hidden = false;
    comment.tabIndex = 0;
    comment.setAttribute("role", "group");
    comment.setAttribute("aria-label", "The comment; arrow keys choose words, Shift more of them, Enter hides them");
    // Pressing the button may end the selection, so the last one is kept.
    document.addEventListener("selectionchange", () => {
      chosen = selected() || chosen;
    });
    const forget = () => {
      chosen = null;
      document.getSelection().removeAllRanges();
    };
    comment.addEventListener("pointerdown", () => {
      chosen = null;
    });
    take.addEventListener("click", () => {
      if (chosen) {
        hide(chosen);
        status.textContent = `“${chosen.words}” will be hidden.`;
        forget();
      } else if (words.length) {
        comment.focus();
        choose(last, false);
      }
    });
    comment.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !words.length) return;
      if (event.key in STEPS) choose(last < 0 ? 0 : last + STEPS[event.key], event.shiftKey);
      else if (event.key === "Enter") take.click();
      else if (event.key === "Escape") {
        forget();
        take.focus();
      } else return;
      event.preventDefault();
    });
  }

  const useDraft = (select) => {
    const option = select.selectedOptions[0];
    if (!option) return;
    const area = document.getElementById(select.dataset.fills);
    area.value = option.dataset.text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    event.preventDefault();
    useDraft(button.form.querySelector("[data-fills]"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("select[data-fills]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    useDraft(event.target);
  });

  // Whichever form of the panel is sent, what was typed in the others goes along, so that a refusal loses nothing.
  const CARRYING = "#decision, [data-carries]";
  let gathering = false;
  document.addEventListener("formdata", (event) => {
    const panel = event.target.closest(".desk-panel");
    if (gathering || !panel || !event.target.matches(CARRYING)) return;
    const own = new Set(event.formData.keys());
    gathering = true; // reading the other forms tells of them, too
    for (const form of panel.querySelectorAll(CARRYING)) {
      for (const [name, value] of new FormData(form)) if (!own.has(name)) event.formData.append(name, value);
    }
    gathering = false;
  });
})();
