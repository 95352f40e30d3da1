// Two years of a grant as those live them who keep its money: what is held back, opened late and closed by the funder,
// what the projects cost, what goes back with a letter, and both reports. Every page is checked as it is seen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concordat } from '../lib/concordat.mjs'
import { signInAsRole } from '../lib/people.mjs'

const demo = concordat({ mode: 'demo' })

const main = page => page.getByRole('main').innerText()
const press = ({ page, follow }, name, options) => follow(() => page.getByRole('button', { name, exact: true }).click(), options)
const day = async (page, legend, [date, month, year]) => {
  const group = page.getByRole('group', { name: legend })
  await group.getByLabel('Day').fill(String(date))
  await group.getByLabel('Month').fill(String(month))
  await group.getByLabel('Year').fill(String(year))
}

/** The address of the page, without its query. */
const here = page => new URL(page.url()).pathname

/** A fund with two steps of approval; its address. */
async function addFund (who) {
  const { page, visit } = who
  await visit('/money/funds/new')
  await page.getByLabel('Name', { exact: true }).fill('Journey fund')
  await page.getByLabel('Who gives the money?').fill('Commissioner for Merrowshire')
  await page.getByLabel('Who approves bids? (optional)').fill('Working group: reviews\nCommissioner: approves')
  await page.getByLabel('How many days does it take to put money to other use? (optional)').fill('42')
  await day(page, 'From which day do these two hold?', [1, 4, 2020])
  await press(who, 'Add the fund')
  return here(page)
}

/** An award of £39,661 of which a third, rounded down by the funder to the pound, is held back; its address. */
async function addAward (who, fund, label, from, to) {
  const { page, visit } = who
  await visit(`${fund}/awards/new`)
  await page.getByLabel('Which year or phase?').fill(label)
  await page.getByLabel('How much is given in all, held-back parts included?').fill('39661')
  await day(page, 'First day', from)
  await day(page, 'Last day', to)
  await page.getByLabel('What is the part called? (optional)').first().fill('Reserve pot')
  await page.getByLabel('How much is held back, as the funder states it?').first().fill('13220')
  await page.getByLabel('Its share: how many parts (optional)').first().fill('1')
  await page.getByLabel('Of how many (optional)').first().fill('3')
  await page.getByLabel('Until all projects of earlier years are complete').first().check()
  await press(who, 'Add the award')
  return here(page)
}

/** A project that the funder approved by letter; its address. */
async function addProject (who, award, title, amount) {
  const { page, visit } = who
  await visit(`${award}/projects/new`)
  await page.getByLabel('How much is allocated?').fill(amount)
  await day(page, 'From which day?', [1, 5, 2021])
  await page.getByLabel('What is the project called?').fill(title)
  await page.getByLabel('Who delivers it? (optional)').fill('Hollin Trust')
  await page.getByLabel('Which letter or minute approves it? (optional)').fill('Letter of April 2021')
  await press(who, 'Add the project')
  return here(page)
}

/** Claims, accepts and pays so much. */
async function spend (who, project, amount, date) {
  const { page, visit } = who
  await visit(`${project}/claims/new`)
  await page.getByLabel('How much?', { exact: true }).fill(amount)
  await page.getByLabel('What is the number of the invoice?').fill('Invoice 7')
  await day(page, 'When was it made?', date)
  await press(who, 'Make the claim')
  await page.getByLabel('Accept it, to be paid').check()
  await press(who, 'Decide')
  await day(page, 'On which day is it paid?', date)
  await press(who, 'Pay it')
}

/** Completes a project with its evidence, and with the reason where its cost is not its allocation. */
async function complete (who, project, date, because) {
  const { page, visit } = who
  await visit(`${project}/finish`)
  await page.getByLabel('What shows that it was delivered?').fill('Register of attendance')
  await day(page, 'On which day was it complete?', date)
  if (because) {
    await press(who, 'Complete it', { expect: 422 })
    assert.match(await main(page), /less than was allocated\. Enter why\./)
    await page.getByLabel('Why is its cost not its allocation?').fill(because)
  }
  await press(who, 'Complete it')
}

const FIRST_YEAR = [
  ['Bystander training', '5000', '4200', 'The room cost nothing'],
  ['Street lights', '4000', '4000', null],
  ['Dummy cameras', '3500', '2300.60', 'Fewer shops asked for them'],
  ['Conference', '4500', '3000', 'It was held online'],
  ['Youth club', '3941', '3941', null],
  ['Stickers', '3000', '3000', null],
  ['Radio spots', '2500', '2500', null]
]

