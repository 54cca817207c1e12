// Whatever takes the focus stands clear of the bar, and so does the last line of the page.
() => {
  const bar = document.querySelector('.bar');
  if (!bar) return [];
  const covered = e => e.getBoundingClientRect().bottom - bar.getBoundingClientRect().top > 1
    && e.getBoundingClientRect().top < bar.getBoundingClientRect().bottom;
  const found = [];
  for (const e of document.querySelectorAll('a,button,input:not([type=hidden]),textarea,summary')) {
    if (!e.checkVisibility() || e.tabIndex < 0 || bar.contains(e)) continue;
    e.focus();
    if (document.activeElement === e && covered(e)) found.push(`focus ${e.outerHTML.slice(0, 120)}`);
  }
  document.activeElement.blur();
  window.scrollTo(0, document.body.scrollHeight);
  const last = [...document.querySelectorAll('main *, footer *')].filter(e => e.checkVisibility() && !e.children.length);
  found.push(...last.filter(covered).map(e => `at the end ${e.outerHTML.slice(0, 120)}`));
  return found;
}
