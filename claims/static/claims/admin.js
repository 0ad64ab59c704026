"use strict";

// A field that searches as one types names itself by what is chosen in it, which is nothing at first.
const nameFields = () => {
  for (const field of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = document.querySelector(`label[for="${field.id}"]`);
    const box = field.parentElement.querySelector(".select2-selection[aria-labelledby]");
    if (!label || !box) continue;
    for (const part of [box, ...box.querySelectorAll("[role=textbox]")]) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", label.textContent.trim().replace("*", ""));
    }
  }
};

// Such fields are made after the page is there, and more of them when a row is added.
new MutationObserver(nameFields).observe(document.documentElement, { childList: true, subtree: true });