test('two years of a grant, told through its pages', { timeout: 600_000 }, () => demo.as(async who => {
  const { page, visit, follow } = who
  await signInAsRole(who, 'Grant manager')
  await visit('/')
  await follow(() => page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Money' }).click())
  const fund = await addFund(who)

  // The first year: seven projects, three of which cost less; the pot opens late and is closed four weeks later.
  const first = await addAward(who, fund, '2021/22', [1, 4, 2021], [31, 3, 2022])
  for (const [title, allocated, spent, because] of FIRST_YEAR) {
    const project = await addProject(who, first, title, allocated)
    await spend(who, project, spent, [14, 10, 2021])
    await complete(who, project, [28, 2, 2022], because)
  }
  await visit(first)
  assert.match(await main(page), /£22,941\.60/)
  await follow(() => page.getByRole('link', { name: 'Reserve pot' }).click())
  const pot = here(page)
  for (const [state, date] of [['It is opened', [31, 1, 2022]], ['It is closed', [25, 2, 2022]]]) {
    await visit(pot)
    await page.getByLabel(state).check()
    await day(page, 'From which day does it hold?', date)
    await page.getByLabel('Who said so?').fill('Commissioner’s office')
    await page.getByLabel('Which letter or minute says so?').fill('E-mail to the chair')
    await press(who, 'Write it down')
  }
  assert.match(await main(page), /is closed: Commissioner’s office said so with effect from 25 February 2022/)

  // What is left goes back with its letter.
  await visit(`${first}/return`)
  assert.equal(await page.getByLabel('How much of the up-front part?').inputValue(), '3499.40')
  assert.equal(await page.getByLabel('How much of Reserve pot?').inputValue(), '13220.00')
  await page.getByLabel('Which letter goes with it?').fill('Letter of 20 April 2022')
  await day(page, 'On which day?', [20, 4, 2022])
  await press(who, 'Give it back')
  assert.match(await main(page), /£16,719\.40/)

  // The second year: five bids through the chain; £1 of the up-front part is allocated to nobody.
  const second = await addAward(who, fund, '2022/23', [1, 4, 2022], [31, 3, 2023])
  assert.match(await main(page), /exactly £13,220\.33 and 1\/3 of a penny/)
  for (const [title, amount] of [['Stickers', '622.50'], ['Bystander training', '5000'], ['Conference', '5980'], ['Youth work', '13000'], ['Radio', '1837.50']]) {
    await visit(`${second}/bids/new`)
    await page.getByLabel('What is the project called?').fill(title)
    await page.getByLabel('What is the money for?').fill('To reduce crime')
    await page.getByLabel('Which organisation asks?').fill('Hollin Trust')
    await page.getByLabel('How much?', { exact: true }).fill(amount)
    await page.getByLabel('What does it promise? (optional)').fill('25 people trained')
    await press(who, 'Make the bid')
    const bid = here(page)
    for (let step = 0; step < 2; step++) {
      await visit(`${bid}/decide`)
      await page.getByLabel('Agreed', { exact: true }).check()
      await page.getByLabel('Who decided?').fill('A. Rowan')
      await day(page, 'On which day?', [12, 5, 2022])
      await page.getByLabel('Which minute or letter says so? (optional)').fill('Minute 12')
      await press(who, 'Write it down')
    }
    assert.match(await main(page), /Approved/)
  }
  await visit(second)
  assert.match(await main(page), /£1 of the up-front £26,441 is not allocated to any project/)
  await visit(`${second}/bids`)

  // A claim above what remains is refused with the sum, and what was typed is kept.
  await visit(second)
  await follow(() => page.getByRole('link', { name: '1. Stickers' }).click())
  await follow(() => page.getByRole('button', { name: 'Make a claim' }).click())
  await page.getByLabel('How much?', { exact: true }).fill('622.51')
  await page.getByLabel('What is the number of the invoice?').fill('Invoice 9')
  await day(page, 'When was it made?', [1, 9, 2022])
  await press(who, 'Make the claim', { expect: 422 })
  assert.match(await page.locator('.govuk-error-summary').innerText(), /£622\.51 is £0\.01 more than remains: £622\.50/)
  assert.equal(await page.getByLabel('What is the number of the invoice?').inputValue(), 'Invoice 9')

  // Every balance opens into its entries, and both reports are drawn from the same ledger.
  for (const path of ['ledger', 'ledger?place=spent', 'forecast', 'outputs', 'report', 'report?for=funder']) {
    await visit(`${first}/${path}`)
  }
  assert.match(await main(page), /Grant report for the funder/)
  assert.match(await main(page), /£16,719\.40/)
  for (const [ending, type] of [['pdf', 'application/pdf'], ['docx', 'wordprocessingml'], ['xlsx', 'spreadsheetml']]) {
    const answer = await page.request.get(`${first}/report.${ending}?for=funder`)
    assert.equal(answer.status(), 200, ending)
    assert.ok(answer.headers()['content-type'].includes(type), ending)
  }
  await visit('/money/priorities')

  // What was given is published, and anybody reads it.
  await visit(`${second}/publish`)
  await page.getByLabel('What is the partnership called?').fill('Merrowshire Community Safety Partnership')
  await page.getByLabel('Which prefix did 360Giving give to it?').fill('360G-merrowshire')
  await press(who, 'Publish')
}))

test('anybody reads who got what, and a member changes nothing', () => demo.as(async who => {
  const { page, visit } = who
  await visit('/public/money')
  assert.match(await main(page), /Bystander lessons\s+Violence Reduction Unit\s+£12,500/)
  await signInAsRole(who, 'Member')
  await visit('/money')
  for (const path of ['/money/funds/new']) {
    assert.equal((await page.request.get(path)).status(), 404, path)
  }
}))

test('a small provider claims by a link, without an account, and an officer pays it', async () => {
  let link
  await demo.as(async who => {
    const { page, visit, follow, look } = who
    await signInAsRole(who, 'Officer')
    await visit('/money')
    await follow(() => page.getByRole('link', { name: /^20/ }).first().click())
    await follow(() => page.getByRole('link', { name: /Evening groups/ }).click())
    await press(who, 'Who may claim by link')
    await press(who, 'Give somebody a link')
    await page.getByLabel('Name', { exact: true }).fill('Tamsin Orrell')
    await page.getByLabel('E-mail address').fill('tamsin.orrell@merrowshire.example')
    await press(who, 'Send a letter with a link')
    await follow(() => page.getByRole('button', { name: 'Make a link to copy for Tamsin Orrell' }).click())
    link = /\/claim\/[0-9a-f]{64}/.exec(await main(page))[0]
    await look()
  })
  await demo.as(async who => {
    const { page, visit, look } = who
    await visit(link)
    assert.match(await main(page), /made out to Tamsin Orrell/)
    await press(who, 'Start')
    assert.equal(here(page), '/claim', 'the secret is no longer in the address')
    await press(who, 'Make a claim')
    await page.getByLabel('How much?', { exact: true }).fill('100000')
    await page.getByLabel('What is the number of the invoice?').fill('PS 90')
    await press(who, 'Make the claim', { expect: 422 })
    assert.match(await main(page), /more than remains/)
    await page.getByLabel('How much?', { exact: true }).fill('250.40')
    await press(who, 'Make the claim')
    assert.match(await main(page), /Your claim of £250.40 is made/)
    await press(who, 'Count what was delivered')
    await page.getByLabel('How many more were delivered?').fill('3')
    await press(who, 'Write it down')
    assert.match(await main(page), /The count is written down/)
    await look()
    await visit(`${link.slice(0, -4)}0000`)
    assert.match(await main(page), /incomplete, too old or stopped/)
  })
  await demo.as(async who => {
    const { page, visit, follow } = who
    await signInAsRole(who, 'Officer')
    await visit('/money')
    await follow(() => page.getByRole('link', { name: /^20/ }).first().click())
    await follow(() => page.getByRole('link', { name: /Evening groups/ }).click())
    await follow(() => page.getByRole('link', { name: /PS 90/ }).click())
    await page.getByLabel('Accept it, to be paid').check()
    await press(who, 'Decide')
    await press(who, 'Pay it')
    assert.match(await main(page), /Paid/)
    await visit('/money')
    await follow(() => page.getByRole('link', { name: /^20/ }).first().click())
    await follow(() => page.getByRole('link', { name: /Freshers/ }).click())
    await press(who, 'Approve what is set aside')
    await page.getByLabel('Which letter or minute approves it?').fill('Letter of June')
    await press(who, 'Approve it')
    assert.match(await main(page), /The money is approved/)
  })
})
