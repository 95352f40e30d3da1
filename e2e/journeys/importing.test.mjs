// A plan from the middle of a meeting's papers into the record, out to a partner as a workbook, and back with their change.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { concordat } from '../lib/concordat.mjs'
import { reworded } from '../lib/office.mjs'
import { errorsOn, noticeOn, openAction, signInAsRole } from '../lib/people.mjs'

const PAPERS = fileURLToPath(new URL('../fixtures/agenda-pack.md', import.meta.url))
const demo = concordat({ mode: 'demo' })
const TITLE = 'Harbour and Market Towns Action Plan'
let plan

const upload = async ({ page, visit, follow }, file, options) => {
  await visit('/plans/import')
  await page.getByLabel('The file that holds the plan').setInputFiles(file)
  await follow(() => page.getByRole('button', { name: 'Read this file' }).click(), options)
}
const main = page => page.getByRole('main').innerText()

test('an officer looks a file through, puts right what was odd, and brings it in', () => demo.as(async who => {
  const { page, follow } = who
  await signInAsRole(who, 'Officer')
  await follow(() => page.getByRole('link', { name: 'Plan', exact: true }).first().click())
  await follow(() => page.getByRole('button', { name: 'Import a plan' }).click())
  await upload(who, PAPERS)

  const shown = await main(page)
  assert.match(shown, /2 priorities, 3 actions, 3 rows, 4 steps, 3 measures/)
  assert.match(shown, /Budget code/, 'the column of their own is reported')
  assert.match(shown, /makes a new plan with 2 priorities and 3 actions/)

  const split = page.getByRole('group', { name: /Measures of action 1\.1/ })
  await split.getByRole('checkbox').check()
  await page.getByLabel('One on each line').fill('Complaints about ranks fall by a third\nNine in ten people felt safe while they waited')
  await page.getByRole('combobox', { name: /The ranks were counted/ }).selectOption('A note of “Evenings in town”')
  await follow(() => page.getByRole('button', { name: 'Keep my choices and look again' }).last().click())
  assert.match(await main(page), /2 priorities, 3 actions, 3 rows, 4 steps, 4 measures/)
  assert.equal(await split.count(), 0, 'what was decided is not asked again')

  await follow(() => page.getByRole('button', { name: 'Bring it into the plan' }).click())
  assert.match(await noticeOn(page), /3 actions added/)
  plan = new URL(page.url()).pathname
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), TITLE)
  await follow(() => page.getByRole('link', { name: 'Evenings in town' }).click())
  assert.match(await main(page), /The ranks were counted by volunteers/)
  await follow(() => openAction(page, '1.1'))
  const action = await main(page)
  assert.match(action, /Nine in ten people felt safe while they waited/)
  assert.match(action, /HM-204/, 'the unknown column is kept beside the row')
}))

test('the very same file again changes nothing', () => demo.as(async who => {
  const { page, follow } = who
  await signInAsRole(who, 'Officer')
  await upload(who, PAPERS)
  assert.match(await main(page), /The very same file was brought into this plan before/)
  await follow(() => page.getByRole('button', { name: 'Set it aside' }).click())
  assert.match(await noticeOn(page), /set aside/)
}))

test('a file that is no plan is answered in a plain sentence, and another can be tried', () => demo.as(async who => {
  await signInAsRole(who, 'Officer')
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919) % 256))
  for (const [name, bytes] of [
    ['empty.md', Buffer.alloc(0)],
    ['noise.xlsx', noise],
    ['noise.txt', noise],
    ['minutes.txt', Buffer.from('Minutes of the meeting.\nEverybody was there, and nothing was planned.\n')]
  ]) {
    await upload(who, { name, mimeType: 'application/octet-stream', buffer: bytes }, { expect: 422 })
    const [sentence, ...more] = await errorsOn(who.page)
    assert.match(sentence, /^[A-Z“"][^\n]{15,}\.$/, `${name}: ${sentence}`)
    assert.deepEqual(more, [])
    assert.doesNotMatch(sentence, /error|invalid|null|panic|::/i, name)
  }
  await who.follow(() => who.page.getByRole('button', { name: 'Read this file' }).click(), { expect: 422 })
  assert.match((await errorsOn(who.page)).join(), /^Choose the file/)
}))

for (const [kind, words] of [['xlsx', 'Excel'], ['docx', 'Word']]) {
  test(`an exported ${kind} comes back untouched as no change, and edited as exactly that change`, () => demo.as(async who => {
    const { page, visit, follow, download } = who
    await signInAsRole(who, 'Officer')
    await visit(plan)
    const { name, bytes } = await download(() => page.getByRole('link', { name: new RegExp(`^${words}`) }).click())
    assert.match(name, new RegExp(`\\.${kind}$`))

    await upload(who, { name, mimeType: 'application/octet-stream', buffer: bytes })
    assert.match(await main(page), /The record already says everything that the file says/)
    await follow(() => page.getByRole('button', { name: 'Set it aside' }).click())

    const former = kind === 'xlsx' ? 'Hold four courses' : 'Hold six courses'
    const latter = kind === 'xlsx' ? 'Hold six courses' : 'Hold nine courses'
    await upload(who, { name: `Reply ${name}`, mimeType: 'application/octet-stream', buffer: reworded(bytes, former, latter) })
    const shown = await main(page)
    assert.match(shown, /New\s+No actions[\s\S]*Changed\s+1 action[\s\S]*Already the same\s+2 actions/)
    assert.match(shown, new RegExp(former))
    assert.match(shown, new RegExp(latter))
    await follow(() => page.getByRole('button', { name: 'Bring it into the plan' }).click())
    assert.match(await noticeOn(page), /1 changed, 2 the same as before/)
    await visit(`${plan}/actions?q=courses`)
    await follow(() => openAction(page, '1.2'))
    assert.match(await main(page), new RegExp(latter))
  }))
}
