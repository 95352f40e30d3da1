// From an empty record: the first people, the second factor, and who may see what everybody did.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concordat } from '../lib/concordat.mjs'
import { PASSWORD, added, arrive, choosePassword, enrol, errorsOn, giveNameAndPassword, signedInAs } from '../lib/people.mjs'

const live = concordat({ mode: 'serve' })
const OFFICER = 'ada.lindqvist@merrowshire.example'
const ADMINISTRATOR = 'idris.vale@merrowshire.example'
const MEMBER = 'wren.marlow@merrowshire.example'
let officerCode
let administratorCode

test('an officer accepts the invitation, sets up a second factor, and signs in again with both', () => live.as(async who => {
  const { page, visit, follow } = who
  const link = await added(live.app, 'Ada Lindqvist', OFFICER, 'officer')

  await choosePassword({ ...who, follow: act => follow(act, { expect: 422 }) }, link, 'password1234')
  assert.match((await errorsOn(page)).join(), /often guessed/)
  assert.match(await page.title(), /^Error: /)
  await choosePassword(who, link)
  assert.match(await page.getByRole('alert').innerText(), /Your password is set/)
  await visit(link)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'This link no longer works')

  await giveNameAndPassword(who, OFFICER)
  assert.equal(new URL(page.url()).pathname, '/account/second-factor')
  await page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await follow(() => page.getByRole('button', { name: 'Confirm' }).click(), { expect: 422 })
  assert.match((await errorsOn(page)).join(), /code is not right/)
  officerCode = await enrol(who)
  assert.equal(await page.getByRole('main').locator('li code').count(), 10, 'ten recovery codes')
  await follow(() => page.getByRole('button', { name: 'I have kept them' }).click())
  assert.equal(await signedInAs(page), 'Ada Lindqvist')

  await follow(() => page.getByRole('button', { name: 'Sign out', exact: true }).click())
  assert.match(await page.getByRole('alert').innerText(), /You are signed out/)
  assert.equal(await page.getByRole('button', { name: /^Sign in as/ }).count(), 0, 'nobody is offered outside the demonstration')
  await visit('/people')
  assert.equal(new URL(page.url()).pathname, '/sign-in', 'a page asked for by nobody leads to the way in')

  await giveNameAndPassword(who, OFFICER, 'four loud herons', { expect: 422 })
  assert.deepEqual(await errorsOn(page), ['The e-mail address or the password is not right. Check both and try again.'])
  assert.equal(await page.getByLabel('E-mail address').inputValue(), OFFICER, 'what was typed is kept')
  assert.equal(await page.getByLabel('Password').inputValue(), '', 'but never a password')

  await giveNameAndPassword(who, OFFICER)
  assert.equal(new URL(page.url()).pathname, '/sign-in/code')
  await visit('/people')
  assert.equal(new URL(page.url()).pathname, '/sign-in/code', 'the password alone opens nothing')
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
  await follow(() => page.getByRole('button', { name: 'Continue' }).click(), { expect: 422 })
  assert.match((await errorsOn(page)).join(), /code is not right/)
  await page.getByRole('textbox', { name: 'Code' }).fill(await officerCode())
  await follow(() => page.getByRole('button', { name: 'Continue' }).click())
  assert.equal(await signedInAs(page), 'Ada Lindqvist')

  for (const path of ['/account', '/account/password', '/account/second-factor', '/account/recovery-codes', '/people', '/bodies', '/groups', '/areas', '/plans']) await visit(path)
  await visit('/people/add', { expect: 404 })
  await visit('/audit', { expect: 404 })
  await visit('/nowhere', { expect: 404 })
}))

test('guessing is slowed down, and says for how long', () => live.as(async who => {
  const nobody = 'nobody@merrowshire.example'
  for (let guess = 1; guess <= 5; guess++) await giveNameAndPassword(who, nobody, `guess ${guess}`, { expect: 422 })
  await giveNameAndPassword(who, nobody, 'guess 6', { expect: 422 })
  assert.match((await errorsOn(who.page)).join(), /^There were too many attempts\. Wait \d+ seconds, then try again\.$/)
}))

