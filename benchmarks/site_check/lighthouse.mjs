// Lighthouse on the addresses given, one after the other in one Chrome; a line of JSON for each look.
// Arguments: the folder that holds node_modules, the browser, how many looks each, addresses.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, chromePath, looks, ...addresses] = process.argv.slice(2);
const from = createRequire(`${folder}/`);
const lighthouse = (await import(pathToFileURL(from.resolve('lighthouse')))).default;
const launcher = await import(pathToFileURL(from.resolve('chrome-launcher')));

const chrome = await launcher.launch({ chromePath, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
// A picture of the whole page is no part of any score.
const options = { port: chrome.port, output: 'json', logLevel: 'silent', disableFullPageScreenshot: true };
try {
  for (const address of addresses) {
    for (let look = 0; look < Number(looks); look++) {
      const { lhr } = await lighthouse(address, options);
      console.log(JSON.stringify({ address, ...told(lhr) }));
    }
  }
} finally {
  await chrome.kill();
}

function told(lhr) {
  const short = Object.values(lhr.categories).flatMap(category => category.auditRefs)
    .filter(ref => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 1);
  return {
    scores: Object.fromEntries(Object.values(lhr.categories).map(c => [c.id, Math.round(c.score * 100)])),
    largest_paint_ms: Math.round(lhr.audits['largest-contentful-paint'].numericValue),
    layout_shift: lhr.audits['cumulative-layout-shift'].numericValue,
    blocking_ms: Math.round(lhr.audits['total-blocking-time'].numericValue),
    bytes: lhr.audits['total-byte-weight'].numericValue,
    short: [...new Set(short.map(ref => ref.id))],
  };
}
