// Live words while a dial moves: what it promises, what it would have meant, what saving it says.
// Every page works without this file.

const board = document.querySelector("[data-board]");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

if (board) {
  const words = board.querySelector("[data-words]").dataset;
  const positions = all("#positions option").map((option) => ({ short: option.label, full: option.dataset.full }));
  const saveBar = board.querySelector(".save-bar");

  const rehearsal = ({ got, would }, position) => {
    if (got === "0") return null;
    const count = would.split(" ")[position];
    return (count === "1" ? words.meantSingle : words.meantSeveral).replace("{got}", got).replace("{would}", count);
  };

  const show = (dial) => {
    const slider = dial.querySelector(".slider");
    const was = dial.querySelector("input[name^='was:']").value;
    const { short, full } = positions[slider.value];
    const meant = rehearsal(slider.dataset, slider.value);
    slider.dataset.at = slider.value;
    slider.setAttribute("aria-valuetext", [short, meant].filter(Boolean).join(". "));
    dial.querySelector(".promise").textContent = short;
    dial.querySelector("[data-full]").textContent = full;
    if (meant) dial.querySelector("[data-rehearsal]").textContent = meant;
    const youSay = dial.querySelector("[data-you-say]");
    youSay.hidden = slider.value === was;
    youSay.textContent = words.bySaving.replace("{sentence}", slider.dataset.says.replace("{promise}", short));
    dial.classList.toggle("is-moved", slider.value !== was);
  };

  const dials = all("[data-dial]", board);
  const showBar = () => {
    const isMoved = dials.some((dial) => dial.classList.contains("is-moved"));
    saveBar.classList.toggle("is-moved", isMoved);
    saveBar.querySelector("[data-discard]").hidden = !isMoved;
  };

  for (const dial of dials) {
    dial.querySelector(".slider").addEventListener("input", () => {
      show(dial);
      showBar();
    });
    show(dial);
  }
  showBar();
}

// What is shown of the inbox has arrived.
const seen = document.querySelector("[data-seen]");
if (seen) fetch(seen.action, { method: "POST", body: new FormData(seen) }).catch(() => {});

document.addEventListener("click", ({ target }) => {
  for (const menu of all("details.menu[open]")) if (menu !== target.closest("details.menu")) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of all("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
