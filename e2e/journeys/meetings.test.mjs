// A meeting from planning to minutes that have gone round, the signing of an earlier one, and what anybody reads of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concordat } from '../lib/concordat.mjs'
import { signInAsRole } from '../lib/people.mjs'

const demo = concordat({ mode: 'demo' })

/** Today, as the program's clock has it. */
function today () {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'numeric', year: 'numeric' })
  return parts.format(new Date()).split('/').map(part => String(Number(part)))
}

async function fillDay (page, legend, [day, month, year]) {
  const group = page.getByRole('group', { name: legend })
  await group.getByLabel('Day').fill(day)
  await group.getByLabel('Month').fill(month)
  await group.getByLabel('Year').fill(year)
}

for (const javaScript of [true, false]) {
  test(`an officer takes a meeting from planning to minutes that go round, ${javaScript ? 'with' : 'without'} scripts`, () => demo.as(async who => {
    const { page, visit, follow } = who
    const press = name => follow(() => page.getByRole('button', { name, exact: true }).click())
    const main = () => page.locator('main').innerText()
    await signInAsRole(who, 'Officer')
    await visit('/meetings')
    // Each run has a group of its own, so that neither meets on the other's day.
    await visit('/groups/new')
    const group = `Lantern group ${javaScript ? 'one' : 'two'}`
    await page.getByLabel('Name', { exact: true }).fill(group)
    await press('Add the group')
    await visit('/meetings/new')
    await page.getByLabel('Which group meets?').selectOption({ label: group })
    await fillDay(page, 'On which day?', today())
    await page.getByLabel('When does it begin?').fill('9am')
    await press('Plan the meeting')
    const meeting = new URL(page.url()).pathname
    for (const [part, title, reason] of [['B. Matters', 'Lanterns by the river', ''], ['D. Restricted', 'A family’s request', 'It tells of a family']]) {
      await visit(`${meeting}/items/new`)
      await page.getByLabel(part).check()
      await page.getByLabel('Title', { exact: true }).fill(title)
      await page.getByLabel('If it is restricted: why is it not open to the public?').fill(reason)
      await press('Add the item')
    }
    await visit(`${meeting}/agree`)
    await press('Agree the agenda')
    await visit(`${meeting}/publish`)
    await press('Publish the agenda')
    await visit(`${meeting}/attend`)
    await page.getByLabel('Name', { exact: true }).fill('Rowan Ashdown')
    await press('Add them')
    assert.match(await main(), /No quorum stated/)
    await visit(`${meeting}/minutes/begin`)
    await press('Begin the minutes')
    for (const nth of [0, 1]) {
      await visit(`${meeting}/minutes`)
      await follow(() => page.getByRole('link', { name: 'Write minute' }).nth(nth).click())
      await page.getByLabel('What anybody may read').fill('Members heard how it goes.')
      await page.getByLabel('What is not for publication (optional)').fill('Names that nobody else may read.')
      await press('Save the minute')
    }
    await visit(`${meeting}/minutes`)
    await follow(() => page.getByRole('link', { name: 'Add a decision minute' }).first().click())
    await page.getByLabel('Agreed', { exact: true }).check()
    await page.getByLabel('In words that anybody may read').fill('The lanterns were agreed.')
    await press('Record the decision')
    await visit(`${meeting}/minutes/circulate`)
    await press('Send them round')
    assert.match(await main(), /Circulated for accuracy/)
    assert.match(await main(), /Names that nobody else may read/)
  }, { javaScript }))
}

test('an officer signs and publishes minutes, and anybody reads them without what is restricted', () => demo.as(async who => {
  const { page, visit, follow } = who
  await signInAsRole(who, 'Officer')
  await visit('/meetings')
  await follow(() => page.getByRole('row', { name: /Minutes: approved/ }).getByRole('link').click())
  await follow(() => page.getByRole('button', { name: 'Minutes', exact: true }).click())
  await follow(() => page.getByRole('button', { name: 'Sign them' }).click())
  await page.getByLabel('Who signed them?').fill('Chair')
  await follow(() => page.getByRole('button', { name: 'Record the signature' }).click())
  await follow(() => page.getByRole('button', { name: 'Publish them' }).click())
  await follow(() => page.getByRole('button', { name: 'Publish the minutes' }).click())
  assert.match(await page.locator('main').innerText(), /Published on/)
  await visit('/follow-ups')
  await visit('/groups')
}))

test('anybody follows meetings, minutes, decisions and a calendar', () => demo.as(async ({ page, visit, follow }) => {
  await visit('/public/meetings')
  await follow(() => page.getByRole('row', { name: /Minutes published/ }).last().getByRole('link').click())
  assert.match(await page.locator('main').innerText(), /D1 Reviews of deaths/)
  await follow(() => page.getByRole('button', { name: 'Read the minutes' }).click())
  const minutes = await page.locator('main').innerText()
  assert.match(minutes, /An update on the reviews was received/)
  assert.doesNotMatch(minutes, /inquest/)
  await visit('/public/decisions')
  for (const [path, type] of [['/public/meetings.ics', 'text/calendar'], ['/public/meetings.atom', 'application/atom+xml']]) {
    const answer = await page.request.get(path)
    assert.ok(answer.headers()['content-type'].includes(type), path)
    assert.doesNotMatch(await answer.text(), /video\.merrowshire/)
  }
}))
