import { finished } from 'node:stream'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import * as z from 'zod'
import { plainLine } from '../../../views/terminal/plain-line.ts'
import { terminalText } from '../../../views/text/terminal.ts'
import { isConfigError } from '../../config-error.ts'
import { parseJson } from '../../parse-json.ts'
import { MINUTE_MS, SECOND_MS } from '../../site/time.ts'
import { MAX_AGENT } from '../../terminal/command.ts'
import { confirmationOf } from '../../terminal/confirmation.ts'
import { exitCodes } from '../../terminal/output.ts'
import { UsageError } from '../parse.ts'
import type { Connection } from '../connection.ts'
import type { Terminal } from '../standard-input.ts'
import { argumentsSchema, type Tool, toolsFor } from './tools.ts'

/** How long a person has to answer. The SDK's own limit is a minute. */
const ANSWER_MS = 10 * MINUTE_MS
/** A client whose time limit begins anew with progress waits for the answer; the SDK's is a minute. */
const PROGRESS_MS = 20 * SECOND_MS

export interface McpOptions {
  /** Opens the table for one call: a table on disk isn't kept from `npm start` in between. */
  connect(): Promise<Connection>
  by: string
  locale: 'en' | 'ja'
  /** Everything that would be asked is meant. */
  yes: boolean
  terminal: Terminal
}

/** Serves MCP on standard input and output until the client closes them. */
export async function serveMcp({ terminal, ...options }: McpOptions): Promise<void> {
  const { stdin, stdout, stderr } = terminal
  const server = createMcpServer({ ...options, stderr })
  const closed = new Promise<void>((resolve) => {
    // The SDK's own callback.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    server.server.onclose = resolve
  })
  finished(stdin, { writable: false }, () => void server.close())
  server.server.oninitialized = () => void spendFirstNumber(server)
  await server.connect(new StdioServerTransport(stdin, stdout))
  if (stdin.isTTY === true) stderr.write(`${terminalText[options.locale].mcp.onTerminal}\n`)
  await closed
}

/** The SDK numbers requests from 0, and its clients don't withdraw that one, which would be the first question. */
async function spendFirstNumber({ server }: McpServer): Promise<void> {
  // A client that can't answer is gone.
  await server.ping().catch(() => undefined)
}

type AskedCall = RequestHandlerExtra<ServerRequest, ServerNotification>

type Asked = Omit<McpOptions, 'terminal'> & Pick<Terminal, 'stderr'>

/** The same commands as in a terminal, as tools. */
function createMcpServer(options: Asked): McpServer {
  const server = new McpServer({ name: 'pokopoko', version: '0.1.0' })
  for (const tool of toolsFor(options.locale, options.by)) {
    const { name, description, input, output, isReadOnly, isDestructive } = tool
    const annotations = { readOnlyHint: isReadOnly, destructiveHint: isDestructive, openWorldHint: false }
    const config = { description, inputSchema: input, outputSchema: output, annotations }
    server.registerTool(name, config, (args, asked) =>
      call(server, tool, argumentsSchema.parse(args), asked, options).catch((error: unknown) =>
        refusal(error, options),
      ),
    )
  }
  return server
}

async function call(
  server: McpServer,
  tool: Tool,
  args: z.infer<typeof argumentsSchema>,
  asked: AskedCall,
  { connect, by, locale, yes }: Asked,
): Promise<CallToolResult> {
  const { mcp, confirm, seenToLater } = terminalText[locale]
  const command = tool.toCommand(args)
  const question = confirmationOf(command, locale)
  if (question !== undefined && !yes && !(await isMeant(server, question, asked, locale))) {
    return failed(confirm.notDone)
  }
  const { perform, close, isSeenToLater } = await connect()
  try {
    // A client that has given up is told nothing, and expects nothing to be done.
    asked.signal.throwIfAborted()
    const { name, title } = server.server.getClientVersion() ?? { name: mcp.unnamed }
    const agent = plainLine(title ?? name, MAX_AGENT) || mcp.unnamed
    const { exitCode, stdout, stderr } = await perform({ command, by, agent, locale, json: true })
    if (exitCode !== exitCodes.done) return failed(messagesOf(stderr) ?? stdout)
    const data = z.record(z.string(), z.unknown()).parse(parseJson(stdout))
    const structuredContent = tool.pick?.(data) ?? data
    const notes = isSeenToLater === true && !tool.isReadOnly ? [said(seenToLater)] : []
    return { content: [said(JSON.stringify(structuredContent)), ...notes], structuredContent }
  } finally {
    await close()
  }
}

/** Asks the person through their client. UsageError if it can't ask. */
async function isMeant({ server }: McpServer, question: string, asked: AskedCall, locale: 'en' | 'ja') {
  const { mcp } = terminalText[locale]
  if (server.getClientCapabilities()?.elicitation === undefined) throw new UsageError(mcp.cannotAsk({ question }))
  const yes = { type: 'boolean', title: mcp.yes, default: false } as const
  const requestedSchema = { type: 'object' as const, properties: { yes }, required: ['yes'] }
  const stopProgress = showProgress(asked)
  // A question whose call was given up is withdrawn with it. No answer is no.
  const answer = await server
    .elicitInput({ message: question, requestedSchema }, { signal: asked.signal, timeout: ANSWER_MS })
    .catch(() => undefined)
    .finally(stopProgress)
  return answer?.action === 'accept' && answer.content?.['yes'] === true
}

/** Until it's stopped, if the client wants to know. */
function showProgress({ _meta, sendNotification }: AskedCall): () => void {
  const progressToken = _meta?.progressToken
  if (progressToken === undefined) return () => {}
  let progress = 0
  const timer = setInterval(() => {
    progress += 1
    // A client that can't be told is gone.
    sendNotification({ method: 'notifications/progress', params: { progressToken, progress } }).catch(() => undefined)
  }, PROGRESS_MS)
  return () => clearInterval(timer)
}

const errorsSchema = z.object({ errors: z.array(z.object({ message: z.string(), field: z.string().optional() })) })

function messagesOf(json: string): string | undefined {
  return errorsSchema
    .safeParse(parseJson(json))
    .data?.errors.map(({ message, field }) => (field === undefined ? message : `${field}: ${message}`))
    .join('\n')
}

/** What the agent is told of an error. Only those that are meant for people are told as they are. */
function refusal(error: unknown, { locale, stderr }: Asked): CallToolResult {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof UsageError || isConfigError(error)) return failed(message)
  stderr.write(`pokopoko: ${message}\n`)
  return failed(terminalText[locale].mcp.unexpected)
}

function failed(text: string): CallToolResult {
  return { content: [said(text)], isError: true }
}

function said(text: string) {
  return { type: 'text' as const, text }
}
