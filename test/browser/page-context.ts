import assert from 'node:assert/strict'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { type LocalProcess, startMain } from '../support/local-process.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { BROWSER_ARGS } from './browser-args.ts'

/** Somebody at the workspace page of a fresh `npm start`, in a real browser. */
export interface PageContext {
  main: LocalProcess
  page: Page
  /** What that person sees of the channel. */
  messages: Locator
  /** Types into the message box and sends it. */
  send(text: string): Promise<void>
  /** The newest message of the app that has that text. */
  message(text: string | RegExp): Locator
  /** The modal on top. */
  dialog(): Locator
  /** Opens an address in a browser of its own, with or without a password; gives status and text. */
  visit(url: string, credentials?: { username: string; password: string }): Promise<{ status: number; text: string }>
  /** A page of somebody who is nobody to the workspace, in a browser of their own. */
  visitor(): Promise<Page>
  close(): Promise<void>
}

interface PageSettings {
  /** Of `npm start`, as environment variables. */
  env?: NodeJS.ProcessEnv
  /** Pages that were left stay as they are, for who comes back: Playwright turns that off. */
  keepsPages?: boolean
}

export async function openPageContext({ env = {}, keepsPages = false }: PageSettings = {}): Promise<PageContext> {
  const directory = await makeTemporaryDirectory()
  // A picture comes at its own time, and the card is drawn anew while somebody clicks on it.
  const main = await startMain(directory.path, [], { PICTURES: 'false', ...env })
  const executablePath = process.env['CHROMIUM']
  assert.ok(executablePath, 'CHROMIUM names the browser: run these tests with npm run test:browser')
  const kept = keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }
  const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS, ...kept })
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  page.setDefaultTimeout(60_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(main.url)
  const messages = page.getByRole('log').first()
  return {
    main,
    page,
    messages,
    send: async (text) => {
      const box = page.getByLabel('Message', { exact: true })
      await box.fill(text)
      await box.press('Enter')
    },
    message: (text) => messages.getByRole('article').filter({ hasText: text }).last(),
    dialog: () => page.getByRole('dialog').last(),
    visit: (url, credentials) => visit(browser, url, credentials),
    visitor: async () => (await browser.newContext()).newPage(),
    close: async () => {
      await browser.close()
      await main.end('SIGTERM')
      await directory.remove()
      assert.deepEqual(faults, [], 'the page threw')
    },
  }
}

async function visit(browser: Browser, url: string, httpCredentials?: { username: string; password: string }) {
  const context = await browser.newContext(httpCredentials === undefined ? {} : { httpCredentials })
  try {
    const page = await context.newPage()
    const answered = page.waitForResponse(() => true)
    // Without a password the browser has no page to show, and says so by an error; the answer came all the same.
    const [response] = await Promise.all([answered, page.goto(url).catch(() => undefined)])
    const text = response.status() === 200 ? await page.locator('body').innerText() : ''
    return { status: response.status(), text }
  } finally {
    await context.close()
  }
}
