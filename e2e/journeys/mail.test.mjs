// Letters: an invitation that arrives, one that does not, and one that a person decides about. A real mail server, no browser tricks.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { command } from '../lib/app.mjs'
import { concordat } from '../lib/concordat.mjs'
import { PASSWORD, errorsOn, noticeOn, signInAsRole } from '../lib/people.mjs'
import { openPostOffice } from '../lib/post-office.mjs'

const folder = await mkdtemp(join(tmpdir(), 'concordat-post-'))
const office = await openPostOffice(folder)
after(async () => {
  await office.stop()
  await rm(folder, { recursive: true, force: true })
})
const server = concordat({ args: ['--smtp-url', `smtp://127.0.0.1:${office.port}`] })

/** The message to this address, once it has come. */
async function messageTo (address) {
  for (let i = 0; i < 60; i++) {
    for (const name of (await readdir(folder)).filter(name => name.endsWith('.eml'))) {
      const text = await readFile(join(folder, name), 'utf8')
      if (text.includes(`X-To: ${address}\r\n`)) return text
    }
    await pause(500)
  }
  assert.fail(`nothing came for ${address}`)
}

test('an invitation goes out by mail and opens the way in', async () => {
  await server.as(async who => {
    const { page, visit, follow } = who
    await signInAsRole(who, 'Administrator')
    await visit('/people')
    await follow(() => page.getByRole('link', { name: 'Harriet Lindqvist' }).click())
    const address = await page.getByText(/@/).first().innerText()
    await follow(() => page.getByRole('button', { name: 'Send an invitation' }).click())
    assert.match(await noticeOn(page), /goes out by e-mail/)
    const message = await messageTo(address.trim())
    const [link] = /^http:\/\/127\.0\.0\.1:\d+\/welcome\/\S+$/m.exec(message.replace(/=\r?\n/g, ''))
    assert.match(message, /^Auto-Submitted: auto-generated\r$/m)

    // What is kept shows that there was a link, and not the link.
    await visit('/mail?state=sent')
    await follow(() => page.getByRole('link', { name: 'Harriet Lindqvist' }).first().click())
    const kept = await page.locator('main').innerText()
    assert.match(kept, /the link, which only they have/)
    assert.ok(!kept.includes('/welcome/'), kept)

    await server.as(async ({ page, visit, follow }) => {
      await visit(new URL(link).pathname)
      await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
      await page.getByLabel('New password again').fill(PASSWORD)
      await follow(() => page.getByRole('button', { name: 'Set password' }).click())
      assert.match(page.url(), /\/sign-in$/)
    })
  })
})

test('what does not arrive shows, with the mail server’s words, and waits on the home page', async () => {
  await server.as(async who => {
    const { page, visit, follow } = who
    await signInAsRole(who, 'Administrator')
    await visit('/people/add')
    await page.getByLabel('Name').fill('Wren Marlow')
    await page.getByLabel('E-mail address').fill('refuse-wren@merrowshire.example')
    await follow(() => page.getByRole('button', { name: 'Save' }).click())
    await follow(() => page.getByRole('button', { name: 'Send an invitation' }).click())
    let shown = ''
    for (let i = 0; i < 30 && !shown.includes('undelivered'); i++) {
      await pause(1000)
      await visit(new URL(page.url()).pathname)
      shown = await page.locator('main').innerText()
    }
    await follow(() => page.getByRole('link', { name: /Invitation: undelivered/ }).click())
    assert.match(await page.locator('main').innerText(), /550 5\.1\.1/)
    await visit('/')
    assert.match(await page.locator('main').innerText(), /letters were not delivered/)
  })
})

test('a letter in doubt waits for a person, who says how they know', async () => {
  await server.as(async who => {
    const { page, visit, follow } = who
    await signInAsRole(who, 'Officer')
    await visit('/mail?state=in-doubt')
    await follow(() => page.getByRole('link', { name: 'Thandiwe Sorrell' }).click())
    await follow(() => page.getByRole('button', { name: 'It arrived' }).click())
    await follow(() => page.getByRole('button', { name: 'It arrived' }).click(), { expect: 422 })
    assert.deepEqual(await errorsOn(page), ['Enter how you know'])
    await page.getByLabel('How do you know?').fill('Thandiwe rang: it is in her junk folder.')
    await follow(() => page.getByRole('button', { name: 'It arrived' }).click())
    assert.match(await page.locator('main').innerText(), /Sent[\s\S]*Thandiwe rang/)
  })
})

test('the settings can be tried from the command line', async () => {
  const home = await mkdtemp(join(tmpdir(), 'concordat-mail-'))
  const settings = ['--smtp-url', `smtp://127.0.0.1:${office.port}`, '--mail-from', 'CSP <csp@merrowshire.example>']
  const tried = await command(undefined, home, ['mail', 'test', 'desk@merrowshire.example', ...settings])
  assert.equal(tried.code, 0, tried.stderr)
  assert.match(tried.stdout, /took it: 250/)
  await messageTo('desk@merrowshire.example')
  const refused = await command(undefined, home, ['mail', 'test', 'refuse-desk@merrowshire.example', ...settings])
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /550 5\.1\.1/)
  const unset = await command(undefined, home, ['mail', 'test', 'desk@merrowshire.example'])
  assert.match(unset.stderr, /Mail is not set up/)
  await rm(home, { recursive: true })
})
