// What every person does: accept an invitation, sign in, set up the second factor.
import assert from 'node:assert/strict'
import { authenticator } from './totp.mjs'

/** Nobody's name, address or habit. */
export const PASSWORD = 'three quiet herons'

/** Adds a person by the command line; where their one-time link leads. */
export async function added (app, name, email, role) {
  const made = await app.command('user', 'add', name, email, ...(role ? ['--role', role] : []), '--json')
  assert.equal(made.code, 0, made.stderr)
  return new URL(JSON.parse(made.stdout).link).pathname
}

/** Opens a one-time link and chooses a password. */
export async function choosePassword ({ page, visit, follow }, link, password = PASSWORD) {
  await visit(link)
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('New password again').fill(password)
  await follow(() => page.getByRole('button', { name: 'Set password' }).click())
}

/** Fills the sign-in form and sends it. */
export async function giveNameAndPassword ({ page, visit, follow }, email, password = PASSWORD, options) {
  await visit('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await follow(() => page.getByRole('button', { name: 'Sign in', exact: true }).click(), options)
}

/** On the page that sets up the second factor: types the code that the shown secret makes. Gives the authenticator. */
export async function enrol ({ page, follow }) {
  const code = authenticator(await page.locator('code').first().innerText())
  await page.getByRole('textbox', { name: 'Code' }).fill(await code())
  await follow(() => page.getByRole('button', { name: 'Confirm' }).click())
  return code
}

/** From the one-time link to the home page, second factor and all. */
export async function arrive (who, link, email) {
  await choosePassword(who, link)
  await giveNameAndPassword(who, email)
  const code = await enrol(who)
  await who.follow(() => who.page.getByRole('button', { name: 'I have kept them' }).click())
  return code
}

/** In the demonstration: signs in as the first (or a later) of the invented people with this role. */
export async function signInAsRole ({ page, visit, follow }, role, nth = 0) {
  await visit('/sign-in')
  await follow(() => page.getByRole('listitem').filter({ hasText: `(${role}` }).nth(nth).getByRole('button').click())
}

/** Whoever is at the head of the page. */
export async function signedInAs (page) {
  return (await page.locator('.app-account__name').innerText()).replace('Signed in as', '').trim()
}

/** Opens an action from a table. By the keyboard, because Playwright aims at the hidden word before the number. */
export function openAction (page, number) {
  return page.getByRole('link', { name: `Action ${number}`, exact: true }).first().press('Enter')
}

/** What the page says was done. */
export async function noticeOn (page) {
  return (await page.locator('.govuk-notification-banner').innerText()).trim()
}

/** The sentences at the head of a refused form. */
export async function errorsOn (page) {
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' })
  return (await summary.getByRole('listitem').allInnerTexts()).map(text => text.trim())
}
