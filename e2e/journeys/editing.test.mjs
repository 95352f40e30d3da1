// An action from the table to the form and back, two people at once, and the plan as files; then once more without scripts,
// and by the keyboard alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concordat } from '../lib/concordat.mjs'
import { errorsOn, noticeOn, openAction, signInAsRole } from '../lib/people.mjs'

const demo = concordat({ mode: 'demo' })
const main = page => page.getByRole('main').innerText()
const press = ({ page, follow }, button, options) => follow(() => page.getByRole('button', { name: button, exact: true }).click(), options)

/** The officer's plan of the year. */
async function openPlan (who) {
  await who.visit('/plans')
  await who.follow(() => who.page.getByRole('table').getByRole('link').first().click())
}

/** From the plan by the table and its filters to one action. */
async function findAction (who, number, words) {
  const { page, follow } = who
  await openPlan(who)
  await follow(() => page.getByRole('button', { name: 'See all actions as a table' }).click())
  await page.getByLabel('Words').fill(words)
  await press(who, 'Show these actions')
  await follow(() => openAction(page, number))
}

for (const [javaScript, number, words] of [[true, '1.2', 'treat every child'], [false, '8.3', 'county boundary']]) {
  const how = javaScript ? 'with scripts' : 'without scripts'

  test(`the table is filtered, ${how}`, () => demo.as(async who => {
    const { page, follow } = who
    await signInAsRole(who, 'Officer')
    await openPlan(who)
    await follow(() => page.getByRole('button', { name: 'See all actions as a table' }).click())
    const all = await page.getByRole('table').getByRole('row').count() - 1
    assert.equal(all, 30)
    await page.getByLabel('Lead', { exact: true }).selectOption('Merrowshire Police')
    await page.getByLabel('Funded').selectOption('Yes')
    await press(who, 'Show these actions')
    const rows = page.getByRole('table').getByRole('row')
    const found = await rows.count() - 1
    assert.ok(found > 0 && found < all, `${found} rows`)
    for (const row of (await rows.allInnerTexts()).slice(1)) assert.match(row, /Merrowshire Police/)
    assert.equal(await page.getByLabel('Lead', { exact: true }).locator('option:checked').innerText(), 'Merrowshire Police', 'the choice is kept')
    await page.getByLabel('Words').fill('no action says this')
    await press(who, 'Show these actions')
    assert.equal(await page.getByRole('table').count(), 0)
    await follow(() => page.getByRole('link', { name: 'Clear and show all' }).click())
    assert.equal(await rows.count() - 1, all)
  }, { javaScript }))

  test(`an action is edited: what is wrong is said, what was typed is kept, the history has both, ${how}`, () => demo.as(async who => {
    const { page } = who
    await signInAsRole(who, 'Officer')
    await findAction(who, number, words)
    await press(who, 'Edit this action')
    const objective = page.getByRole('textbox', { name: 'Objective' })
    const former = await objective.inputValue()
    await objective.fill(`${former}, every time`)
    await page.getByRole('textbox', { name: 'Number' }).fill('')
    await press(who, 'Save', { expect: 422 })
    assert.equal((await errorsOn(page)).length, 1)
    assert.match(await page.title(), /^Error: /)
    assert.equal(await objective.inputValue(), `${former}, every time`)
    await page.getByRole('alert').getByRole('link').first().click()
    assert.equal(await page.evaluate(() => document.activeElement.id), 'number', 'the summary leads to the field')
    await page.getByRole('textbox', { name: 'Number' }).fill(number)
    await page.getByLabel('How it stands').selectOption('At risk')
    await press(who, 'Add another row')
    const row = page.getByRole('textbox', { name: 'Steps' })
    assert.equal(await row.count(), 2)
    await row.last().fill('Tell every school')
    await page.getByRole('textbox', { name: 'When' }).last().fill('March 2027')
    await press(who, 'Save')
    assert.match(await noticeOn(page), new RegExp(`Action ${number} is saved`))
    const [shown, history] = (await main(page)).split('History')
    assert.match(shown, /Tell every school/)
    assert.match(history, /^\s*4 fields changed/)
    assert.ok(history.includes(`Objective\t${former}\t${former}, every time`), history)
    assert.match(history, /State\t[^\t]+\tAt risk/)
  }, { javaScript }))
}

test('two officers edit one action: the second sees both texts and loses nothing', () => demo.as(first => demo.as(async second => {
  await signInAsRole(first, 'Officer', 0)
  await signInAsRole(second, 'Officer', 1)
  for (const who of [first, second]) {
    await findAction(who, '4.2', 'uniform')
    await press(who, 'Edit this action')
  }
  const field = ({ page }, name) => page.getByRole('textbox', { name, exact: true })
  const was = await field(first, 'Objective').inputValue()
  await field(first, 'Objective').fill(`${was}, by day`)
  await field(first, 'Label').fill('On foot')
  await press(first, 'Save')

  await field(second, 'Objective').fill(`${was}, by night`)
  await field(second, 'Lead note').fill('wardens first')
  await press(second, 'Save', { expect: 409 })
  const both = await main(second.page)
  for (const text of [was, `${was}, by day`, `${was}, by night`, 'On foot', 'wardens first']) assert.ok(both.includes(text), `${text} is shown`)

  await press(second, 'Save what I chose', { expect: 409 })
  assert.match((await errorsOn(second.page)).join(), /Choose which text to keep/)
  const objective = second.page.getByRole('group', { name: 'Objective' })
  await objective.getByRole('radio', { name: 'Something new, from both' }).check()
  await objective.getByRole('textbox', { name: 'Your new text' }).fill(`${was}, by day and by night`)
  await press(second, 'Save what I chose')
  const saved = await main(second.page)
  for (const text of [`${was}, by day and by night`, 'On foot', 'wardens first']) assert.ok(saved.includes(text), `${text} is saved`)
})))

