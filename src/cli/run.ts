import { userInfo } from 'node:os'
import { type TerminalText, terminalText } from '../../views/text/terminal.ts'
import { isConfigError } from '../config.ts'
import { exitCodes, type Output } from '../terminal/output.ts'
import type { TerminalRequest, Command } from '../terminal/command.ts'
import type { Connection } from './connection.ts'
import { languageOf } from './language.ts'
import { parseCommandLine, type Parsed } from './parse.ts'
import { answerTo, firstLine, type Terminal } from './standard-input.ts'
import { UsageError } from './usage-error.ts'
import { usageText } from './usage-text.ts'
import { toCommand } from './to-command.ts'

export interface RunDeps {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  /** Opens the table that the command line names. */
  connect(options: Parsed['options'], text: TerminalText): Promise<Connection>
}

/** Runs one command line. Resolves with the exit code; whatever goes wrong is told on standard error. */
export async function run(args: string[], deps: RunDeps): Promise<number> {
  const { exitCode, stdout, stderr } = await outputOf(args, deps).catch(troubleOutput)
  deps.terminal.stdout.write(stdout)
  deps.terminal.stderr.write(stderr)
  return exitCode
}

async function outputOf(args: string[], { env, terminal, connect }: RunDeps): Promise<Output> {
  const locale = languageOf(env)
  const text = terminalText[locale]
  const { command, words, options } = parseCommandLine(args, text)
  if (command === 'help') return { exitCode: exitCodes.done, stdout: usageText(locale), stderr: '' }
  const password = options['password-stdin'] === true ? await readPassword(terminal, text) : ''
  const wish = toCommand({ command, words, options }, password, text)
  if (!(await isMeant(wish, options, terminal, text))) {
    return { exitCode: exitCodes.refused, stdout: '', stderr: `${text.confirm.notDone}\n` }
  }
  const by = options.as ?? `${userInfo().username} (CLI)`
  const request = { wish, by, locale, json: options.json === true }
  return withPatience(async () => withConnection(await connect(options, text), request, text), terminal, text)
}

const PATIENCE_MS = 2000

/** Whoever watches is told that it goes on. */
async function withPatience<T>(work: () => Promise<T>, { stderr }: Terminal, text: TerminalText): Promise<T> {
  const timer = setTimeout(() => stderr.isTTY === true && stderr.write(`${text.goesOn}\n`), PATIENCE_MS)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}

async function withConnection(
  { perform, close, isLookedAtLater }: Connection,
  request: TerminalRequest,
  text: TerminalText,
): Promise<Output> {
  try {
    const output = await perform(request)
    const isChanged = output.exitCode === exitCodes.done && !LOOKS.includes(request.wish.command)
    const note = isChanged && isLookedAtLater === true ? `${text.seenToLater}\n` : ''
    return { ...output, stderr: output.stderr + note }
  } finally {
    await close()
  }
}

/** What changes no site. */
const LOOKS: readonly Command['command'][] = ['list', 'show', 'sweep', 'replay']

async function readPassword({ stdin }: Terminal, { problems }: TerminalText): Promise<string> {
  if (stdin.isTTY === true) throw new UsageError(problems.passwordOnTerminal)
  const password = await firstLine(stdin)
  if (password === '') throw new UsageError(problems.passwordEmpty)
  return password
}

/** Deleting is asked about, where somebody is there to answer. */
async function isMeant(
  wish: Command,
  { yes }: Parsed['options'],
  terminal: Terminal,
  text: TerminalText,
): Promise<boolean> {
  if (yes === true || (wish.command !== 'delete' && wish.command !== 'delete-without-archive')) return true
  if (terminal.stdin.isTTY !== true) throw new UsageError(text.problems.confirmMissing)
  const { confirm } = text
  const question = wish.command === 'delete' ? confirm.delete(wish.name) : confirm.deleteWithoutArchive(wish.name)
  const answer = await answerTo(`${question} ${confirm.hint}`, terminal)
  return confirm.yes.includes(answer.trim().toLowerCase())
}

function troubleOutput(error: unknown): Output {
  const message = error instanceof Error ? error.message : String(error)
  const isUsage = error instanceof UsageError || isConfigError(error)
  return { exitCode: isUsage ? exitCodes.usage : exitCodes.unexpected, stdout: '', stderr: `pokopoko: ${message}\n` }
}
