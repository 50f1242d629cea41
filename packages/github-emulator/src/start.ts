import { createServer, type RequestListener } from 'node:http'
import { createGithub, type GithubEmulator, type GithubOptions } from './create-github.ts'

export interface StartOptions extends Omit<GithubOptions, 'baseUrl'> {
  /** Any free one by default. */
  port?: number
}

export interface RunningGithub {
  /** Repositories are at `URL/OWNER/NAME.git`. */
  url: string
  github: GithubEmulator
  stop(): Promise<void>
}

/** Starts a GitHub on this computer, and delivers what webhooks have missed. */
export async function startGithub({ port = 0, ...options }: StartOptions): Promise<RunningGithub> {
  const { onError = console.error } = options
  const early: Parameters<RequestListener>[] = []
  let respond: RequestListener = (...request) => void early.push(request)
  const server = createServer((req, res) => respond(req, res))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  const address = server.address()
  const url = `http://localhost:${typeof address === 'object' && address !== null ? address.port : port}`
  try {
    const github = await createGithub({ ...options, onError, baseUrl: url })
    respond = (req, res) => void github.handle(req, res)
    for (const request of early) respond(...request)
    github.redeliver()
    return {
      url,
      github,
      stop: async () => {
        await stop()
        await github.close()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
