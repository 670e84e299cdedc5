// Pages through a book in a reading system: node drive.mjs BASE READER BROWSER FOLDER FILE…
// Prints what was reached, which links lead nowhere, what notes open, and what the console complained of. Each FILE
// (the end of a document's name) is photographed in light and dark.
import { chromium } from 'playwright-core'

const [base, reader, executablePath, folder, ...wanted] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 700, height: 900 } })
const errors = []
page.on('console', message => { if (message.type() === 'error') errors.push(message.text()) })
page.on('pageerror', error => errors.push(String(error)))
page.on('requestfailed', request => errors.push(`${request.url()} failed`))
page.on('response', response => { if (response.status() >= 400) errors.push(`${response.url()}: ${response.status()}`) })
await page.goto(`${base}/${reader}.html`)
await page.waitForFunction('window.reader')
await page.evaluate(() => reader.open('book.epub'))
const files = await page.evaluate(() => reader.files())
const chapters = {}, links = new Map(), broken = [], notes = []
for (const file of files) {
  chapters[file] = await page.evaluate(file => reader.show(file), file)
  const name = wanted.find(end => file.endsWith(end))
  for (const colorScheme of name ? ['dark', 'light'] : []) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${folder}/${reader}-${name}-${colorScheme}.png` })
  }
  notes.push(...await page.evaluate(() => reader.notes?.() ?? []))
  for (const href of await page.evaluate(() => reader.links())) {
    if (!/^(blob|data|[a-z][a-z0-9+.-]*):/i.test(href)) links.set(`${new URL(href, `http://book/${file}`)}`, [file, href])
  }
}
for (const [file, href] of links.values()) {
  if (!await page.evaluate(([file, href]) => reader.lands(file, href), [file, href])) broken.push(`${file}: ${href}`)
}
await browser.close()
console.log(JSON.stringify({ chapters, links: links.size, broken, notes, errors }))
