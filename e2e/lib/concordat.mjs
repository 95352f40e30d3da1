// What every journey file starts with: one program and one browser for the tests of the file.
import { after, before } from 'node:test'
import { startApp } from './app.mjs'
import { launch, visitor } from './browser.mjs'

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
      await story(who)
    } catch (error) {
      await who.context.close()
      throw error
    }
    await who.leave()
  }
  return { get app () { return app }, as }
}

// When one of the two fails, the other must not stay behind and keep the test process alive.
async function both (starting, launching) {
  const [app, browser] = await Promise.allSettled([starting, launching])
  if (app.status === 'fulfilled' && browser.status === 'fulfilled') return [app.value, browser.value]
  await app.value?.stop()
  await browser.value?.close()
  throw app.reason ?? browser.reason
}
