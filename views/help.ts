import { type CommandName, commandNames, isOther } from '../src/site/commands.ts'
import { type OperationName, operationNamed } from '../src/site/operations/all.ts'
import { typedArguments } from '../src/site/operations/arguments.ts'
import { context, header, type MessageView, section } from './blocks.ts'
import { bold, codeSpan } from './mrkdwn.ts'
import { textOf } from './operation-text.ts'
import type { ViewContext } from './view-context.ts'

type Reader = Pick<ViewContext, 'texts'>

/** What follows `/testsite`, and what it does. */
export function commandText(command: CommandName, { texts }: Reader): { usage: string; line: string } {
  if (isOther(command)) return texts.commands[command]
  const { args } = operationNamed(command)
  // What is left out is asked for.
  const words = argumentWords(command, { texts }).map(([name, word]) =>
    args[name]?.kind === 'person' ? `[@${word}]` : `[${word}]`,
  )
  const usage = ['/testsite', command, texts.siteName, ...words].join(' ')
  return { usage, line: textOf(command, { texts }).line }
}

/** The arguments that are typed, each with what stands for it in usage. */
export function argumentWords(operation: OperationName, { texts }: Reader): [name: string, word: string][] {
  const words = textOf(operation, { texts }).args ?? {}
  return typedArguments(operationNamed(operation).args).map((name) => [name, words[name]?.usage ?? name])
}

/** Every command with its usage and one line. */
export function help({ texts }: Reader): MessageView {
  const { title, intro, days } = texts.help
  const lines = commandNames.map((name) => {
    const { usage, line } = commandText(name, { texts })
    return `${codeSpan(usage)}\n${line}`
  })
  return {
    text: `${title}: ${intro}`,
    blocks: [header(title), section(intro), section(lines.join('\n')), context(days)],
  }
}

/** The nearest command, where there is one, with what it does, and the help. */
export function unknownCommand(
  { typed, nearest }: { typed: string; nearest?: CommandName },
  viewContext: Reader,
): MessageView {
  const meant = nearest === undefined ? undefined : commandText(nearest, viewContext)
  const text = viewContext.texts.unknownCommand({
    typed: bold(codeSpan(typed)),
    ...(meant && { nearest: codeSpan(meant.usage), does: meant.line }),
  })
  return { text, blocks: [section(text), ...help(viewContext).blocks] }
}
