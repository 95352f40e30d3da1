// What every journey file starts with: one program and one browser for the tests of the file.
import { after, before } from 'node:test'
import { startApp } from './app.mjs'
import { launch, visitor } from './browser.mjs'

/** Several times what the longest story takes. Some things Playwright waits for without an end. */
const PATIENCE = 420_000

/**
 * Registers the start and the end with the test runner.
 * @param {Parameters<typeof startApp>[0]} options as for `startApp`
 * @returns the running `app` (once tests run) and `as(story, options)`, which gives a visitor to a story and then checks
 *   that nothing was left unchecked
 */
export function concordat (options) {
  let app
  let browser
  before(async () => { [app, browser] = await both(startApp(options), launch()) }, { timeout: 180_000 })
  after(async () => {
    await browser?.close()
    await app?.stop()
  }, { timeout: 30_000 })

  async function as (story, options) {
    const who = await visitor(browser, app.address, options)
    try {
      await within(PATIENCE, story(who), () => `stood still at ${who.context.pages().map(page => page.url()).join(' and ')}`)
    } catch (error) {
      await within(10_000, who.context.close(), () => 'the browser does not close').catch(() => {})
      throw error
    }
    await who.leave()
  }
  return { get app () { return app }, as }
}

// A story that stands still fails by itself and says where, before the runner ends the whole file without a word.
function within (patience, doing, standing) {
  let late
  const end = new Promise((resolve, reject) => { late = setTimeout(() => reject(new Error(standing())), patience) })
  return Promise.race([doing, end]).finally(() => clearTimeout(late))
}

// When one of the two fails, the other must not stay behind and keep the test process alive.
async function both (starting, launching) {
  const [app, browser] = await Promise.allSettled([starting, launching])
  if (app.status === 'fulfilled' && browser.status === 'fulfilled') return [app.value, browser.value]
  await app.value?.stop()
  await browser.value?.close()
  throw app.reason ?? browser.reason
}
