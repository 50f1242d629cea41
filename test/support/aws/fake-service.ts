/** As the services say it; the SDK tries throttled calls again by itself. */
export class AwsError extends Error {
  readonly $fault = 'client'
  readonly $metadata = { httpStatusCode: 400 }
  constructor(name: string, message = name) {
    super(message)
    this.name = name
  }
}

/** Nobody knows what became of the call. */
class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

/** Answers a command's input, and may throw an AwsError. A method, so that each handler may name its own input. */
export type Handler = { answer(input: object): object | Promise<object> }['answer']
export type Handlers = Record<string, Handler>

export interface Call {
  command: string
  input: object
}

export interface FakeService {
  /** All that was asked, oldest first. */
  calls: Call[]
  /** Inputs of one command, oldest first. */
  inputs(command: string): object[]
  /** The next call of that command fails so (an error code of the service's, or `ConnectionLost`), before anything is done; `after`: when it is done. */
  failNext(command: string, name: string, when?: 'before' | 'after'): void
  /** The next call of that command is answered when that has come. */
  delayNext(command: string, until: Promise<unknown>): void
  answer(command: string | undefined, input: object): Promise<object>
}

export function createFakeService(handlers: Handlers): FakeService {
  const calls: Call[] = []
  const failures: { command: string; name: string; when: 'before' | 'after' }[] = []
  const delays = new Map<string, Promise<unknown>>()
  const fail = (command: string, when: 'before' | 'after') => {
    const at = failures.findIndex((failure) => failure.command === command && failure.when === when)
    const [failure] = at < 0 ? [] : failures.splice(at, 1)
    if (failure?.name === 'ConnectionLost') throw new ConnectionLost(failure.name)
    if (failure !== undefined) throw new AwsError(failure.name)
  }
  return {
    calls,
    inputs: (command) => calls.filter((call) => call.command === command).map(({ input }) => input),
    failNext: (command, name, when = 'before') => void failures.push({ command, name, when }),
    delayNext: (command, until) => void delays.set(command, until),
    answer: async (command = '', input) => {
      const handler = handlers[command.replace(/Command$/, '')]
      if (handler === undefined) throw new AwsError('InvalidAction', `There is no ${command} here`)
      const name = command.replace(/Command$/, '')
      calls.push({ command: name, input })
      const delay = delays.get(name)
      delays.delete(name)
      await delay
      fail(name, 'before')
      const output = await handler(input)
      fail(name, 'after')
      return output
    },
  }
}

/** For clients whose calls never leave the process. */
export const nowhere = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
}

/** In place of the network: what is before it (checks of input, signing, further tries) is the SDK's own. */
export const insteadOfNetwork = { step: 'finalizeRequest', priority: 'low', name: 'fake' } as const

/** What answers in its place. */
export const answeredBy =
  (service: Pick<FakeService, 'answer'>) =>
  (_next: unknown, { commandName }: { commandName?: string }) =>
  async ({ input }: { input: object }) => ({
    response: {},
    output: { $metadata: {}, ...(await service.answer(commandName, input)) },
  })

/** Pages of two, so that whoever does not turn them misses something; `size`: where there are too many for that. */
export function pageOf<T>(all: readonly T[], token: string | undefined, size = 2): { page: T[]; next?: string } {
  const from = token === undefined ? 0 : Number(token)
  if (!Number.isInteger(from)) throw new AwsError('InvalidNextToken')
  const page = all.slice(from, from + size)
  return { page, ...(from + size < all.length && { next: String(from + size) }) }
}

let ids = 0

/** `prefix` and 17 hex digits, never the same. */
export function newId(prefix: string): string {
  return `${prefix}-${(++ids).toString(16).padStart(17, '0')}`
}
