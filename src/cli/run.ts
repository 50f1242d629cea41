import { userInfo } from 'node:os'
import { localeOf } from '../../views/text/for-locale.ts'
import { type TerminalText, terminalText } from '../../views/text/terminal.ts'
import { isConfigError } from '../config.ts'
import { confirmationOf } from '../terminal/confirmation.ts'
import { exitCodes, type Output } from '../terminal/output.ts'
import { type Command, type TerminalRequest, terminalRequestSchema } from '../terminal/command.ts'
import type { Perform } from '../terminal/perform.ts'
import { parseCommandLine, type Parsed, toCommand, UsageError } from './parse.ts'
import { takesVariables } from './options.ts'
import { answerTo, firstLine, pipedText, type Terminal } from './standard-input.ts'
import { usageText } from './usage-text.ts'

/** A table, and the performer of its commands. */
export interface Connection {
  perform: Perform
  /** Nothing reconciles changes until later. */
  isSeenToLater?: boolean
  close(): Promise<void>
}

export interface RunDeps {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  /** Opens the table that the command line names. */
  connect(options: Parsed['options'], text: TerminalText): Promise<Connection>
  wait(ms: number): Promise<unknown>
}

/** Runs one command line. Resolves with the exit code, and prints any error to standard error. */
export async function run(args: string[], deps: RunDeps): Promise<number> {
  const { exitCode, stdout, stderr } = await outputOf(args, deps).catch(troubleOutput)
  deps.terminal.stdout.write(stdout)
  deps.terminal.stderr.write(stderr)
  return exitCode
}

async function outputOf(args: string[], deps: RunDeps): Promise<Output> {
  const { env, terminal, connect } = deps
  const locale = languageOf(env)
  const text = terminalText[locale]
  const { command, words, options } = parseCommandLine(args, locale)
  if (command === 'help') return { exitCode: exitCodes.done, stdout: usageText(locale), stderr: '' }
  if (command === 'mcp') {
    const { serveMcp } = await import('./mcp/serve.ts')
    const by = options.as ?? userInfo().username
    await serveMcp({ connect: () => connect(options, text), by, locale, yes: options.yes === true, terminal })
    return { exitCode: exitCodes.done, stdout: '', stderr: '' }
  }
  const password = options['password-stdin'] === true ? await readPassword(terminal, text) : ''
  const variables = takesVariables(command) ? await pipedText(terminal.stdin) : ''
  const request = toCommand({ command, words, options }, { password, variables }, text)
  if (!(await isMeant(request, options, terminal, locale))) {
    return { exitCode: exitCodes.notDone, stdout: '', stderr: `${text.confirm.notDone}\n` }
  }
  const by = options.as ?? `${userInfo().username} (CLI)`
  const sent = { command: request, by, locale, json: options.json === true }
  const work = async () => withConnection(await connect(options, text), sent, text, deps)
  return options.follow === true ? work() : withPatience(work, terminal, text)
}

const PATIENCE_MS = 2000

/** Says after a while that it's still at work. */
async function withPatience<T>(work: () => Promise<T>, { stderr }: Terminal, text: TerminalText): Promise<T> {
  const timer = setTimeout(() => stderr.isTTY === true && stderr.write(`${text.goesOn}\n`), PATIENCE_MS)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}

async function withConnection(
  { perform, close, isSeenToLater }: Connection,
  request: TerminalRequest,
  text: TerminalText,
  deps: RunDeps,
): Promise<Output> {
  try {
    const output = await performAll(perform, request, deps)
    const isChanged = output.exitCode === exitCodes.done && !READS.includes(request.command.command)
    const note = isChanged && isSeenToLater === true ? `${text.seenToLater}\n` : ''
    return { ...output, stderr: output.stderr + note }
  } finally {
    await close()
  }
}

/** Between two looks at a log; its machine waits for news, too. */
const FOLLOW_MS = 2000

/** What takes long, or goes on, answers with how far it is, and is asked again. */
async function performAll(
  perform: Perform,
  request: TerminalRequest,
  { terminal: { stdout, stderr }, wait }: RunDeps,
): Promise<Output> {
  for (;;) {
    const output = await perform(request)
    if (output.next === undefined) return output
    stdout.write(output.stdout)
    stderr.write(output.stderr)
    if (request.command.command === 'logs') await wait(FOLLOW_MS)
    request = terminalRequestSchema.parse({ ...request, command: { ...request.command, ...output.next } })
  }
}

/** Commands that change no site. */
const READS: readonly Command['command'][] = [
  'list',
  'show',
  'costs',
  'audit',
  'logs',
  'db',
  'image',
  'sweep',
  'replay',
]

async function readPassword({ stdin }: Terminal, { problems }: TerminalText): Promise<string> {
  if (stdin.isTTY === true) throw new UsageError(problems.passwordOnTerminal)
  const password = await firstLine(stdin)
  if (password === '') throw new UsageError(problems.passwordEmpty)
  return password
}

/** An operation's confirmation, if someone is there to answer. */
async function isMeant(
  request: Command,
  { yes }: Parsed['options'],
  terminal: Terminal,
  locale: 'en' | 'ja',
): Promise<boolean> {
  const question = confirmationOf(request, locale)
  if (yes === true || question === undefined) return true
  const { confirm, problems } = terminalText[locale]
  if (terminal.stdin.isTTY !== true) throw new UsageError(problems.confirmMissing)
  const answer = await answerTo(`${question} ${confirm.hint}`, terminal)
  return confirm.yes.includes(answer.trim().toLowerCase())
}

/** The language of the person at the terminal: by POSIX variables, then `LOCALE`, else English. */
function languageOf(env: NodeJS.ProcessEnv): 'en' | 'ja' {
  const own = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '')
  const says = own === undefined || /^(?:C|POSIX)(?:\.|$)/.test(own) ? env['LOCALE'] : own
  return localeOf(says ?? '')
}

function troubleOutput(error: unknown): Output {
  const message = error instanceof Error ? error.message : String(error)
  const isUsage = error instanceof UsageError || isConfigError(error)
  return { exitCode: isUsage ? exitCodes.usage : exitCodes.unexpected, stdout: '', stderr: `pokopoko: ${message}\n` }
}
