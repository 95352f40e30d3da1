// A plan's year as those live it who run it, lead in it, sit on its groups and read about it: real pages, real letters.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { concordat } from '../lib/concordat.mjs'
import { letterTo, lettersTo, linkIn } from '../lib/letters.mjs'
import { filledIn } from '../lib/office.mjs'
import { added, arrive, choosePassword, giveNameAndPassword, noticeOn } from '../lib/people.mjs'
import { openPostOffice } from '../lib/post-office.mjs'

// A real meeting's papers where they are at hand; our own invented ones elsewhere.
const REAL = fileURLToPath(new URL('../../../shared/documents/s4-kcsp-2022-07-14-agenda-pack.txt', import.meta.url))
const OURS = fileURLToPath(new URL('../fixtures/agenda-pack.md', import.meta.url))
const PAPERS = existsSync(REAL) ? REAL : OURS
if (PAPERS === OURS) console.log('skipped: no real papers at hand, so the year begins with invented ones')
const STRATEGY = `Safe evenings strategy

Area 1: People feel safe on their way home
1. Light the paths from the stations by December
2. Train door staff in every town
Area 2: Those who harm are stopped
3. Visit every repeat suspect each month
`

const letters = await mkdtemp(join(tmpdir(), 'concordat-letters-'))
const office = await openPostOffice(letters)
after(async () => {
  await office.stop()
  await rm(letters, { recursive: true, force: true })
})
const live = concordat({
  mode: 'serve',
  env: { CONCORDAT_SMTP_URL: `smtp://127.0.0.1:${office.port}`, CONCORDAT_MAIL_FROM: 'Merrowshire <plan@merrowshire.example>', CONCORDAT_PUBLIC_URL: 'http://csp.merrowshire.example' }
})

const OFFICER = 'ada.lindqvist@merrowshire.example'
const MEMBER = 'wren.marlow@merrowshire.example'
const BY_LINK = 'asha.pell@merrowshire.example'
const BY_SHEET = 'berto.quill@merrowshire.example'
const GUEST = 'tamsin.orrell@merrowshire.example'
const GONE = 'refuse-cleo.rusk@merrowshire.example'
let plan
let leads

const main = page => page.getByRole('main').innerText()
const press = ({ page, follow }, name, options) => follow(() => page.getByRole('button', { name, exact: true }).click(), options)
const day = async (page, legend, date) => {
  const group = page.getByRole('group', { name: legend })
  await group.getByLabel('Day').fill(String(date.getDate()))
  await group.getByLabel('Month').fill(String(date.getMonth() + 1))
  await group.getByLabel('Year').fill(String(date.getFullYear()))
}
const inDays = days => new Date(Date.now() + days * 86_400_000)

// Signed in once each, as people are who work all day.
const sessions = {}
const signedIn = (name, story) => live.as(async who => {
  await who.context.addCookies(sessions[name])
  await story(who)
})
const asOfficer = story => signedIn('officer', story)
const asMember = story => signedIn('member', story)

/** From the letter to what was sent: everything on track but the first action. */
async function answersByLink (count, first) {
  const link = linkIn(await letterTo(letters, BY_LINK, count))
  await live.as(async who => {
    const { page, visit, follow } = who
    await visit(link)
    await press(who, 'Start')
    assert.equal(new URL(page.url()).pathname, '/answer', 'the secret is no longer in the address')
    const tasks = page.locator('.govuk-task-list__link')
    const total = await tasks.count()
    assert.ok(total > 0, 'there is something to answer for')
    for (let n = 0; n < total; n++) {
      await visit('/answer')
      await follow(() => tasks.nth(n).click())
      const [state, words] = n === 0 ? first : ['On track', 'Going as agreed.']
      await page.getByRole('radio', { name: state }).check()
      if (state === 'Done') await day(page, 'When was it done?', inDays(-1))
      await page.getByLabel('What happened since last time?').fill(words)
      await press(who, 'Save for later')
    }
    await visit('/answer')
    await press(who, 'Check your answers')
    assert.ok((await main(page)).includes(first[1]))
    await press(who, 'Send')
    assert.match(await main(page), /sent|Thank you/i)
  })
  return link
}

