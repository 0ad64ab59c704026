"use strict";

const find = (selector, inside = document) => inside.querySelector(selector);
const findAll = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// --- Forms ---------------------------------------------------------------------------------------------------
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
  for (const form of findAll("form[data-sent]")) delete form.dataset.sent;
});

// The workbench opens with the claim in sight.
document.addEventListener("DOMContentLoaded", () => {
  const claim = document.getElementById("claim");
  const article = claim && claim.closest(".bench-article");
  if (article) article.scrollTop = claim.offsetTop - article.offsetTop - article.clientHeight / 3;
});

// --- Keys ----------------------------------------------------------------------------------------------------
const KEYS_OFF = "claimdesk:keys-off";
const WRITES = "input:not([type=radio], [type=checkbox], [type=submit]), textarea, select";

const go = (target) => {
  if (target) target.click();
  return Boolean(target);
};

const reach = (field) => {
  const details = field && field.closest("details");
  if (details) details.open = true;
  if (field) field.focus();
  return Boolean(field);
};

// In a list j and k move from row to row; in an article they lead from claim to claim.
const step = (key, by) => {
  const link = find(`[data-key="${key}"]`);
  if (link) return go(link);
  const rows = findAll("a.row-claim");
  const at = rows.indexOf(document.activeElement);
  return reach(at < 0 ? rows[0] : rows[at + by]);
};

const rate = (number) => {
  const rating = findAll('input[name="rating"]')[number - 1];
  if (!rating) return false;
  rating.checked = true;
  rating.dispatchEvent(new Event("input", { bubbles: true }));
  return reach(rating);
};

const emptySource = () => findAll('[name^="form-"][name$="-url"]').find((field) => !field.value);

const addSource = () => {
  if (reach(emptySource())) return true;
  const button = find('button[name="add"]');
  if (!button) return false;
  document.addEventListener("htmx:afterSettle", () => reach(emptySource()), { once: true });
  return go(button);
};

const search = () => {
  if (reach(find("#q"))) return true;
  const desk = find("[data-desk]");
  if (desk) location.assign(`${desk.href}#q`);
  return Boolean(desk);
};

const openDialog = (id) => {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
};

const DOES = {
  j: () => step("j", 1),
  k: () => step("k", -1),
  n: () => go(find('[data-key="n"]') || find('a[id^="mine-"]')),
  t: () => go(find('[data-key="t"]:not(:disabled)')),
  e: () => reach(find('textarea[name="reasoning"]')),
  s: addSource,
  r: () => reach(find("#give-back textarea")),
  u: () => go(find('[data-key="u"]')),
  "/": search,
  "?": () => openDialog("keys"),
};
const WALKS = new Set(["j", "k"]);

// A key is the letter that it types where that is a Latin one (with Caps Lock, too), and else the letter at its place: so
// it is the same key on a Cyrillic, Greek, Arabic or Korean layout as on the Latin one of its keyboard. Figures are found
// at their place as well, where a figure wants Shift. A sign is what it types, wide or not.
const OTHER_WRITING = /^(?!\p{Script=Latin})[\p{L}\p{M}]+$/u;
const SIGNS = { "؟": "?" };

const keyOf = (event) => {
  const typed = event.key.normalize("NFKC");
  if (/^[1-9/?]$/.test(typed)) return typed;
  if (typed in SIGNS) return SIGNS[typed];
  if (event.shiftKey) return "";
  if (/^[a-z]$/i.test(typed)) return typed.toLowerCase();
  const [, letter, figure] = /^(?:Key([A-Z])|Digit([1-9]))$/.exec(event.code) || [];
  if (figure) return [...typed].length === 1 ? figure : "";
  if (!OTHER_WRITING.test(typed)) return "";
  return letter ? letter.toLowerCase() : { Slash: "/" }[event.code] || "";
};

// While words are composed of several keys, each belongs to the word; some browsers say so by the code alone.
const isComposing = (event) => event.isComposing || event.keyCode === 229;
const isSubmit = (event) =>
  event.key === "Enter" && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey && !event.getModifierState("AltGraph");
const isAlone = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !event.getModifierState("AltGraph");
const isWriting = (field) => field.matches(WRITES) || field.isContentEditable;

