// What the record and its meetings do for each other: a paper drawn from the record, invitations, a look at what the
// public will see, a pack with its copies, two who write the same minute, and a decision that is carried out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concordat } from '../lib/concordat.mjs'
import { openAction, signInAsRole } from '../lib/people.mjs'

const demo = concordat({ mode: 'demo' })
const main = page => page.getByRole('main').innerText()
const press = ({ page, follow }, name, options) => follow(() => page.getByRole('button', { name, exact: true }).click(), options)

/** Opens a meeting of the list by words of its row. */
async function openMeeting ({ page, visit, follow }, words) {
  await visit('/meetings')
  await follow(() => page.getByRole('row', { name: words }).first().getByRole('link').first().click())
}

for (const javaScript of [true, false]) {
  test(`a paper is drawn from the record, changed and drawn again, ${javaScript ? 'with' : 'without'} scripts`, () => demo.as(async who => {
    const { page, visit, follow } = who
    await signInAsRole(who, 'Officer')
    await visit('/meetings/new')
    await page.getByLabel('Which group meets?').selectOption({ index: 1 })
    const group = page.getByRole('group', { name: 'On which day?' })
    for (const [box, value] of [['Day', javaScript ? '17' : '18'], ['Month', '2'], ['Year', '2099']]) await group.getByLabel(box).fill(value)
    await page.getByLabel('When does it begin?').fill('9am')
    await press(who, 'Plan the meeting')
    const meeting = new URL(page.url()).pathname
    await visit(`${meeting}/items/new`)
    await page.getByLabel('B. Matters').check()
    await page.getByLabel('Title', { exact: true }).fill('What is still to be done')
    await press(who, 'Add the item')
    await follow(() => page.getByRole('link', { name: /Draw the paper from the record/ }).click())
    assert.match(await main(page), /drawn from what is public already/)
    await page.getByLabel(/Actions arising/).check()
    await press(who, 'Draw the paper')
    assert.match(await main(page), /Drawn from the record\s+as of \d+ \w+ \d{4}/)
    await press(who, 'Change the paper')
    await page.getByLabel('Risk (optional)').fill('None that is new.')
    await press(who, 'Save the paper')
    assert.match(await main(page), /the text was changed since/)
    await press(who, 'Draw it again from the record')
    await press(who, 'Draw the paper')
    const again = await main(page)
    assert.match(again, /None that is new\./)
    assert.doesNotMatch(again, /the text was changed since/)

    await visit(`${meeting}/preview`)
    assert.match(await main(page), /what anybody would see[\s\S]*Paper on B1/)
    await visit(`${meeting}/invitations`)
    assert.match(await main(page), /If you cannot come/)
    await page.getByLabel('Somebody else: their name (optional)').fill('Wren Halloran')
    await press(who, 'Send the invitations')
    assert.match(await main(page), /Wren Halloran/)
    const letters = await page.request.get(`${meeting}/invitations/letters.pdf`)
    assert.equal(letters.headers()['content-type'], 'application/pdf')
  }, { javaScript }))
}

test('a pack that went out shows its files, its supplement and who has which copy', () => demo.as(async who => {
  const { page, follow } = who
  await signInAsRole(who, 'Officer')
  await openMeeting(who, /Minutes: draft/)
  await follow(() => page.getByRole('button', { name: 'Pack of papers' }).click())
  const pack = await main(page)
  for (const words of [/Calls in each district/, /Streets that are called about most \(not for publication\)/, /Answers from the districts/, /Copy 1/, /Not confirmed/]) assert.match(pack, words)
  const href = await page.getByRole('button', { name: 'Public edition (PDF)' }).getAttribute('href')
  const pdf = await page.request.get(href)
  assert.equal(pdf.headers()['content-type'], 'application/pdf')
}))

test('two who write the same minute see both texts', () => demo.as(async who => {
  const { page, follow } = who
  await signInAsRole(who, 'Officer')
  await openMeeting(who, /Minutes: draft/)
  await follow(() => page.getByRole('button', { name: 'Minutes', exact: true }).click())
  await follow(() => page.getByRole('link', { name: 'Write minute' }).last().click())
  const path = new URL(page.url()).pathname
  const text = page.getByLabel('What anybody may read')
  await text.fill('The first text.')
  // The same person in another window is somebody else to the record.
  const other = await page.context().newPage()
  await other.goto(new URL(path, page.url()).href)
  await other.getByLabel('What anybody may read').fill('The second text.')
  // Loaded before it is closed: Chromium forgets to close a page that is just being replaced, and Playwright waits without an end.
  await Promise.all([other.waitForEvent('load'), other.getByRole('button', { name: 'Save the minute' }).click()])
  await other.close()
  await press(who, 'Save the minute', { expect: 409 })
  const both = await main(page)
  assert.match(both, /The first text\./)
  assert.match(both, /The second text\./)
  await page.getByLabel('Use what you wrote').first().check()
  await press(who, 'Save what is chosen')
  assert.match(await main(page), /The first text\./)
}))

test('a decision is carried out in the form of the thing it is about, and both ends tell of it', () => demo.as(async who => {
  const { page, visit, follow } = who
  await signInAsRole(who, 'Officer')
  await visit('/plans')
  await follow(() => page.getByRole('table').getByRole('link').first().click())
  await follow(() => page.getByRole('button', { name: 'See all actions as a table' }).click())
  await follow(() => openAction(page, '8.3'))
  const action = new URL(page.url()).pathname
  await openMeeting(who, /Minutes: draft/)
  await follow(() => page.getByRole('button', { name: 'Minutes', exact: true }).click())
  await follow(() => page.getByRole('link', { name: 'Add a decision minute' }).nth(1).click())
  await page.getByLabel('Agreed', { exact: true }).check()
  await page.getByLabel('In words that anybody may read').fill('The wording was changed.')
  await page.getByLabel(/What is it about/).fill(action)
  await press(who, 'Record the decision')
  await follow(() => page.getByRole('link', { name: 'Carry it out' }).click())
  const decision = new URL(page.url()).pathname
  assert.match(await main(page), /Nothing has been done because of it yet/)
  await follow(() => page.getByRole('link', { name: /^Change action/ }).click())
  assert.match(await main(page), /What is done here carries out:/)
  const objective = page.getByRole('textbox', { name: 'Objective' })
  await objective.fill(`${await objective.inputValue()} together`)
  await press(who, 'Save')
  assert.equal(new URL(page.url()).pathname, action)
  assert.match(await main(page), /Decided in[\s\S]*The wording was changed\./)
  await visit(decision)
  assert.match(await main(page), /Carried out on .* by /)
}))
