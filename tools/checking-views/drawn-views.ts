import type { KnownBlock, View } from '@slack/types'
import { checkHome, checkMessageBlocks, checkModal } from '@pokopoko/slack-emulator/testing'
import { aViewContext, locales } from '../../test/views/a-view-context.ts'
import { everyHome, everyMessage, everyModal } from '../../test/views/every-view.ts'

/** A view or message in one language, as Slack would get it. */
export type Drawn = { title: string } & ({ message: { blocks: KnownBlock[] } } | { view: View })

/** Every view and message that there is, in both languages: those that the tests draw, with what is longest and worst. Each once. */
export function drawnViews(): Drawn[] {
  const drawn = locales.flatMap((locale) => {
    const viewContext = aViewContext(locale, { machines: 'embedded' })
    const titled = (title: string) => `${title} (${locale})`
    return [
      ...Object.entries(everyMessage).map(([title, draw]) => ({
        title: titled(title),
        message: asMessage(draw(viewContext)),
      })),
      ...Object.entries(everyModal).map(([title, draw]) => ({ title: titled(title), view: asView(draw(viewContext)) })),
      ...Object.entries(everyHome).map(([title, draw]) => ({ title: titled(title), view: asView(draw(viewContext)) })),
    ]
  })
  const bodyOf = ({ title: _, ...body }: Drawn) => JSON.stringify(body)
  return [...new Map(drawn.map((one) => [bodyOf(one), one])).values()]
}

function asMessage(view: object): { blocks: KnownBlock[] } {
  const blocks: unknown = 'blocks' in view ? view.blocks : undefined
  checkMessageBlocks(blocks)
  return { blocks }
}

function asView(view: object): View {
  const checked: unknown = view
  if ('type' in view && view.type === 'home') {
    checkHome(checked)
    return checked
  }
  checkModal(checked)
  return checked
}