test('an action is moved, withdrawn with a reason, and put back', () => demo.as(async who => {
  const { page } = who
  await signInAsRole(who, 'Officer')
  await findAction(who, '3.4', 'do not feel safe')
  await press(who, 'Move or renumber')
  await page.getByLabel('Priority').selectOption('Neighbourhoods')
  await page.getByRole('textbox', { name: 'Number' }).fill('4.2')
  await press(who, 'Move this action', { expect: 422 })
  assert.match((await errorsOn(page)).join(), /taken/)
  await page.getByRole('textbox', { name: 'Number' }).fill('4.9')
  await press(who, 'Move this action')
  assert.match(await noticeOn(page), /number 4\.9 of “Neighbourhoods”/)

  await press(who, 'Withdraw')
  await press(who, 'Withdraw this action', { expect: 422 })
  assert.equal((await errorsOn(page)).length, 1)
  await page.getByLabel('Why is it withdrawn?').fill('The page moved to the county council')
  await press(who, 'Withdraw this action')
  assert.match(await main(page), /was withdrawn from the plan\. The reason given: The page moved to the county council/)
  await press(who, 'Put back into the plan')
  assert.match(await noticeOn(page), /back in the plan/)
  assert.match(await main(page), /The page moved to the county council/, 'the reason stays in the history')
}))

test('the plan is taken away as PDF, workbook, Word document and JSON', () => demo.as(async who => {
  const { page, download } = who
  await signInAsRole(who, 'Officer')
  await openPlan(who)
  for (const [link, ending, begins] of [
    [/^PDF/, '.pdf', '%PDF-'],
    [/^Excel/, '.xlsx', 'PK\u0003\u0004'],
    [/^Word/, '.docx', 'PK\u0003\u0004'],
    [/^JSON/, '.json', '{']
  ]) {
    const [file, response] = await Promise.all([
      download(() => page.getByRole('link', { name: link }).click()),
      page.waitForResponse(answer => answer.url().includes('/export.'))
    ])
    assert.ok(file.name.endsWith(ending), file.name)
    assert.equal(file.bytes.subarray(0, begins.length).toString('latin1'), begins, file.name)
    assert.match(response.headers()['content-disposition'], /^attachment/)
    assert.equal(response.headers()['cache-control']?.includes('no-store'), true, 'nothing stays behind in a shared browser')
    if (ending === '.json') assert.equal(JSON.parse(file.bytes).counts.actions, 30)
  }
}))

test('by the keyboard alone: past the header, along the menu, into a form and back', () => demo.as(async who => {
  const { page, visit, follow } = who
  await signInAsRole(who, 'Officer')
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id)
  const tabTo = async wanted => {
    for (let times = 0; times < 80; times++) {
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement)
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
      })
      assert.ok(outline, `what has the focus is seen to have it: ${await focused()}`)
      if (wanted.test(await focused())) return
    }
    assert.fail(`${wanted} is not reached; now at ${await focused()}`)
  }
  await visit('/')
  await page.keyboard.press('Tab')
  assert.equal(await focused(), 'Skip to main content')
  await page.keyboard.press('Enter')
  assert.match(page.url(), /#main-content$/)
  await visit('/')
  await tabTo(/^Plan$/)
  await follow(() => page.keyboard.press('Enter'))
  assert.equal(new URL(page.url()).pathname, '/plans')
  await tabTo(/^Merrowshire Community Safety Agreement/)
  await follow(() => page.keyboard.press('Enter'))
  await tabTo(/^Add an action$/)
  await follow(() => page.keyboard.press('Space'))
  await tabTo(/^Cancel$/)
  await follow(() => page.keyboard.press('Enter'))

  // On a narrow screen the menu folds, and opens by the keyboard as well.
  await follow(() => page.reload())
  await page.setViewportSize({ width: 320, height: 800 })
  const menu = page.getByRole('button', { name: 'Menu' })
  await menu.waitFor()
  assert.equal(await menu.getAttribute('aria-expanded'), 'false')
  await tabTo(/^Menu$/)
  await page.keyboard.press('Enter')
  assert.equal(await menu.getAttribute('aria-expanded'), 'true')
  await tabTo(/^Bodies$/)
  await follow(() => page.keyboard.press('Enter'))
  assert.equal(new URL(page.url()).pathname, '/bodies')
}))
