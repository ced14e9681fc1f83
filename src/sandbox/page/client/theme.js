const key = 'theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** Draws the page in the colours that were chosen here before, else in the machine's. */
export function applyTheme() {
  const chosen = localStorage.getItem(key);
  const isDark = chosen ? chosen === 'dark' : dark.matches;
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--header');
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', colour.trim());
}

export function switchTheme() {
  const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  // What the machine wants anyway need not be remembered.
  if (dark.matches === (next === 'dark')) localStorage.removeItem(key);
  else localStorage.setItem(key, next);
  applyTheme();
}

dark.addEventListener('change', applyTheme);