// The form in which somebody is, by the button that they are on or by the one that hands it in.
const submitFormOf = (field) => {
  const form = field.closest("form");
  if (!form) return false;
  const button = field.matches("button, input[type=submit]") ? field : find("button[type=submit]:not([formnovalidate])", form);
  return go(button);
};

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.defaultPrevented) return;
  if (isSubmit(event)) {
    if (event.repeat || submitFormOf(event.target)) event.preventDefault();
    return;
  }
  if (event.key === "Escape" && isWriting(event.target)) event.target.blur();
  if (!isAlone(event) || isWriting(event.target) || find("dialog[open]")) return;
  const key = keyOf(event);
  if (localStorage.getItem(KEYS_OFF) && key !== "?") return;
  // A key held down walks along a list; it neither does a thing twice nor opens page after page.
  if (event.repeat && (!WALKS.has(key) || find(`[data-key="${key}"]`))) return;
  const act = /^[1-9]$/.test(key) ? () => rate(Number(key)) : DOES[key];
  if (act && act()) event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => {
  for (const opener of findAll("[data-opens]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => openDialog(opener.dataset.opens));
  }
  if (location.hash === "#q") reach(find("#q"));
  const box = document.getElementById("single-keys");
  if (!box) return;
  box.checked = !localStorage.getItem(KEYS_OFF);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
});

// --- Drafts --------------------------------------------------------------------------------------------------
// The desk keeps what is written a second after the last key. Until it has, a copy stands in the browser, one for each
// open page: it outlives a lost connection, an expired session and a closed window. It says which draft it goes on from.
const COPIES = "claimdesk:draft:";
const MAX_AGE = 7 * 24 * 3600 * 1000;
const FROM = ["draft", "draft_version", "draft_page"];
// What the desk has of the form on this page, and what is on its way there.
let kept = "";
let sending = "";
// To ask even where nothing is new, so as to hear of other texts.
let isAsking = false;

const copiesOf = (form) => `${COPIES}${form.dataset.draft}:`;
const copyName = (form) => copiesOf(form) + form.elements.draft_page.value;
const written = (form) =>
  Object.fromEntries([...new FormData(form)].filter(([name]) => name === "rating" || name === "reasoning" || name.startsWith("form-")));
const stateOf = (form) => JSON.stringify(written(form));

const keepCopy = (form) => {
  const from = Object.fromEntries(FROM.map((name) => [name, form.elements[name].value]));
  localStorage.setItem(copyName(form), JSON.stringify({ values: written(form), from, at: Date.now() }));
};

const keepDraft = () => htmx.trigger(document.body, "keep-draft");

// Names and copies of other pages, the latest first.
const copiesFor = (form) =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(copiesOf(form)) && name !== copyName(form))
    .map((name) => [name, JSON.parse(localStorage.getItem(name))])
    .sort(([, one], [, other]) => other.at - one.at);

// A copy that goes on from another text than this page is kept at the desk beside it.
const sendCopy = async (form, name, copy) => {
  const token = find('[name="csrfmiddlewaretoken"]', form).value;
  const body = new URLSearchParams({ ...copy.values, ...copy.from, csrfmiddlewaretoken: token });
  const headers = { "HX-Request": "true" };
  const answer = await fetch(find("#draft").getAttribute("hx-post"), { method: "POST", headers, body });
  if (answer.ok) localStorage.removeItem(name);
};

const takeUpCopies = async (form) => {
  const sent = [];
  for (const [name, copy] of copiesFor(form)) {
    if (JSON.stringify(copy.values) === stateOf(form)) localStorage.removeItem(name);
    else if (stateOf(form) === kept && copy.from.draft_version === form.elements.draft_version.value) {
      fillIn(form, copy.values);
      keepCopy(form);
      localStorage.removeItem(name);
      find("#draft").append(find("#draft").dataset.back);
    } else sent.push(sendCopy(form, name, copy));
  }
  await Promise.allSettled(sent);
  isAsking = sent.length > 0;
  keepDraft();
};

const addRow = (form) => {
  const total = find('[name="form-TOTAL_FORMS"]', form);
  const rows = findAll("fieldset.source", form);
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  for (const element of findAll("[name], [id], [for]", row)) {
    for (const name of ["name", "id", "for"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/form-\d+-/, `form-${total.value}-`));
    }
    if (element.matches("input, textarea")) element.value = "";
  }
  const legend = find("legend", row);
  legend.textContent = `${legend.dataset.numbered} ${Number(total.value) + 1}`;
  last.after(row);
  total.value = Number(total.value) + 1;
};

const fillIn = (form, values) => {
  const total = find('[name="form-TOTAL_FORMS"]', form);
  while (Number(total.value) < Number(values["form-TOTAL_FORMS"])) addRow(form);
  for (const field of form.elements) {
    if (field.name === "form-TOTAL_FORMS" || !(field.name in values)) continue;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
    if (field.value && field.closest("details")) field.closest("details").open = true;
  }
};

const forgetCopies = (isOld) => {
  for (const name of Object.keys(localStorage).filter((key) => key.startsWith(COPIES))) {
    if (isOld(JSON.parse(localStorage.getItem(name)))) localStorage.removeItem(name);
  }
};

document.addEventListener("DOMContentLoaded", () => {
  forgetCopies((copy) => Date.now() - copy.at > MAX_AGE);
  const form = document.getElementById("verdict");
  if (!form) return;
  if ("unsaved" in form.dataset) keepCopy(form);
  else kept = stateOf(form);
  form.addEventListener("input", () => keepCopy(form));
  document.addEventListener("htmx:load", () => takeUpCopies(form), { once: true });
});

