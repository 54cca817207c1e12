() => {
  const root = document.documentElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return '';
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1);
  return `${root.scrollWidth} wide: ${out.map(e => e.outerHTML.slice(0, 90)).slice(-2).join(' | ')}`;
}
