import type { ViewContext } from '../../views/view-context.ts'
import { errorLine } from '../../views/terminal/answers.ts'
import { textsFor } from '../../views/text/for-locale.ts'
import { terminalText } from '../../views/text/terminal.ts'
import { isUserError } from '../site/user-error.ts'
import type { Answer, CommandContext } from './answer.ts'
import { grantExtend, grantOwner, grantPassword, grantPlain } from './change.ts'
import { grantCreate } from './create.ts'
import { grantList, grantShow, grantSweep } from './read-commands.ts'
import { exitCodes, type Output } from './output.ts'
import { grantReplay } from './replay.ts'
import type { TerminalDeps } from './terminal-deps.ts'
import type { TerminalRequest, Command } from './command.ts'

/** Grants a wish, or says why not. Rejects with whatever else goes wrong. */
export type Perform = (request: TerminalRequest) => Promise<Output>

/** The front end for terminals: what Slack's commands do, in plain text or JSON. */
export function createPerformer(deps: TerminalDeps): Perform {
  return async ({ wish, by, locale, json }) => {
    const viewContext: ViewContext = { texts: textsFor(locale), locale, policy: deps.policy, ...deps.place }
    return written(await granted(wish, { by, viewContext }, deps), viewContext, json)
  }
}

async function granted(wish: Command, asking: CommandContext, deps: TerminalDeps): Promise<Answer> {
  try {
    return await grant(wish, asking, deps)
  } catch (error) {
    if (isUserError(error)) return { refusals: [{ error }] }
    throw error
  }
}

function grant(wish: Command, asking: CommandContext, deps: TerminalDeps): Promise<Answer> {
  switch (wish.command) {
    case 'list':
      return grantList(wish, asking, deps)
    case 'show':
      return grantShow(wish, asking, deps)
    case 'create':
      return grantCreate(wish, asking, deps)
    case 'extend':
      return grantExtend(wish, asking, deps)
    case 'password':
      return grantPassword(wish, asking, deps)
    case 'owner':
      return grantOwner(wish, asking, deps)
    case 'sweep':
      return grantSweep(wish, asking, deps)
    case 'replay':
      return grantReplay(wish, asking, deps)
    default:
      return grantPlain(wish, asking, deps)
  }
}

function written(answer: Answer, viewContext: ViewContext, json: boolean): Output {
  if (typeof answer === 'string') {
    const { needsPlatform, needsStack } = terminalText[viewContext.locale]
    return refused([{ message: answer === 'needs-stack' ? needsStack : needsPlatform, code: answer }], json)
  }
  if ('refusals' in answer) {
    const errors = answer.refusals.map(({ error, field }) => ({
      message: errorLine(error, viewContext),
      code: error.code,
      ...(field !== undefined && { field, label: viewContext.texts.createForm.labels[field] }),
    }))
    return refused(errors, json)
  }
  const exitCode = answer.isIncomplete === true ? exitCodes.refused : exitCodes.done
  return { exitCode, stdout: json ? asJson(answer.data) : `${answer.text}\n`, stderr: '' }
}

function refused(errors: { message: string; code: string; field?: string; label?: string }[], json: boolean): Output {
  const lines = errors.map(({ message, label }) => `${label === undefined ? '' : `${label}: `}${message}\n`)
  const data = { errors: errors.map(({ label: _, ...error }) => error) }
  return { exitCode: exitCodes.refused, stdout: '', stderr: json ? asJson(data) : lines.join('') }
}

function asJson(data: object): string {
  return `${JSON.stringify(data, undefined, 2)}\n`
}
