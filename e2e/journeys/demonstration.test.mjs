// The invented county: everybody who is offered can sign in and look round, and no page that a link leads to is broken.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concordat } from '../lib/concordat.mjs'
import { signInAsRole, signedInAs } from '../lib/people.mjs'

const demo = concordat({ mode: 'demo' })

test('everybody offered arrives at a home page, and their menu leads to pages', () => demo.as(async who => {
  const { page, context, visit, follow } = who
  await visit('/sign-in')
  const offered = await page.locator('form[action="/demo/sign-in"] li').evaluateAll(items =>
    items.map(item => ({ id: item.querySelector('button').value, name: item.querySelector('button').textContent.replace('Sign in as ', ''), roles: item.innerText.replace(/^.*\(/s, '(') })))
  assert.ok(offered.length >= 12, `${offered.length} people`)
  const seen = new Set()
  for (const { id, name, roles } of offered) {
    // People of one role have one menu: the next of them only signs in and arrives, which needs no look.
    if (seen.has(roles)) {
      const token = /name="csrf" value="([^"]+)"/
      const form = await (await page.request.get('/account')).text()
      const arrived = await page.request.post('/demo/sign-in', { form: { csrf: token.exec(form)[1], person: id } })
      assert.equal(arrived.status(), 200)
      assert.ok((await arrived.text()).includes(`Hello, ${name}`))
      continue
    }
    seen.add(roles)
    await context.clearCookies()
    await visit('/sign-in')
    await follow(() => page.locator(`button[value="${id}"]`).click())
    assert.equal(await signedInAs(page), name)
    const menu = await page.getByRole('navigation', { name: 'Menu' }).getByRole('link').evaluateAll(links => links.map(link => link.getAttribute('href')))
    assert.ok(menu.length > 0 || roles === '(no role)', `${name} ${roles} has a menu`)
    for (const path of menu) await visit(path)
  }
  for (const path of ['/help', '/accessibility']) await visit(path)
}))

for (const role of ['Officer', 'Administrator', 'Member']) {
  test(`every kind of page that a link leads to is sound: ${role}`, () => demo.as(async who => {
    const { page, visit } = who
    await signInAsRole(who, role)
    const shapes = new Map()
    const queue = ['/']
    const known = new Set(queue)
    while (queue.length) {
      const path = queue.shift()
      const shape = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{}').replace(/=[^&]*/g, '=')
      // Two of a kind show what differs; the next is like them. The other roles see the same kinds with less on them.
      const times = (shapes.get(shape) ?? 0) + 1
      shapes.set(shape, times)
      if (times > (role === 'Officer' ? 2 : 1)) continue
      await visit(path)
      const links = await page.locator('a[href^="/"]').evaluateAll(links => links.map(link => link.getAttribute('href').replace(/#.*/, '')))
      for (const link of links) if (!known.has(link) && !/\.(pdf|docx|xlsx|json|ics|atom)(\?|$)|^\/evidence\/|^\/static\/|^\/public\/money\/./.test(link)) { known.add(link); queue.push(link) }
    }
    assert.ok(shapes.size > (role === 'Member' ? 8 : 12), [...shapes.keys()].join(' '))
  }))
}
