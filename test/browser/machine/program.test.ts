import assert from 'node:assert/strict'
import { type Browser, chromium, type Page } from 'playwright-core'
import { program } from '../../front/program.ts'
import { throughRouter } from '../../front/through-router.ts'
import { PASSWORD, USER } from '../../machine/documents.ts'
import { type MachineFixture, makeMachineFixture } from '../../machine/machine-fixture.ts'
import { runSetUp } from '../../machine/run-set-up.ts'
import { BROWSER_ARGS } from '../browser-args.ts'
import { answerPasswordPrompts } from '../password-prompts.ts'

/** Two sites of one deployment, which are one "site" to browsers, and two origins. */
const DOMAIN = 'test.localhost'

/** Run by `npm run test:machine`. */
describe('a program behind the password, in a browser', () => {
  let fixture: MachineFixture
  let router: Awaited<ReturnType<typeof throughRouter>>
  let browser: Browser
  let page: Page
  const site = (name: string) => `http://${name}.${DOMAIN}:${new URL(router.door.url).port}`
  before(async () => {
    fixture = await makeMachineFixture()
    const [machine, { cloneUrl }] = await Promise.all([fixture.machine(), fixture.repository('program', program)])
    const result = await runSetUp(machine, cloneUrl, { documentRoot: '' })
    assert.ok(result.ok, JSON.stringify(result))
    router = await throughRouter(
      { url: machine.url, host: '', authorization: '' },
      { domain: DOMAIN, names: ['plum', 'quince'] },
    )
    const executablePath = process.env['CHROMIUM']
    assert.ok(executablePath, 'CHROMIUM names the browser')
    browser = await chromium.launch({ executablePath, args: BROWSER_ARGS })
    page = await browser.newPage()
    page.setDefaultTimeout(60_000)
  })
  after(async () => {
    await browser.close()
    await router.close()
    await fixture.close()
  })

  it('is asked by a page of another site, after a preflight, with an Authorization of its own', async () => {
    const prompts = await answerPasswordPrompts(page)
    for (const name of ['plum', 'quince']) {
      prompts.answerWith({ username: USER, password: PASSWORD })
      await page.goto(`${site(name)}/echo`)
    }
    assert.equal(prompts.asked(), 2)
    const ask = (authorization: string) =>
      page.evaluate(
        async ([url, sent]) => {
          const init = { method: 'PUT', headers: { authorization: sent }, credentials: 'include' } as const
          return (await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) })).text()
        },
        [`${site('plum')}/echo`, authorization] as const,
      )
    assert.match(await ask('Bearer of-its-own'), /"method": "PUT".*"authorization": "Bearer of-its-own"/)
    assert.match(await ask('Basic b3RoZXI6b25l'), /"authorization": "Basic b3RoZXI6b25l"/)
    assert.equal(prompts.asked(), 2)
  })
})
