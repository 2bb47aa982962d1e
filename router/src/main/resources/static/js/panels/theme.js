import { $ } from '../lib/dom.js';
import { say } from '../model/state.js';

const KEPT = 'ring-theme';

const dark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

/** Light or dark: as the system has it, until somebody chooses. */
export function startTheme() {
  const chosen = localStorage.getItem(KEPT);
  if (chosen) document.documentElement.dataset.theme = chosen;
  $('theme').addEventListener('click', () => {
    const theme = dark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEPT, theme);
    say(`${theme === 'dark' ? 'Dark' : 'Light'} now.`);
  });
}
