// Every address that a photo below the fold may be loaded from.
() => [...document.querySelectorAll('img[loading=lazy]')].flatMap(img => {
  const sources = img.parentElement.matches('picture') ? [...img.parentElement.querySelectorAll('source')] : [];
  const offered = sources.flatMap(source => source.srcset.split(',').map(part => part.trim().split(' ')[0]));
  return [img.src, ...offered.map(url => new URL(url, document.baseURI).href)];
})
