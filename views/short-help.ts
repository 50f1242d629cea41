import { type MessageView, section } from './blocks.ts'
import { creation } from './home.ts'
import type { ViewContext } from './view-context.ts'

/** For somebody who mentions the app, or writes to it. */
export function shortHelp(viewContext: ViewContext): MessageView {
  const { intro, start } = viewContext.texts.help
  return { text: intro, blocks: [section(`${intro}\n${start}`), ...creation(viewContext)] }
}
