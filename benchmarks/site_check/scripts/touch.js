// What a visitor does by hand, everywhere: whatever a handler would answer, it has been asked.
() => {
  for (const e of document.querySelectorAll('*')) {
    for (const what of ['mouseover', 'focus', 'load', 'error', 'toggle']) e.dispatchEvent(new Event(what));
  }
}
