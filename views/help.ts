import { context, header, type MessageView, section } from './blocks.ts'
import { bold, codeSpan } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'
import { type CommandName, commandNames } from './text/commands.ts'

/** Every command with its usage and one line. */
export function help({ texts }: ViewContext): MessageView {
  const { title, intro, days } = texts.help
  const lines = commandNames.map((name) => `${codeSpan(texts.commands[name].usage)}\n${texts.commands[name].line}`)
  return {
    text: `${title}: ${intro}`,
    blocks: [header(title), section(intro), section(lines.join('\n')), context(days)],
  }
}

/** The nearest command, where there is one, with what it does, and the help. */
export function unknownCommand(
  { typed, nearest }: { typed: string; nearest?: CommandName },
  viewContext: ViewContext,
): MessageView {
  const { texts } = viewContext
  const meant = nearest === undefined ? undefined : texts.commands[nearest]
  const text = texts.unknownCommand({
    typed: bold(codeSpan(typed)),
    ...(meant && { nearest: codeSpan(meant.usage), does: meant.line }),
  })
  return { text, blocks: [section(text), ...help(viewContext).blocks] }
}
