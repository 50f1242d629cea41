import { openPageContext } from '../test/browser/page-context.ts'
import { takeNoArguments } from './arguments.ts'
import { findChromium } from '../src/local/find-chromium.ts'

/** `npm run screenshot`: draws the README's picture anew, from a real site on the real page. */
takeNoArguments('npm run screenshot')
process.env['CHROMIUM'] ??= await findChromium(process.env)
const context = await openPageContext({ env: { PICTURES: 'true', CHROMIUM: process.env['CHROMIUM'] } })
await context.page.setViewportSize({ width: 1280, height: 960 })
await context.send('/testsite new spring-sale acme/website#main')
await context.dialog().getByRole('button', { name: 'Create' }).click()
await context.message(/Ready/).waitFor()
await context.message(/Ready/).getByRole('link', { name: '1 reply' }).waitFor()
await context.message(/Ready/).getByRole('img', { name: 'Start page' }).waitFor()
// The page hears of the clock every two seconds; the next event is the warning by then.
await context.page.waitForTimeout(2500)
await context.page.screenshot({ path: 'docs/workspace.png' })
await context.close()
