import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'

interface Command {
  instanceId: string
  status: 'Pending' | 'Success' | 'Failed'
  output: string
}

/** What a machine was told to do. */
export interface Job {
  instanceId: string
  entry: string
  document: unknown
  /** Paths in the bundle that it would run from. */
  bundle: string[]
}

export interface RunCommand {
  /** Answers a call of SSM; undefined: it is not about commands. */
  answer(call: string, body: string): Promise<{ status: number; body: unknown } | undefined>
  jobs: Job[]
  /** Everything that was sent in a command's parameters. */
  parameters: string[]
}

/** Of the branch that every machine clones. */
export const HEAD = '3f2a1c9d'.repeat(5)

/** As the document of `instance/ssm/run-job.sh` allows. */
const address = z.string().regex(/^https?:\/\/[A-Za-z0-9._~:/?&=%+-]+$/)
const sendSchema = z.object({
  InstanceIds: z.tuple([z.string()]),
  DocumentName: z.string(),
  Comment: z.string().max(100),
  Parameters: z.object({
    entry: z.tuple([z.enum(['set-up', 'access', 'environment', 'users', 'deploy', 'last-use', 'logs'])]),
    bundle: z.tuple([address]),
    document: z.tuple([address]),
  }),
})
const invocationSchema = z.object({ CommandId: z.string(), InstanceId: z.string() })
const agentsSchema = z.object({ Filters: z.array(z.object({ Values: z.array(z.string()) })) })

interface Result {
  /** What it prints. */
  output: string
  ok: boolean
  /** What it puts where the document says. */
  uploaded?: string
}
const uploadSchema = z.object({ upload: address })

interface RunCommandOptions {
  documentName: string
  /** How long a job takes; on a machine that is off by then it never ends. */
  jobMs?: number
  /** When left out, all goes well. */
  resultOf?(entry: string, document: unknown): Result
  isRunning(instanceId: string): Promise<boolean>
  /** Called when a command has ended. */
  onEnd(instanceId: string): void
}

/**
 * SSM's Run Command with an agent on every running machine, which does what `run-job.sh` does up to running the job:
 * fetches the bundle and checks its sum, fetches the document; and then says what came of it.
 */
export function createRunCommand(options: RunCommandOptions): RunCommand {
  const { documentName, jobMs = 0, resultOf = allWell, isRunning, onEnd } = options
  const commands = new Map<string, Command>()
  const jobs: Job[] = []
  const parameters: string[] = []

  const run = async (command: Command, { entry, bundle, document }: z.infer<typeof sendSchema>['Parameters']) => {
    try {
      const job: Job = {
        instanceId: command.instanceId,
        entry: entry[0],
        bundle: await unpacked(bundle[0]),
        document: JSON.parse((await fetched(document[0])).toString()),
      }
      jobs.push(job)
      await setTimeout(jobMs)
      if (!(await isRunning(command.instanceId))) return
      const { output, ok, uploaded } = resultOf(job.entry, job.document)
      if (uploaded !== undefined) {
        await fetch(uploadSchema.parse(job.document).upload, { method: 'PUT', body: uploaded })
      }
      Object.assign(command, { output, status: ok ? 'Success' : 'Failed' })
    } catch (error) {
      command.output = String(error)
      command.status = 'Failed'
    }
    onEnd(command.instanceId)
  }
  const calls: Record<string, (body: unknown) => Promise<{ status: number; body: unknown }>> = {
    DescribeInstanceInformation: async (body) => {
      const ids = agentsSchema.parse(body).Filters.flatMap(({ Values }) => Values)
      const online: string[] = []
      for (const id of ids) if (await isRunning(id)) online.push(id)
      return {
        status: 200,
        body: { InstanceInformationList: online.map((InstanceId) => ({ InstanceId, PingStatus: 'Online' })) },
      }
    },
    SendCommand: async (body) => {
      const sent = sendSchema.parse(body)
      const [instanceId] = sent.InstanceIds
      if (sent.DocumentName !== documentName) return { status: 400, body: { __type: 'InvalidDocument' } }
      if (!(await isRunning(instanceId))) return { status: 400, body: { __type: 'InvalidInstanceId' } }
      parameters.push(JSON.stringify(sent))
      const id = randomUUID()
      const command: Command = { instanceId, status: 'Pending', output: '' }
      commands.set(id, command)
      void run(command, sent.Parameters)
      return { status: 200, body: { Command: { CommandId: id, Status: 'Pending' } } }
    },
    GetCommandInvocation: async (body) => {
      const { CommandId, InstanceId } = invocationSchema.parse(body)
      const command = commands.get(CommandId)
      if (command?.instanceId !== InstanceId) return { status: 400, body: { __type: 'InvocationDoesNotExist' } }
      const { status, output } = command
      const Status = status === 'Pending' ? 'InProgress' : status
      return {
        status: 200,
        body: { CommandId, InstanceId, Status, StatusDetails: Status, StandardOutputContent: output },
      }
    },
  }
  return { jobs, parameters, answer: async (call, body) => calls[call]?.(JSON.parse(body)) }
}

/** What `instance/lib/result.sh` prints. */
function allWell(entry: string): Result {
  const deploy = { commit: HEAD, subject: 'Begin', author: 'Aki', at: Date.now() }
  return { output: `${JSON.stringify({ ok: true, ...(entry === 'set-up' && { deploy }) })}\n`, ok: true }
}

async function unpacked(bundle: string): Promise<string[]> {
  const packed = await fetched(bundle)
  const [, sum] = /\/([0-9a-f]{64})\.tar\.gz\?/.exec(bundle) ?? []
  if (createHash('sha256').update(packed).digest('hex') !== sum) throw new Error('The bundle is not what it should be')
  return execFileSync('tar', ['--list', '--gzip'], { input: packed, encoding: 'utf8' }).trim().split('\n')
}

async function fetched(url: string): Promise<Buffer> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${answer.status} at ${new URL(url).pathname}`)
  return Buffer.from(await answer.arrayBuffer())
}