test('the plan comes in from a meeting’s papers', () => live.as(async who => {
  const { page, visit, follow } = who
  await arrive(who, await added(live.app, 'Ada Lindqvist', OFFICER, 'officer'), OFFICER)
  sessions.officer = await who.context.cookies()
  await visit('/plans/import')
  await page.getByLabel('The file that holds the plan').setInputFiles(PAPERS)
  await press(who, 'Read this file')
  await follow(() => page.getByRole('button', { name: 'Bring it into the plan' }).click())
  assert.match(await noticeOn(page), /actions added/)
  plan = new URL(page.url()).pathname
}))

test('feedback is asked for, a member comments, and the comment is answered', async () => {
  await asOfficer(async who => {
    await who.visit(`${plan}/feedback/open`)
    await day(who.page, 'Until which day?', inDays(14))
    await press(who, 'Ask for feedback')
  })
  await live.as(async who => {
    await choosePassword(who, await added(live.app, 'Wren Marlow', MEMBER, 'member'))
    await giveNameAndPassword(who, MEMBER)
    sessions.member = await who.context.cookies()
    await who.visit(`${plan}/feedback`)
    await press(who, 'Comment on the whole plan')
    await who.page.getByLabel('Your comment').fill('Say more about the evenings.')
    await press(who, 'Send this comment')
  })
  await asOfficer(async who => {
    const { page, visit, follow } = who
    await visit(`${plan}/feedback`)
    await follow(() => page.getByRole('link', { name: /^Answer/ }).first().click())
    await page.getByRole('radio', { name: 'Accept' }).check()
    await page.getByLabel('Why?').fill('Agreed, the aim will name them.')
    await press(who, 'Save this answer')
    assert.match(await main(page), /Agreed, the aim will name them/)
  })
})

test('a guest comments by the link in a letter, changes it, and gets the answer by letter', async () => {
  await asOfficer(async who => {
    const { page, visit, look } = who
    await visit(`${plan}/feedback`)
    await press(who, 'Guests')
    await press(who, 'Ask a guest for comments')
    await page.getByLabel('Name', { exact: true }).fill('Tamsin Orrell')
    await page.getByLabel('Organisation (optional)').fill('Ashing Youth Forum')
    await page.getByLabel('E-mail address').fill(GUEST)
    await press(who, 'Send a letter with a link')
    assert.match(await main(page), /Tamsin Orrell/)
    await look()
  })
  const link = linkIn(await letterTo(letters, GUEST))
  await live.as(async who => {
    const { page, visit, follow } = who
    await visit(link)
    await press(who, 'Start')
    assert.equal(new URL(page.url()).pathname, '/comment', 'the secret is no longer in the address')
    const tasks = page.locator('.govuk-task-list__link')
    assert.ok(await tasks.count() > 1, 'there are actions to comment on')
    for (const words of ['Ask the young people.', 'Ask the young people who wait there.']) {
      await visit('/comment')
      await follow(() => tasks.nth(1).click())
      await page.getByRole('textbox').fill(words)
      await press(who, words.includes('wait') ? 'Save the change' : 'Send this comment')
    }
    assert.match(await main(page), /Not answered yet/)
    assert.doesNotMatch(await main(page), /Say more about the evenings/, 'what others said is theirs')
    await visit(`${link.slice(0, -4)}AAAA`)
    assert.match(await main(page), /incomplete, too old or stopped/)
  })
  await asOfficer(async who => {
    const { page, visit, follow } = who
    await visit(`${plan}/feedback`)
    assert.match(await main(page), /Tamsin Orrell, Ashing Youth Forum/)
    await follow(() => page.getByRole('link', { name: /^Answer/ }).first().click())
    await page.getByRole('radio', { name: 'Decline' }).check()
    await page.getByLabel('Why?').fill('The county asks them every spring.')
    await press(who, 'Save this answer')
  })
  const answer = await letterTo(letters, GUEST, 2)
  assert.match(answer, /Ask the young people who wait there/)
  assert.match(answer.replace(/\s+/g, ' '), /declined.*The county asks them every spring/)
  await live.as(async who => {
    await who.visit(link)
    await press(who, 'Start')
    assert.match(await main(who.page), /Declined/)
  })
})

