// The checks must catch what they are for: each is fed a page that breaks one rule.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startApp } from './app.mjs'
import { concordat } from './concordat.mjs'

const binary = fileURLToPath(new URL('stub.mjs', import.meta.url))
const stub = concordat({ binary })

test('good pages pass, also through links, refused forms and downloads', () => stub.as(async ({ page, visit, follow, download }) => {
  await visit('/')
  await follow(() => page.getByRole('button', { name: 'Save' }).click(), { expect: 422 })
  await visit('/')
  await follow(() => page.getByRole('link', { name: 'Another page' }).click())
  const file = await download(() => page.getByRole('link', { name: 'The file' }).click())
  assert.deepEqual([file.name, file.bytes.toString()], ['plan.txt', 'a plan'])
  await visit('/boxed')
}))

for (const [javaScript, text] of [[true, 'Enhanced.'], [false, 'Plain.']]) {
  test(`good pages pass ${javaScript ? 'with' : 'without'} scripts`, () => stub.as(async ({ page, visit, follow }) => {
    await visit('/enhanced')
    assert.equal(await page.locator('#said').textContent(), text)
    await visit('/')
    await follow(() => page.getByRole('button', { name: 'Save' }).click(), { expect: 422 })
    await visit('/enhanced')
    assert.equal(await page.locator('#said').textContent(), text)
  }, { javaScript }))
}

for (const [path, fault] of [
  ['/pale', /axe color-contrast/],
  ['/nameless', /axe button-name/],
  ['/wide', /scrolls sideways at 320 px: <p class="wide">/],
  ['/inline', /console: .*Content Security Policy/],
  ['/missing-asset', /console: .*404/],
  ['/throws', /console: Error: broken/],
  ['/nowhere', /answered 404, not 200/]
]) {
  test(`${path} is caught`, () => assert.rejects(stub.as(({ visit }) => visit(path)), fault))
}

test('a faulty page is caught without scripts too', () =>
  assert.rejects(stub.as(({ visit }) => visit('/nameless'), { javaScript: false }), /axe button-name/))

test('a page that nobody checked is caught', async () => {
  await assert.rejects(stub.as(async ({ page, visit }) => {
    await visit('/')
    await page.goto('/pale')
    await visit('/')
  }), /never checked/)
  await assert.rejects(stub.as(({ page }) => page.goto('/pale')), /never checked/)
})

test('a program that does not start says why, and leaves nothing behind', async () => {
  await assert.rejects(startApp({ binary, args: ['--break'] }), /ended with 1 before it listened\n {4}the data folder cannot be written/)
  await assert.rejects(startApp({ binary: '/nowhere/concordat' }), /ENOENT/)
  const app = await startApp({ binary })
  const home = dirname(app.data)
  assert.ok(existsSync(home))
  await app.stop()
  assert.ok(!existsSync(home))
})
