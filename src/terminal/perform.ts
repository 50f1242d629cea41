import type { ViewContext } from '../../views/view-context.ts'
import { errorLine } from '../../views/terminal/answers.ts'
import { textsFor } from '../../views/text/for-locale.ts'
import { terminalText } from '../../views/text/terminal.ts'
import { isUserError } from '../site/user-error.ts'
import type { Answer, CommandContext } from './answer.ts'
import { runCreate } from './create.ts'
import { isPlatformNeeded, runOnSite } from './operation.ts'
import { runDb } from './db.ts'
import { runImage } from './image.ts'
import { runLogs } from './logs.ts'
import { runAudit, runCosts, runList, runReplay, runShares, runShow, runSweep } from './other-commands.ts'
import { exitCodes, type Output } from './output.ts'
import type { TerminalDeps } from './terminal-deps.ts'
import type { TerminalRequest, Command } from './command.ts'

/** Runs a command, or says why it can't. Rejects with any other error. */
export type Perform = (request: TerminalRequest) => Promise<Output>

/** The front end for terminals: Slack's commands, in plain text or JSON. */
export function createPerformer(deps: TerminalDeps): Perform {
  return async ({ command, by, agent, locale, json }) => {
    const viewContext: ViewContext = { texts: textsFor(locale), locale, policy: deps.policy, ...deps.addresses }
    return written(await answered(command, { by, agent, viewContext }, deps), viewContext, json)
  }
}

async function answered(command: Command, context: CommandContext, deps: TerminalDeps): Promise<Answer> {
  try {
    return await run(command, context, deps)
  } catch (error) {
    if (isUserError(error)) return { errors: [{ error }] }
    if (isPlatformNeeded(error)) return 'needs-platform'
    throw error
  }
}

function run(command: Command, context: CommandContext, deps: TerminalDeps): Promise<Answer> {
  switch (command.command) {
    case 'list':
      return runList(command, context, deps)
    case 'show':
      return runShow(command, context, deps)
    case 'shares':
      return runShares(command, context, deps)
    case 'costs':
      return runCosts(command, context, deps)
    case 'audit':
      return runAudit(command, context, deps)
    case 'db':
      return runDb(command, context, deps)
    case 'logs':
      return runLogs(command, context, deps)
    case 'image':
      return runImage(command, context, deps)
    case 'create':
      return runCreate(command, context, deps)
    case 'sweep':
      return runSweep(command, context, deps)
    case 'replay':
      return runReplay(command, context, deps)
    default:
      return runOnSite(command, context, deps)
  }
}

function written(answer: Answer, viewContext: ViewContext, json: boolean): Output {
  if (typeof answer === 'string') {
    return failed([{ message: terminalText[viewContext.locale].needs[answer], code: answer }], json)
  }
  if ('errors' in answer) {
    const errors = answer.errors.map(({ error, field }) => ({
      message: errorLine(error, viewContext),
      code: error.code,
      ...(field !== undefined && { field, label: viewContext.texts.createForm.labels[field] }),
    }))
    return failed(errors, json)
  }
  if (answer.next !== undefined) {
    const text = linesOf(answer.text)
    const said = 'after' in answer.next ? { stdout: text, stderr: '' } : { stdout: '', stderr: json ? '' : text }
    return { exitCode: exitCodes.done, ...said, next: answer.next }
  }
  const exitCode = answer.isIncomplete === true ? exitCodes.notDone : exitCodes.done
  return { exitCode, stdout: json ? asJson(answer.data) : linesOf(answer.text), stderr: '' }
}

function failed(errors: { message: string; code: string; field?: string; label?: string }[], json: boolean): Output {
  const lines = errors.map(({ message, label }) => `${label === undefined ? '' : `${label}: `}${message}\n`)
  const data = { errors: errors.map(({ label: _, ...error }) => error) }
  return { exitCode: exitCodes.notDone, stdout: '', stderr: json ? asJson(data) : lines.join('') }
}

function linesOf(text: string): string {
  return text === '' ? '' : `${text}\n`
}

function asJson(data: object): string {
  return `${JSON.stringify(data, undefined, 2)}\n`
}