test('version 1 is published, and anybody may read it', async () => {
  await asOfficer(async who => {
    await who.visit(`${plan}/versions/publish`)
    await who.page.getByLabel('By which decision?').fill('Board, 14 July, item 52')
    await press(who, 'Publish this version')
    assert.match(await main(who.page), /Version 1/)
  })
  await live.as(async ({ page, visit }) => {
    await visit(`/public${plan}`)
    assert.match(await main(page), /Version 1/)
  })
})

test('a round opens: each lead has one letter, and one that came back is shown', () => asOfficer(async who => {
  const { page, visit } = who
  await visit(`${plan}/contacts/new`)
  leads = (await page.getByLabel('Lead', { exact: true }).locator('option').allInnerTexts()).slice(1)
  assert.ok(leads.length > 1, 'the plan names several leads')
  const people = [['Asha Pell', BY_LINK], ['Berto Quill', BY_SHEET], ['Cleo Rusk', GONE]]
  for (const [n, [name, email]] of people.entries()) {
    await visit(`${plan}/contacts/new`)
    await page.getByLabel('Lead', { exact: true }).selectOption({ label: leads[n % leads.length] })
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('E-mail address').fill(email)
    await press(who, 'Add this contact')
  }
  await visit(`${plan}/rounds/new`)
  await press(who, 'Open the round and send the letters')
  const letter = await letterTo(letters, BY_LINK)
  assert.match(letter, /Asha Pell/)
  await letterTo(letters, BY_SHEET)
  await page.waitForTimeout(1500)
  await visit('/mail')
  assert.match(await main(page), /Undelivered|Refused/i)
  assert.equal((await lettersTo(letters, GONE)).length, 0)
}))

test('a lead answers by link: one action at risk', async () => {
  const link = await answersByLink(1, ['At risk', 'The second trainer left.'])
  // What was altered leads nowhere, and says nothing about what there is.
  await live.as(async ({ page, visit }) => {
    await visit(`${link.slice(0, -4)}AAAA`)
    assert.equal(await page.getByRole('button', { name: 'Start' }).count(), 0)
    assert.doesNotMatch(await main(page), /Asha|Action plan/i)
  })
})

