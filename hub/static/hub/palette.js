// The command palette (Ctrl-K): what this page can do, the rooms, and customers, by a few letters of their names.
// It presses what is on the page; it can do nothing that the page cannot.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("ul");
let shown = [];
let marked = 0;
let asked = 0;

function openPalette() {
  if (dialog.open) return dialog.close();
  input.value = "";
  dialog.showModal();
  show(commands());
}

/** Return what can be done here, as [words, what it is, how to do it]. */
function commands() {
  const acts = all("[data-command]").map((each) => [each.dataset.command, each.dataset.key ?? "", () => each.click()]);
  const rooms = all(".rooms a").map((each) => [each.textContent.trim(), "room", () => each.click()]);
  return [...acts, ...rooms];
}

const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function fitting(typed) {
  const parts = fold(typed).split(/\s+/);
  return commands().filter(([words]) => parts.every((part) => fold(words).includes(part)));
}

async function search(typed) {
  const mine = ++asked;
  show(fitting(typed));
  if (typed.trim().length < 2) return;
  const url = new URL(dialog.dataset.find, location.href);
  url.searchParams.set("q", typed);
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (mine !== asked || !answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = all("a[data-row]", page).slice(0, 8).map((each) => {
    const href = each.getAttribute("href");
    return [each.querySelector("strong").textContent.trim(), "customer", () => location.assign(href)];
  });
  show([...fitting(typed), ...found]);
}

function show(options) {
  shown = options;
  list.replaceChildren(
    ...options.map(([words, what], place) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.id = `palette-${place}`;
      const name = document.createElement("span");
      name.textContent = words;
      const kind = document.createElement("span");
      kind.className = "small soft";
      kind.textContent = what;
      option.append(name, kind);
      option.addEventListener("click", () => take(place));
      return option;
    }),
  );
  mark(0);
}

function mark(place) {
  marked = Math.max(0, Math.min(place, shown.length - 1));
  all("[role=option]", list).forEach((each, at) => {
    each.setAttribute("aria-selected", String(at === marked));
    if (at === marked) each.scrollIntoView({ block: "nearest" });
  });
  if (shown.length) input.setAttribute("aria-activedescendant", `palette-${marked}`);
  else input.removeAttribute("aria-activedescendant");
}

function take(place) {
  const option = shown[place];
  if (!option) return;
  dialog.close();
  option[2]();
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key !== "k") return;
    event.preventDefault();
    openPalette();
  });
  input.addEventListener("input", () => search(input.value));
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown") mark(marked + 1);
    else if (key === "ArrowUp") mark(marked - 1);
    else if (key === "Enter") take(marked);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