// Signing out leaves nothing behind on a computer that others use.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-signs-out]")) forgetCopies(() => true);
});

// What the desk found out about an address goes into the fields that are still empty.
document.addEventListener("htmx:afterSettle", () => {
  for (const page of findAll("[data-page]")) {
    const row = page.closest("fieldset.source");
    for (const name of ["title", "publisher", "published_at"]) {
      const field = row && find(`[name$="-${name}"]`, row);
      if (!field || field.value || !page.dataset[name]) continue;
      field.value = page.dataset[name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    delete page.dataset.page;
  }
});

// --- Adding a claim ---------------------------------------------------------------------------------------------
// Words marked in the article go into the form, with the place where they begin (in code points, as the desk counts).
const textOf = (range) => {
  const copy = range.cloneContents();
  for (const note of findAll(".hidden", copy)) note.remove();
  return copy.textContent;
};

document.addEventListener("selectionchange", () => {
  const form = document.getElementById("add-claim");
  const selection = document.getSelection();
  if (!form || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const article = find(".article-text");
  if (!article.contains(range.commonAncestorContainer)) return;
  const before = document.createRange();
  before.setStart(article, 0);
  before.setEnd(range.startContainer, range.startOffset);
  find("#add_exact").value = textOf(range);
  find("#add_near").value = [...textOf(before)].length;
  form.open = true;
});

// --- What the open page hears ----------------------------------------------------------------------------------
const POLLS_WHEN_SEEN = "#queue, #presence";

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (document.hidden && elt.matches(POLLS_WHEN_SEEN)) event.preventDefault();
  if (elt.id !== "draft") return;
  sending = stateOf(document.getElementById("verdict"));
  // A page on which nothing is new neither saves nor clashes with one on which something is.
  if (sending === kept && !isAsking) event.preventDefault();
  isAsking = false;
});

// Why nothing is saved just now is told by one of these, and by none once something is saved again.
const TROUBLES = ["offline", "signed-out", "signed-in-otherwise", "not-saved"];

const tell = (trouble) => {
  for (const id of TROUBLES) {
    const told = document.getElementById(id);
    if (told) told.hidden = id !== trouble;
  }
};

const isInTrouble = () => TROUBLES.some((id) => document.getElementById(id)?.hidden === false);

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, requestConfig } = event.detail;
  if (!successful) return;
  delete elt.dataset.sent;
  delete elt.dataset.again;
  const form = document.getElementById("verdict");
  if (elt.id === "draft") {
    kept = sending;
    if (stateOf(form) === kept) localStorage.removeItem(copyName(form));
  }
  // To read is not to save; on a page that reads alone there is no more to ask for.
  const isSaving = requestConfig.verb !== "get" || !find("[hx-post]");
  if (!isSaving || !isInTrouble()) return;
  tell("");
  if (elt.id !== "draft") keepDraft();
});

document.addEventListener("htmx:sendError", () => tell("offline"));
document.addEventListener("htmx:timeout", () => tell("offline"));

// Signed in again in another tab: this page goes on with the token of that session, as the same person alone.
const goOn = (elt, xhr) => {
  const token = xhr.getResponseHeader("X-CSRFToken");
  if (xhr.getResponseHeader("X-Signed-In-As") !== document.body.dataset.user) {
    tell("signed-in-otherwise");
    return;
  }
  for (const field of findAll('[name="csrfmiddlewaretoken"]')) field.value = token;
  tell("");
  askAgain(elt);
  keepDraft();
};

// What somebody clicked or filled in is asked for once more; what asks by itself will do so anyway.
const askAgain = (elt) => {
  if (elt.dataset.again) return;
  elt.dataset.again = "1";
  if (elt.matches("button")) elt.click();
  else if (elt.matches("form:not([hx-trigger])")) elt.requestSubmit();
  else if (elt.matches("input")) htmx.trigger(elt, "change");
};

document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = event.detail;
  delete elt.dataset.sent;
  if (xhr.status === 401) tell("signed-out");
  else if (xhr.getResponseHeader("X-CSRFToken")) goOn(elt, xhr);
  else if (elt.id === "draft") tell("not-saved");
});

// An offer that has run out goes away; the desk would refuse it.
document.addEventListener("DOMContentLoaded", () => {
  for (const offer of findAll("[data-seconds]")) setTimeout(() => offer.remove(), Number(offer.dataset.seconds) * 1000);
});

// Where no answer comes for so long that the claim may be somebody else's, the page says so by its own clock.
setInterval(() => {
  const lease = find("[data-lease-until]");
  const doubt = document.getElementById("lease-doubt");
  if (lease && doubt) doubt.hidden = Date.now() < Date.parse(lease.dataset.leaseUntil);
}, 5000);