test('another lead answers by spreadsheet, and sees what will be said before it is', async () => {
  const link = linkIn(await letterTo(letters, BY_SHEET))
  await live.as(async who => {
    const { page, visit, download, look } = who
    await visit(link)
    await press(who, 'Start')
    await visit('/answer/spreadsheet')
    const { bytes } = await download(() => page.getByRole('button', { name: 'Download the spreadsheet' }).click())
    const answered = filledIn(bytes, { State: 'On track', 'What happened': 'Nine schools took part.' })
    await page.getByLabel('The spreadsheet with the answers').setInputFiles({ name: 'answers.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: answered })
    await press(who, 'Read this file')
    assert.match(await main(page), /Nine schools took part/)
    await press(who, 'Use these answers')
    await look()
  })
})

test('the group records what is done about the exception, and the round closes', () => asOfficer(async who => {
  const { page, visit, follow } = who
  await visit(`${plan}/exceptions`)
  await press(who, 'Check the plan now')
  await follow(() => page.locator('main a[href^="/exceptions/"]').first().click())
  await press(who, 'Record a remedy')
  await page.getByLabel('What will be done?').fill('The county lends a trainer until June.')
  await page.getByLabel('Who will do it?').fill('Head of training')
  await day(page, 'By when?', inDays(60))
  await press(who, 'Save')
  assert.match(await main(page), /lends a trainer/)
  await closeRound(who)
}))

async function closeRound (who) {
  const { page, visit, follow } = who
  await visit(`${plan}/rounds`)
  await follow(() => page.getByRole('main').getByRole('link', { name: /Update for/ }).first().click())
  await press(who, 'Close the round')
}

test('the second round: what was at risk is said to be done, and the group assures it', async () => {
  await asOfficer(async who => {
    await who.visit(`${plan}/rounds/new`)
    await press(who, 'Open the round and send the letters')
  })
  await answersByLink(2, ['Done', 'Everybody is trained.'])
  await asOfficer(async who => {
    const { page, visit, follow } = who
    await closeRound(who)
    await visit(`${plan}/said-to-be-done`)
    if (await page.getByRole('main').getByRole('link', { name: /Assure/ }).count()) {
      await follow(() => page.getByRole('main').getByRole('link', { name: /Assure/ }).first().click())
      await page.getByRole('radio', { name: /^Assured/ }).check()
      await page.getByLabel('What was looked at, or what is missing').fill('The list of those trained.')
      await press(who, 'Save what the group says')
    }
    assert.match(await main(page), /assured/i)
  })
})

test('a member proposes other words in the year, and the change is decided', async () => {
  let proposal
  await asMember(async who => {
    const { page, visit, follow } = who
    await visit(`${plan}/actions`)
    const action = await page.locator('main a[href^="/actions/"]').first().getAttribute('href')
    await visit(`${action}/propose-change`)
    await page.getByLabel('Objective', { exact: true }).fill('Get people home, every night of the week')
    await page.getByLabel('Why do you propose this?').fill('Weekdays are no quieter.')
    await follow(() => page.getByRole('button', { name: /^Propose/ }).click())
    proposal = new URL(page.url()).pathname
  })
  await asOfficer(async who => {
    const { page, visit } = who
    await visit(`${proposal}/decide`)
    await page.getByRole('radio', { name: 'Accept' }).check()
    await page.getByLabel('Why?').fill('Everybody agreed.')
    await page.getByLabel('By which decision?').fill('Working group, 14 October, item 3')
    await press(who, 'Record this decision')
    await visit(`${plan}/versions/publish`)
    await page.getByLabel('By which decision?').fill('Board, 17 November, item 6')
    await press(who, 'Publish this version')
    await visit(`${plan}/compare`)
    await page.getByLabel('Compare', { exact: true }).selectOption({ index: 0 })
    await press(who, 'Compare')
    assert.match(await main(page), /every night of the week/)
  })
})

test('a strategy is brought in and adopted into the plan', () => asOfficer(async who => {
  const { page, visit, follow } = who
  await visit('/strategies/import')
  await page.getByLabel('Or paste its text').fill(STRATEGY)
  await press(who, 'Read it')
  await page.getByLabel('Title', { exact: true }).fill('Safe evenings strategy')
  await page.getByRole('radio', { name: 'Strategy', exact: true }).check()
  await page.getByLabel('Its owner, if not in the list').fill('Merrowshire Police and Crime Commissioner')
  await press(who, 'Bring it in')
  await visit(plan)
  await follow(() => page.locator('main a[href^="/priorities/"]').first().click())
  await visit(`${new URL(page.url()).pathname}/adopt`)
  await page.getByLabel('Where from?').selectOption({ index: 1 })
  await press(who, 'Show what it holds')
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await page.getByLabel('By which decision?').fill('Board, 17 November, item 7')
  await press(who, 'Adopt these')
  await visit(`${plan}/adopted`)
  assert.match(await main(page), /Safe evenings strategy/)
  await visit(`${plan}/coverage`)
  await visit('/governance')
}))

test('the year ends: a report, a summary and a page for each lead, on screen and as files', () => asOfficer(async ({ page, visit, download }) => {
  for (const report of ['progress', 'year-end', 'leads']) {
    await visit(`${plan}/reports/${report}`)
    assert.match(await main(page), report === 'leads' ? /a page of its own/ : /Done/)
    for (const kind of ['pdf', 'docx', 'xlsx']) {
      const { bytes } = await download(() => page.evaluate(href => { location.href = href }, `${plan}/reports/${report}.${kind}`))
      assert.equal(bytes.subarray(0, 2).toString(), kind === 'pdf' ? '%P' : 'PK')
    }
  }
}))

test('what continues becomes next year’s plan, and every action is still itself', () => asOfficer(async who => {
  const { page, visit, follow } = who
  await visit(plan)
  await visit(plan.replace('/plans/', '/refresh/'))
  await press(who, 'Make next year’s plan')
  const next = new URL(page.url()).pathname
  assert.notEqual(next, plan)
  await follow(() => page.getByRole('main').getByRole('button', { name: 'See all actions as a table' }).click())
  // By the keyboard: the link begins with a word for screen readers only, and a pointer may aim at that.
  await follow(() => page.locator('main a[href^="/actions/"]').first().press('Enter'))
  assert.match(await main(page), /Continues/i)
}))

test('who did what is whole: every link that was used is in it, and no secret', async () => {
  const checked = await live.app.command('check')
  assert.equal(checked.code, 0, checked.stdout + checked.stderr)
})
