// The targets of a page that are too small to hit (WCAG 2.5.8): each is 24 by 24 px at least, or so far from all others
// that a circle of 24 px around its middle meets none. Links within a sentence are as high as its words.
() => {
  const hits = "a[href], button, input:not([type=hidden]), select, summary, textarea";
  const hidden = ".visually-hidden, .visually-hidden-focusable";
  const boxOf = (each) => (each.matches("[type=checkbox], [type=radio]") && each.labels[0]) || each;
  const all = [...document.querySelectorAll(hits)]
    .filter((each) => each.checkVisibility() && !each.closest(hidden))
    .map((each) => ({ each, box: boxOf(each).getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.height);

  const isSmall = ({ box }) => box.width < 24 || box.height < 24;
  const isInText = ({ each }) =>
    each.matches("a") &&
    getComputedStyle(each).display === "inline" &&
    each.parentElement.textContent.trim() !== each.textContent.trim();
  const middle = ({ box }) => [box.x + box.width / 2, box.y + box.height / 2];
  const meet = (one, other) => {
    const [x, y] = middle(one);
    const [left, top] = middle(other);
    const { box } = other;
    if (isSmall(other)) return Math.hypot(x - left, y - top) < 24;
    return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < 12;
  };
  const areApart = (one, other) => one.each.contains(other.each) || other.each.contains(one.each) || !meet(one, other);

  return all
    .filter((one) => isSmall(one) && !isInText(one) && !all.every((other) => areApart(one, other)))
    .map(({ each, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ${each.outerHTML.slice(0, 120)}`);
}
