// Light, dark or as the system says. Loaded before the first paint, so that nobody sees the wrong one flash by.
{
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

  const show = () => {
    const choice = localStorage.getItem("theme") ?? "auto";
    const isDark = choice === "auto" ? systemIsDark.matches : choice === "dark";
    document.documentElement.dataset.bsTheme = isDark ? "dark" : "light";
    for (const button of document.querySelectorAll("[data-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === choice));
    }
  };

  show();
  systemIsDark.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-theme]");
    if (!button) return;
    localStorage.setItem("theme", button.dataset.theme);
    show();
  });
}
