// What the records say: the ledger, the findings through a lens and a window, the working behind them, and the files.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concordat } from '../lib/concordat.mjs'
import { signInAsRole } from '../lib/people.mjs'

const demo = concordat({ mode: 'demo' })

test('an analyst looks at what the records say, and at the working', () => demo.as(async who => {
  const { page, visit, follow } = who
  await signInAsRole(who, 'Analyst')
  await visit('/')
  await follow(() => page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Evidence' }).click())
  // The invented county has two years of records, one month of which is far too small.
  assert.match(await page.locator('main').innerText(), /The records in use hold [\d,]+ crimes/)
  assert.match(await page.locator('main').innerText(), /most of it is likely missing/)
  await follow(() => page.getByRole('link', { name: /merrowshire-records\.csv/ }).first().click())
  assert.match(await page.locator('main').innerText(), /Rows read/)
  await follow(() => page.getByRole('link', { name: 'Evidence' }).first().click())
  await follow(() => page.getByRole('button', { name: 'Look at what they say' }).click())
  for (const heading of ['In short', 'How much', 'Harm', 'Trend', 'Time', 'Concentration', 'Repeat', 'Profiles', 'Between areas', 'Where this comes from']) {
    assert.ok(await page.getByRole('heading', { name: heading, exact: true }).isVisible(), heading)
  }
  await page.getByLabel('Lens', { exact: true }).selectOption({ label: 'Violence and sexual offences' })
  await follow(() => page.getByRole('button', { name: 'Look', exact: true }).click())
  assert.match(page.url(), /lens=violence/)
  await page.getByText('Concentration: the steps').click()
  await follow(() => page.getByRole('link', { name: 'by_area' }).click())
  assert.match(await page.locator('pre').innerText(), /GROUP BY offence_group, area/)
}))

test('findings are taken away as PDF, workbook and figures; a month that is none is said so', () => demo.as(async who => {
  const { page, visit, follow } = who
  await signInAsRole(who, 'Analyst')
  await visit('/records/findings?lens=all')
  for (const [ending, type] of [['pdf', 'application/pdf'], ['xlsx', 'spreadsheetml'], ['json', 'application/json']]) {
    // Small numbers are hidden by a rule that is chosen with the file.
    await page.getByLabel('Rule for small numbers').selectOption('under-10')
    const address = await page.locator(`button[formaction="/records/findings.${ending}"]`).getAttribute('formaction')
    const answer = await page.request.get(`${address}?lens=all&rule=under-10`)
    assert.equal(answer.status(), 200, ending)
    assert.ok(answer.headers()['content-type'].includes(type), ending)
    if (ending === 'json') {
      const figures = await answer.json()
      assert.ok(figures.some(figure => figure.finding === 'concentration' && figure.chance.draws === 1000))
      assert.ok(figures.every(figure => Object.keys(figure.steps).length > 0))
      assert.ok(figures.every(figure => figure.rule === 'under-10' && !(figure.n > 0 && figure.n < 10)))
    }
  }
  await page.getByLabel('First month').fill('April')
  await follow(() => page.getByRole('button', { name: 'Look', exact: true }).click(), { expect: 422 })
  assert.match(await page.locator('.govuk-error-summary').innerText(), /Write a month/)
}))

test('a member has no way to the records', () => demo.as(async who => {
  const { page } = who
  await signInAsRole(who, 'Member')
  assert.equal(await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Evidence' }).count(), 0)
  for (const path of ['/records', '/records/findings', '/records/findings.json']) {
    assert.equal((await page.request.get(path)).status(), 404, path)
  }
}))
