// What the pages do beyond HTML and htmx: keys, times that stay true, news that does not push what is being read.
// Every page works without this file.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);

/* Keys. Single letters can be turned off (WCAG 2.1.4). */

const usesSingleKeys = () => localStorage.getItem("single-keys") !== "off";
const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

const keys = {
  "/": () => byId("search")?.focus(),
  "?": () => byId("help")?.showModal(),
  j: () => step(1),
  k: () => step(-1),
};

function step(by) {
  const rows = all("[data-row]").filter((row) => row.checkVisibility());
  const next = rows[rows.indexOf(document.activeElement.closest("[data-row]")) + by] ?? rows.at(by > 0 ? 0 : -1);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

// What a page offers by a key of its own (an outcome, a form) names it in data-key.
const offered = (key) => all(`[data-key="${CSS.escape(key)}"]`).find((each) => each.checkVisibility());

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.id === "search") return searchKey(event);
  if (key === "Escape") return closeMenus();
  if (key === "Enter" && target.matches("[data-row]:not(a)")) return target.querySelector("a")?.click();
  if (isTyping(target) || document.querySelector("dialog[open]")) return;
  if (!usesSingleKeys()) return;
  if (key in keys) {
    event.preventDefault();
    keys[key]();
  } else if (pressed(key)) event.preventDefault();
});

// Keys that a page brings along: what says data-key is pressed by it, or reached if one can write in it.
function pressed(key) {
  const element = all("[data-key]").find((each) => each.dataset.key === key && each.checkVisibility());
  if (isTypable(element)) element.focus();
  else element?.click();
  return Boolean(element);
}

const isTypable = (element) => element?.matches("textarea, input[type=text], input[type=search]");

function searchKey(event) {
  if (event.key === "Escape") event.target.blur();
  if (event.key !== "ArrowDown") return;
  event.preventDefault();
  document.querySelector("#found [data-row]")?.focus();
}

const singleKeys = document.querySelector("[data-single-keys]");
if (singleKeys) {
  singleKeys.checked = usesSingleKeys();
  singleKeys.addEventListener("change", () => localStorage.setItem("single-keys", singleKeys.checked ? "on" : "off"));
}

/* On a phone the tabs of the settings are a strip; the chosen one is in sight. The page itself does not scroll. */

for (const tab of all(".settings-tabs [aria-current]")) {
  const strip = tab.parentElement;
  strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}

/* Menus and notices */

const closeMenus = (except) => all("details.menu[open]").forEach((menu) => menu !== except && (menu.open = false));

document.addEventListener("click", ({ target }) => {
  closeMenus(target.closest("details.menu"));
  target.closest("[data-dismiss]")?.parentElement.remove();
  if (target.closest("[data-help]")) byId("help").showModal();
  if (target.closest("[data-show-news]")) htmx.trigger("#ask-timeline", "news-wanted");
  if (target.closest("[data-print]")) print();
});

// A form that was asked for is where one goes on; left, it gives its place back without loading the page.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id !== "do") return;
  byId("do").scrollIntoView({ block: "nearest" });
  byId("do").querySelector("form :is(input:not([type=hidden]), textarea, select)")?.focus();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#do [data-leave]")) return;
  event.preventDefault();
  byId("do").replaceChildren();
  byId("do").classList.remove("card");
});

// What is shown a single time is copied as it stands; without the right to, it is marked for copying by hand.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const source = byId(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    byId("announce").textContent = button.lastChild.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(source);
    source.select?.();
  }
});

// Undoing is offered for some seconds; the words stay until they are put away.
for (const form of all("[data-for-seconds]")) setTimeout(() => form.remove(), 1000 * form.dataset.forSeconds);

function say(words) {
  if (all("#notices p").some((each) => each.textContent === words)) return;
  const notice = byId("went-wrong").content.firstElementChild.cloneNode(true);
  notice.querySelector("p").textContent = words;
  byId("notices").append(notice);
}

/* Times: fresh during their first hour, then the words the server gave for later. Same words as look.recent_words. */

function recentWords(minutes) {
  if (minutes >= 60) return "";
  return minutes ? `${minutes} min ago` : "just now";
}

function refreshTimes() {
  for (const time of all("time[data-later]")) {
    const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 60_000);
    const words = recentWords(minutes);
    time.textContent = words || time.dataset.later;
    if (!words) delete time.dataset.later;
  }
}
setInterval(refreshTimes, 20_000);

/* News on a timeline: slides in, unless somebody is reading there; then a button waits and nothing moves. */

let pointerMovedAt = 0;
document.addEventListener("pointermove", ({ target }) => {
  if (target.closest?.("#timeline-entries")) pointerMovedAt = Date.now();
});

function isBeingRead(list) {
  return (
    list.getBoundingClientRect().top < 0 ||
    list.contains(document.activeElement) ||
    Date.now() - pointerMovedAt < 4_000 ||
    (!getSelection().isCollapsed && list.contains(getSelection().anchorNode))
  );
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (detail.target.id !== "timeline-newer" || detail.requestConfig.triggeringEvent?.type === "news-wanted") return;
  if (!detail.shouldSwap || !isBeingRead(byId("timeline-entries"))) return;
  detail.shouldSwap = false;
  document.querySelector("[data-show-news]").hidden = false;
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.requestConfig?.elt.id !== "ask-timeline") return;
  // Found by the clock: the stream that tells of news has not told it to the others either.
  if (!detail.requestConfig.triggeringEvent) htmx.trigger("#ask-standing", "news");
  document.querySelector("[data-show-news]").hidden = true;
  // What came in may have opened or settled something, or changed what to say; nothing moves under one's hands.
  for (const id of ["left-off", "next"]) if (!byId(id).contains(document.activeElement)) htmx.trigger(`#ask-${id}`, "news");
  const title = document.querySelector("#timeline-entries .is-new .entry-title")?.textContent.trim();
  if (title) byId("announce").textContent = `New: ${title}`;
});

// What came in while lines of another kind were on their way is not among them; their list asks for it.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id === "timeline" && byId("ask-timeline")) htmx.trigger("#ask-timeline", "news-wanted");
});

// Pages of a timeline begin in the middle of a day; a day keeps one heading.
document.addEventListener("htmx:afterSettle", () => {
  let last = "";
  for (const day of all("#timeline-entries .day")) {
    if (day.textContent === last) day.remove();
    last = day.textContent;
  }
});

/* Requests that fail, and sessions that ended meanwhile */

document.addEventListener("htmx:beforeSwap", (event) => {
  const { pathname } = new URL(event.detail.xhr.responseURL || location.href);
  if (pathname !== document.body.dataset.login) return;
  event.detail.shouldSwap = false;
  location.reload();
});
document.addEventListener("htmx:sendError", () => say("The hub did not answer. What you typed is still here; try again in a moment."));
document.addEventListener("htmx:responseError", ({ detail }) =>
  say(`That did not go through (${detail.xhr.status}). Nothing was changed; try again, or load the page afresh.`),
);

/* The preview beside a form follows what is being written. */

for (const button of all("[data-preview]")) {
  const show = () => {
    const frame = document.querySelector("iframe[name=mail]");
    frame.replaceWith(frame.cloneNode()); // A fresh frame leaves no trail for the Back button.
    button.form.requestSubmit(button);
  };
  let waiting;
  button.form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 600);
  });
  if (button.formTarget) show();
}
