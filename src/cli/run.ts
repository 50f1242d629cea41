import { userInfo } from 'node:os'
import * as z from 'zod'
import { localeOf } from '../../views/text/for-locale.ts'
import { type TerminalText, terminalText } from '../../views/text/terminal.ts'
import { isConfigError } from '../config-error.ts'
import { confirmationOf, confirmationOfMany } from '../terminal/confirmation.ts'
import { exitCodes, type Output } from '../terminal/output.ts'
import type { Perform } from '../terminal/perform.ts'
import { type Command, type TerminalRequest, terminalRequestSchema } from '../terminal/command.ts'
import type { Connection } from './connection.ts'
import { isOther, takesVariables } from './options.ts'
import { parseCommandLine, type Parsed, toCommand, UsageError } from './parse.ts'
import { answerTo, firstLine, pipedText, type Terminal } from './standard-input.ts'
import { usageText } from './usage-text.ts'

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
  const parsed = parseCommandLine(args, locale)
  const { command, names, options } = parsed
  if (command === 'help') return { exitCode: exitCodes.done, stdout: usageText(locale), stderr: '' }
  if (command === 'mcp') {
    const { serveMcp } = await import('./mcp/serve.ts')
    const by = options.as ?? userInfo().username
    await serveMcp({ connect: () => connect(options, text), by, locale, yes: options.yes === true, terminal })
    return { exitCode: exitCodes.done, stdout: '', stderr: '' }
  }
  const password = options['password-stdin'] === true ? await readPassword(terminal, text) : ''
  const variables = takesVariables(command) ? await pipedText(terminal.stdin) : ''
  const requestFor = (name: string): TerminalRequest => ({
    command: toCommand({ ...parsed, command }, { password, variables }, text, name),
    by: options.as ?? `${userInfo().username} (CLI)`,
    locale,
    json: options.json === true,
  })
  const asked = { names, options, terminal, text }
  const first = requestFor(names[0] ?? '')
  if (options.match === undefined && !(await isMeant(first.command, asked, locale))) return notMeant(text)
  return withConnection(await connect(options, text), async ({ perform, isSeenToLater }) => {
    const found = options.match === undefined ? names : await matching(options.match, first, perform, asked)
    if (!Array.isArray(found)) return found
    if (options.match !== undefined && !(await isMeant(first.command, { ...asked, names: found }, locale)))
      return notMeant(text)
    const work = () => performEach(found, requestFor, perform, asked, deps)
    const output = await (options.follow === true ? work() : withPatience(work, terminal, text))
    const isChanged = output.exitCode === exitCodes.done && !isReading(first.command)
    const note = isChanged && isSeenToLater === true ? `${text.seenToLater}\n` : ''
    return { ...output, stderr: output.stderr + note }
  })
}

function notMeant({ confirm }: TerminalText): Output {
  return { exitCode: exitCodes.notDone, stdout: '', stderr: `${confirm.notDone}\n` }
}

/** What a command line asks for. */
interface Asked {
  names: string[]
  options: Parsed['options']
  terminal: Terminal
  text: TerminalText
}

const listedSchema = z.object({ sites: z.array(z.object({ name: z.string() })) })

/** The names of the sites that match the words; or what is printed when they can't be read, or none does. */
async function matching(
  words: string,
  request: TerminalRequest,
  perform: Perform,
  { terminal, text }: Asked,
): Promise<string[] | Output> {
  const command: Command = { command: 'list', by: 'life', of: 'live', words: words.split(/\s+/u).filter(Boolean) }
  const list = (json: boolean) => withPatience(() => perform({ ...request, command, json }), terminal, text)
  const { exitCode, stdout } = await list(true)
  if (exitCode !== exitCodes.done) return list(request.json)
  const { sites } = listedSchema.parse(JSON.parse(stdout))
  if (sites.length > 0) return sites.map(({ name }) => name)
  return { exitCode: exitCodes.notDone, stdout: '', stderr: (await list(false)).stdout }
}

/** One site after another. What becomes of one has no effect on the others. */
async function performEach(
  names: readonly string[],
  requestFor: (name: string) => TerminalRequest,
  perform: Perform,
  { options }: Asked,
  deps: RunDeps,
): Promise<Output> {
  if (options.match === undefined && names.length <= 1) return performAll(perform, requestFor(names[0] ?? ''), deps)
  const outputs: (Output & { name: string })[] = []
  for (const name of names) outputs.push({ name, ...(await perform(requestFor(name))) })
  const exitCode = Math.max(...outputs.map((output) => output.exitCode))
  if (options.json === true) {
    const results = outputs.map(({ name, stdout, stderr }) => ({ name, ...parsedJson(stdout || stderr) }))
    return { exitCode, stdout: `${JSON.stringify({ results }, undefined, 2)}\n`, stderr: '' }
  }
  return {
    exitCode,
    stdout: outputs.map(({ stdout }) => stdout).join(''),
    stderr: outputs.map(({ name, stderr }) => (stderr === '' ? '' : `${name}: ${stderr}`)).join(''),
  }
}

function parsedJson(text: string): object {
  return z.looseObject({}).parse(JSON.parse(text))
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
  connection: Connection,
  work: (connection: Connection) => Promise<Output>,
): Promise<Output> {
  try {
    return await work(connection)
  } finally {
    await connection.close()
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

/** Of those that are no operations, one alone changes a site. */
function isReading({ command }: Command): boolean {
  return isOther(command) && command !== 'create'
}

async function readPassword({ stdin }: Terminal, { problems }: TerminalText): Promise<string> {
  if (stdin.isTTY === true) throw new UsageError(problems.passwordOnTerminal)
  const password = await firstLine(stdin)
  if (password === '') throw new UsageError(problems.passwordEmpty)
  return password
}

/** An operation's confirmation, if someone is there to answer. What was found by words is always confirmed. */
async function isMeant(
  request: Command,
  { names, options, terminal, text: { confirm, problems } }: Asked,
  locale: 'en' | 'ja',
): Promise<boolean> {
  const isOne = options.match === undefined && names.length <= 1
  const question = isOne
    ? confirmationOf(request, locale)
    : confirmationOfMany(request, { names, areFound: options.match !== undefined }, locale)
  if (options.yes === true || question === undefined) return true
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
