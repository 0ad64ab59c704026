"use strict";

// A form that is on its way is not sent twice by a second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});

// Coming back with the browser's back button opens the form again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The workbench opens with the claim in sight.
document.addEventListener("DOMContentLoaded", () => {
  const claim = document.getElementById("claim");
  const article = claim && claim.closest(".bench-article");
  if (article) article.scrollTop = claim.offsetTop - article.offsetTop - article.clientHeight / 3;
});
