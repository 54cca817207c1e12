// Text at 200 % and nothing else, as a phone's own setting for large text does it.
() => {
  const all = [...document.querySelectorAll('body, body *')];
  const sizes = all.map(e => parseFloat(getComputedStyle(e).fontSize));
  all.forEach((e, n) => e.style.setProperty('font-size', `${sizes[n] * 2}px`, 'important'));
}
