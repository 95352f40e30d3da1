#!/usr/bin/env node
// Draws the pictures of the documentation from the demonstration: `node screenshots.mjs`. An officer's plan on a page, as much
// of it as a usual window shows: down to what is overdue.
import { fileURLToPath } from 'node:url'
import { startApp } from './lib/app.mjs'
import { launch, visitor } from './lib/browser.mjs'

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url))
const SIZE = { width: 1280, height: 960 }

const app = await startApp({ mode: 'demo' })
const browser = await launch()
try {
  const { page } = await visitor(browser, app.address)
  await page.setViewportSize(SIZE)
  await page.goto('/sign-in')
  await page.getByRole('listitem').filter({ hasText: '(Officer' }).first().getByRole('button').click()
  await page.goto('/plans')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Due next' }).waitFor()
  // No pointer above anything, nothing in focus.
  await page.mouse.move(0, 0)
  await page.screenshot({ path: `${IMAGES}plan-on-a-page.png`, clip: { x: 0, y: 0, ...SIZE }, animations: 'disabled' })
} finally {
  await browser.close()
  await app.stop()
}
