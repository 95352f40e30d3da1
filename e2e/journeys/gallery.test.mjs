// Every page and part with every sample, as the gallery writes them: also the states that no journey comes by.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { BINARY } from '../lib/app.mjs'
import { launch, visitor } from '../lib/browser.mjs'

const ASSETS = fileURLToPath(new URL('../../crates/kit/web/static/', import.meta.url))
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' }
// What the program sends with its own pages, so that a sample which breaks it is found.
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

let folder
let names
let server
let browser

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concordat-gallery-'))
  await promisify(execFile)(join(dirname(BINARY), 'xtask'), ['gallery', folder])
  names = (await readFile(join(folder, 'index.txt'), 'utf8')).split('\n').filter(Boolean)
  server = createServer((request, response) => send(request.url, response))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  browser = await launch()
}, { timeout: 60_000 })

after(async () => {
  await browser?.close()
  server?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function send (url, response) {
  const name = basename(new URL(url, 'http://here').pathname)
  const file = url.startsWith('/static/') ? join(ASSETS, name) : join(folder, name)
  try {
    const bytes = await readFile(file)
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-security-policy': POLICY }).end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}

test('every page and every part is accessible and fits a narrow screen, with every sample', async () => {
  assert.ok(names.length > 100, `${names.length} pages`)
  const left = [...names]
  const wrong = []
  async function work () {
    const { page, context, visit } = await visitor(browser, `http://127.0.0.1:${server.address().port}`)
    // A part by itself names no icon, and the browser asks for one.
    await page.route('**/favicon.ico', route => route.fulfill({ status: 204 }))
    while (left.length) await visit(`/${left.shift()}`).catch(error => wrong.push(error.message))
    await context.close()
  }
  await Promise.all([work(), work()])
  assert.equal(wrong.length, 0, `${wrong.length} of ${names.length} pages:\n${wrong.join('\n')}`)
})
