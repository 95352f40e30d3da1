// A visitor in a real browser whose every page is checked: accessibility (axe), nothing in the console, no sideways
// scrolling on a narrow screen. A page that a journey passes through without checking fails the journey too.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** WCAG 2.2 AA is cumulative; best practice adds landmarks and heading order, which the pages keep as well. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** WCAG 1.4.10: 320 CSS pixels is a 1280 px window at 400 %. */
const NARROW = { width: 320, height: 800 }
const WIDE = { width: 1280, height: 900 }

export function launch () {
  return chromium.launch({
    executablePath: process.env.CONCORDAT_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    // Neither root nor an unprivileged container can offer a sandbox, and the only pages opened are our own. The rest keeps
    // the browser from calling home during a test.
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })
}

/**
 * Somebody with cookies of their own.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address where the program listens
 * @param {{ javaScript?: boolean }} options every page must work without scripts: try it
 */
export async function visitor (browser, address, { javaScript = true } = {}) {
  const context = await browser.newContext({
    baseURL: address,
    viewport: WIDE,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce'
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  // Not by the context's `javaScriptEnabled`: axe needs timers, so scripts must come back for the moment of a check. The
  // page was loaded without them, and a page's own scripts do not start late.
  const devtools = await context.newCDPSession(page)
  const scripts = on => devtools.send('Emulation.setScriptExecutionDisabled', { value: !on })
  await scripts(javaScript)

  let complaints = []
  let status = null
  let seen = true
  const unseen = []
  page.on('console', message => {
    if (message.type() !== 'error') return
    complaints.push({ text: message.text(), url: message.location().url })
  })
  page.on('pageerror', error => complaints.push({ text: String(error), url: page.url() }))
  page.on('dialog', dialog => { complaints.push({ text: `a dialogue box opened: ${dialog.message()}`, url: page.url() }); dialog.dismiss() })
  page.on('response', response => {
    const request = response.request()
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      status = response.status()
      answered = true
    }
  })
  let last = null
  let answered = false
  page.on('framenavigated', frame => {
    // A jump within the page asks the server nothing and shows nothing new.
    if (frame !== page.mainFrame() || !frame.url().startsWith('http') || !answered) return
    answered = false
    if (!seen) unseen.push(last)
    seen = false
    last = frame.url()
  })

  /** Checks the page that is open now. `expect` is the status it should have come with: 422 for a refused form. */
  async function look ({ expect = 200 } = {}) {
    const here = page.url()
    assert.equal(status, expect, `${here} answered ${status}, not ${expect}`)
    if (expect >= 400) complaints = complaints.filter(it => !(it.url === here && it.text.includes(`status of ${expect}`)))
    assert.notEqual((await page.title()).trim(), '', `${here} has no title`)
    await scripts(true)
    const found = [...await audit(page), ...await sideways(page)]
    await scripts(javaScript)
    // Last, because what axe and the narrow window set off belongs to the page as well.
    found.push(...complaints.splice(0).map(it => `console: ${it.text} (${it.url})`))
    seen = true
    if (found.length) assert.fail(`${here}\n  ${found.join('\n  ')}`)
    return page
  }

  /** Opens an address and checks the page. */
  async function visit (path, options) {
    await page.goto(path, { waitUntil: 'load' })
    return look(options)
  }

  /** Does something that opens another page (a click, usually), and checks that page. */
  async function follow (act, options) {
    await Promise.all([page.waitForEvent('load'), act()])
    return look(options)
  }

  /** Does something that downloads a file; its name and bytes. */
  async function download (act) {
    const [file] = await Promise.all([page.waitForEvent('download'), act()])
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }

  /** Leaves, and fails when a page was never checked or something complained after the last check. */
  async function leave () {
    if (!seen) unseen.push(last)
    await context.close()
    assert.deepEqual(unseen, [], 'pages were opened and never checked: use visit, follow or look')
    assert.deepEqual(complaints, [], 'the console complained after the last check')
  }

  return { page, context, visit, follow, look, download, leave }
}

/** What axe finds, one line each. */
async function audit (page) {
  // By the debugger rather than a script element, which the page's content security policy would rightly refuse.
  await page.evaluate(AXE)
  const violations = await page.evaluate(async tags => {
    const result = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
    return result.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, html }) => ({ target, html })) }))
  }, TAGS)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `axe ${id}: ${help}: ${target.join(' ')}: ${html.slice(0, 200)}`))
}

/** Whether the page scrolls sideways on a narrow screen, and what sticks out. A table may scroll in a box of its own. */
async function sideways (page) {
  await page.setViewportSize(NARROW)
  try {
    const out = await page.evaluate(() => {
      // Playwright hides scroll bars, so this is the whole width.
      const edge = document.documentElement.clientWidth
      if (document.scrollingElement.scrollWidth <= edge) return null
      const boxed = element => {
        for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
          if (getComputedStyle(up).overflowX !== 'visible') return true
        }
        return false
      }
      const wide = [...document.body.querySelectorAll('*')].filter(it => it.getBoundingClientRect().right > edge + 1 && !boxed(it))
      return wide.slice(0, 3).map(it => it.outerHTML.slice(0, 120))
    })
    return out ? [`scrolls sideways at ${NARROW.width} px: ${out.join(' | ')}`] : []
  } finally {
    await page.setViewportSize(WIDE)
  }
}
