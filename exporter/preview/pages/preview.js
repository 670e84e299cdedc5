// The frame shows what is chosen; what was chosen, and how far one had read, outlives the reload after a build.
'use strict'
const page = document.body.dataset.name ?? ''
const key = location.pathname
const frame = document.querySelector('iframe[data-template]')
const links = [...document.querySelectorAll('a[data-frame]')]
const spine = JSON.parse(document.getElementById('spine')?.textContent ?? '[]')
const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}')
const wanted = { ...JSON.parse(sessionStorage.getItem('wanted') ?? '{}') }

function chosen(name, otherwise) {
  return document.querySelector(`input[name=${name}]:checked`)?.value ?? otherwise
}

function address() {
  if (frame.dataset.parts) return JSON.parse(frame.dataset.parts)[chosen('part', 'html')]
  return kept.file ?? addressOf(spine[0]) ?? links[0]?.getAttribute('href') ?? ''
}

// A document of the book, as its link is written.
function addressOf(file) { return file && encodeURI(decodeURI(frame.dataset.book) + file) }

function show(scroll = 0) {
  const scheme = chosen('scheme', 'light')
  const width = chosen('width', '100%')
  frame.className = scheme
  frame.style.width = width === 'spread' ? '100%' : /^\d+$/.test(width) ? `${width}px` : width
  const url = address().replace('SCHEME', scheme).replace('PICTURES', chosen('pictures', 'pictures'))
  frame.onload = () => settle(scroll)
  if (url) frame.contentWindow.location.replace(url)
  for (const link of links) {
    if (link.getAttribute('href') === address()) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

// Other sites open beside the preview; a book in spreads is laid in columns of half the frame.
function settle(scroll) {
  const inside = frame.contentDocument
  if (!inside) return
  for (const link of inside.querySelectorAll('a[href]')) {
    if (link.origin && link.origin !== location.origin) { link.target = '_blank'; link.rel = 'noopener noreferrer' }
  }
  const root = inside.documentElement
  if (spread()) {
    root.style.cssText += 'box-sizing:border-box;height:100vh;columns:2;column-gap:4rem;column-fill:auto;overflow:hidden;margin:0'
    inside.body.style.maxWidth = 'none'
  }
  const file = decodeURI(inside.location.pathname).replace(/^\/book\/[^/]+\//, '/book/SCHEME/')
  if (frame.dataset.book && file !== address().split('#')[0]) { kept.file = encodeURI(file); keep() }
  if (scroll === Infinity) inside.scrollingElement.scrollTo(backwards() ? -1e9 : 1e9, 1e9)
  else if (scroll) inside.scrollingElement.scrollTo(spread() ? scroll : 0, spread() ? 0 : scroll)
}

// Vertical text and spreads are turned across, from right to left where the book says so.
const vertical = () => getComputedStyle(frame.contentDocument.documentElement).writingMode.startsWith('vertical')
const spread = () => chosen('width') === 'spread' && !vertical()
const backwards = () => frame.dataset.turns === 'rtl'

function keep() { sessionStorage.setItem(key, JSON.stringify(kept)) }

function open(file, scroll = 0) { kept.file = file; keep(); show(scroll) }

// On by a page of the frame, at its end by a document of the book.
function turn(way) {
  if (!frame.contentDocument?.documentElement) return
  const place = frame.contentDocument.scrollingElement
  const across = spread() || vertical()
  const axis = across ? 'scrollLeft' : 'scrollTop'
  const step = across ? frame.clientWidth - (spread() ? 0 : 48) : frame.clientHeight - 48
  const before = place[axis]
  place[axis] += step * way * (across && backwards() ? -1 : 1)
  if (Math.abs(place[axis] - before) > 2) return
  const here = spine.findIndex(file => address().split('#')[0] === addressOf(file))
  const next = spine[here + way]
  if (next) open(addressOf(next), way < 0 ? Infinity : 0)
}

for (const input of document.querySelectorAll('.choice input')) {
  if (wanted[input.name] === input.value) input.checked = true
  input.addEventListener('change', () => {
    wanted[input.name] = input.value
    sessionStorage.setItem('wanted', JSON.stringify(wanted))
    show()
  })
}
for (const link of links) {
  link.addEventListener('click', event => { event.preventDefault(); open(link.getAttribute('href')) })
}
document.getElementById('back')?.addEventListener('click', () => turn(-1))
document.getElementById('on')?.addEventListener('click', () => turn(1))
document.addEventListener('keydown', event => {
  if (!spine.length || event.target.matches('input')) return
  if (event.key === 'ArrowRight') turn(backwards() ? -1 : 1)
  if (event.key === 'ArrowLeft') turn(backwards() ? 1 : -1)
})

function reload() {
  const place = frame?.contentDocument?.scrollingElement
  if (place) { kept.scroll = spread() ? place.scrollLeft : place.scrollTop; keep() }
  const sheets = document.querySelector('.sheets')
  if (sheets) { kept.sheets = sheets.scrollTop; keep() }
  location.reload()
}

if (frame) show(kept.scroll ?? 0)
document.querySelector('.sheets')?.scrollTo(0, kept.sheets ?? 0)
delete kept.scroll

// What is on the shelf and what was found, without a reload.
async function refresh() {
  const text = await (await fetch(location.href)).text()
  const shelf = new DOMParser().parseFromString(text, 'text/html').querySelector('.shelf')
  document.querySelector('.shelf').replaceWith(shelf)
}

const events = new EventSource('/events')
events.onmessage = async message => {
  const news = JSON.parse(message.data)
  const here = news.works[page]
  if (!page && key === '/' && Object.keys(news.works).length) location.assign('/')
  else if (here && here !== document.body.dataset.revision) reload()
  else if (!news.busy && news.turn !== Number(document.body.dataset.turn)) {
    document.body.dataset.turn = news.turn
    await refresh()
  }
  document.getElementById('busy').textContent = news.busy || 'Up to date'
  const trouble = document.getElementById('trouble')
  trouble.textContent = news.trouble
  trouble.hidden = !news.trouble
}
events.onerror = () => { document.getElementById('busy').textContent = 'The preview has ended' }