test('an administrator invites somebody and gives them a role with dates', () => live.as(async who => {
  const { page, visit, follow } = who
  administratorCode = await arrive(who, await added(live.app, 'Idris Vale', ADMINISTRATOR, 'administrator'), ADMINISTRATOR)

  await follow(() => page.getByRole('link', { name: 'People', exact: true }).first().click())
  await follow(() => page.getByRole('button', { name: 'Add a person' }).click())
  await page.getByLabel('Name').fill('Wren Marlow')
  await page.getByLabel('E-mail address').fill('wren')
  await follow(() => page.getByRole('button', { name: 'Save' }).click(), { expect: 422 })
  assert.match((await errorsOn(page)).join(), /e-mail address/)
  assert.equal(await page.getByLabel('Name').inputValue(), 'Wren Marlow')
  await page.getByLabel('E-mail address').fill(MEMBER)
  await follow(() => page.getByRole('button', { name: 'Save' }).click())

  await follow(() => page.getByRole('button', { name: 'Give a role' }).click())
  await page.getByRole('radio', { name: 'Member' }).check()
  const [first, last] = [page.getByRole('group', { name: 'First day' }), page.getByRole('group', { name: 'Last day' })]
  await fillDate(first, [1, 4, 2026])
  await fillDate(last, [31, 2, 2027])
  await follow(() => page.getByRole('button', { name: 'Give the role' }).click(), { expect: 422 })
  assert.match((await errorsOn(page)).join(), /real date/)
  assert.ok(await page.getByRole('radio', { name: 'Member' }).isChecked(), 'what was chosen is kept')
  await fillDate(last, [31, 3, 2099])
  await follow(() => page.getByRole('button', { name: 'Give the role' }).click())
  const role = page.getByRole('row', { name: /Member/ })
  assert.match(await role.innerText(), /1 April 2026.*31 March 2099.*Held/s)

  await follow(() => page.getByRole('button', { name: 'Make an invitation link' }).click())
  const link = new URL((await page.locator('.govuk-inset-text').innerText()).trim()).pathname

  await live.as(async other => {
    await choosePassword(other, link)
    await giveNameAndPassword(other, MEMBER)
    assert.equal(await signedInAs(other.page), 'Wren Marlow', 'a member needs no second factor')
    await other.visit('/plans')
    await other.visit('/audit', { expect: 404 })
  })

  await visit('/people?q=wren')
  assert.match(await page.getByRole('row', { name: /Wren Marlow/ }).innerText(), /Member/)
  await follow(() => page.getByRole('link', { name: 'Wren Marlow' }).click())
  await follow(() => page.getByRole('link', { name: 'What this person did' }).click())

  await follow(() => page.getByRole('link', { name: 'Who did what' }).first().click())
  assert.ok(await page.getByRole('row').count() > 10)
  assert.ok(await page.getByRole('row', { name: /Wren Marlow.*Refused/s }).count() >= 1, 'the refused look is in it')
  assert.ok(await page.getByRole('row', { name: /Idris Vale/ }).count() >= 3)
  await follow(() => page.getByRole('link', { name: 'Check it now' }).click())
  assert.match(await page.getByRole('main').innerText(), /is whole\. It has \d+ rows/)
}))

test('signing out everywhere ends the other session, in which nothing more can be done', () => live.as(async here => {
  await giveNameAndPassword(here, MEMBER)
  await live.as(async there => {
    await giveNameAndPassword(there, MEMBER)
    await there.visit('/account')
    assert.equal(await there.page.getByRole('table').getByRole('row').count(), 1 + 3, 'this session, the other, and the one left open')
    await there.follow(() => there.page.getByRole('button', { name: 'Sign out everywhere' }).click())
  })
  await here.visit('/account')
  assert.equal(new URL(here.page.url()).pathname, '/sign-in')
}))

test('a forgotten password is replaced by a reset link, and the second factor stays', () => live.as(async who => {
  const reset = await live.app.command('user', 'reset', ADMINISTRATOR, '--json')
  assert.equal(reset.code, 0, reset.stderr)
  const password = `${PASSWORD} again`
  await choosePassword(who, new URL(JSON.parse(reset.stdout).link).pathname, password)
  await giveNameAndPassword(who, ADMINISTRATOR, password)
  assert.equal(new URL(who.page.url()).pathname, '/sign-in/code')
  await who.page.getByRole('textbox', { name: 'Code' }).fill(await administratorCode())
  await who.follow(() => who.page.getByRole('button', { name: 'Continue' }).click())
  assert.equal(await signedInAs(who.page), 'Idris Vale')
}))

async function fillDate (group, [day, month, year]) {
  for (const [name, value] of Object.entries({ Day: day, Month: month, Year: year })) await group.getByLabel(name).fill(String(value))
}
