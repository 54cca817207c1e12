least => {
  const shown = [...document.querySelectorAll('a,button,input:not([type=hidden]),textarea,summary')]
    .filter(e => e.checkVisibility() && !e.closest('.quiet') && !e.matches('.skip'));
  const small = shown.filter(e => {
    const box = e.getBoundingClientRect();
    return box.height < least - 0.01 || box.width < least - 0.01;
  });
  return small.map(e => `${Math.round(e.getBoundingClientRect().width)}×${Math.round(e.getBoundingClientRect().height)} ${e.outerHTML.slice(0, 120)}`);
}
