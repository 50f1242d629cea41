import { openPageContext } from '../test/browser/page-context.ts'
import { takeNoArguments } from './arguments.ts'
import { findChromium } from './find-chromium.ts'

/** `npm run screenshot`: draws the README's picture anew, from a real site on the real page. */
takeNoArguments('npm run screenshot')
process.env['CHROMIUM'] ??= await findChromium(process.env)
const desk = await openPageContext()
await desk.page.setViewportSize({ width: 1280, height: 800 })
await desk.send('/testsite new spring-sale acme/website#main')
await desk.dialog().getByRole('button', { name: 'Create' }).click()
await desk.message(/Ready/).waitFor()
await desk.message(/Ready/).getByRole('link', { name: '1 reply' }).waitFor()
// The page hears of the clock every two seconds; the next event is the warning by then.
await desk.page.waitForTimeout(2500)
await desk.page.screenshot({ path: 'docs/workspace.png' })
await desk.close()
