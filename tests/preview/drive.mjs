// Looks at every work of a preview: node drive.mjs BASE BROWSER POST WORDS
// Says what each frame shows and what the console complained of, pages through a book, then appends WORDS to POST and
// waits until the frame of the feed shows them.
import { createRequire } from 'node:module'
import { appendFileSync } from 'node:fs'
const { chromium } = createRequire(new URL('../readers/', import.meta.url))('playwright-core')

const [base, executablePath, post, words] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
const errors = [], shown = {}
page.on('console', message => { if (message.type() === 'error') errors.push(message.text()) })
page.on('pageerror', error => errors.push(String(error)))
page.on('response', response => { if (response.status() >= 400) errors.push(`${response.url()}: ${response.status()}`) })
page.on('request', request => { if (!request.url().startsWith(base) && !request.url().startsWith('data:')) errors.push(request.url()) })
const inside = () => page.frameLocator('iframe').locator('body')
await page.goto(base)
const works = await page.$$eval('.shelf li a', links => links.map(link => link.getAttribute('href')))
for (const work of works) {
  await page.goto(base + work)
  if (!await page.locator('iframe').count()) continue
  await page.locator('text=Dark').first().click()
  await inside().waitFor()
  shown[work] = (await inside().innerText()).length
}

const book = works.find(work => work.endsWith('.epub'))
await page.goto(base + book)
await page.locator('text=Spread').click()
const seen = new Set()
for (let turns = 0; turns < 60; turns++) {
  await inside().waitFor()
  seen.add(await page.evaluate(() => document.querySelector('iframe').contentWindow.location.pathname))
  await page.locator('#on').click()
  await page.waitForTimeout(60)
}
const spine = JSON.parse(await page.locator('#spine').textContent())

await page.goto(base + works.find(work => work.includes('/feed/') && work.includes('/ja/')))
await inside().waitFor()
appendFileSync(post, `\n${words}\n`)
await page.frameLocator('iframe').getByText(words).waitFor({ timeout: 60000 })
await browser.close()
console.log(JSON.stringify({ works, shown, chapters: seen.size, spine: spine.length, errors }))
