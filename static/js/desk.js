// Selected words become a passage to hide; a chosen draft becomes the reason. The forms work without this.
"use strict";

(() => {
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

  if (comment && take) {
    let chosen = null;
    take.hidden = false;
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      if (!selection.rangeCount || selection.isCollapsed) return;
      const range = selection.getRangeAt(0);
      if (!comment.contains(range.commonAncestorContainer)) return;
      const start = placeOf(range.startContainer, range.startOffset);
      const end = placeOf(range.endContainer, range.endOffset);
      chosen = start !== null && end !== null && start < end ? { start, end, words: selection.toString() } : null;
    });
    take.addEventListener("click", () => {
      const status = document.querySelector("[data-span-status]");
      if (!chosen) {
        status.textContent = "Select words in the comment first.";
        return;
      }
      const row = emptyRow();
      const [start, end] = row.querySelectorAll("input");
      start.value = chosen.start;
      end.value = chosen.end;
      row.querySelector("[data-span-words]").textContent = `“${chosen.words}”`;
      status.textContent = `“${chosen.words}” will be hidden.`;
      chosen = null;
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    const select = button.form.querySelector("[data-fills]");
    const option = select.selectedOptions[0];
    if (!option) return;
    event.preventDefault();
    const area = document.getElementById(select.dataset.fills);
    area.value = option.dataset.text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
})();
