import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { close, listen } from '../../../src/local/listen.ts'
import { type Answer, refusal } from './answer.ts'
import { createLaunchTokens } from './launch-tokens.ts'
import type { RunCommand } from './run-command.ts'

interface FrontOptions {
  motoUrl: string
  runCommand: RunCommand
  /** A machine's, as EC2 names it. */
  stateOf(instanceId: string): Promise<string | undefined>
  images: {
    isNameTaken(name: string): Promise<boolean>
    /** Tags an image and its snapshots. */
    tag(imageId: string, tags: { Key: string; Value: string }[]): Promise<void>
  }
}

/**
 * Stands in front of moto's EC2 and SSM and hands on everything but what moto 5.2 cannot do. Nothing else is changed:
 * - `RunInstances` takes no notice of tokens (`launch-tokens.ts`).
 * - `CreateImage` answers 500 to tags for snapshots: image and snapshots are tagged afterwards. It makes two images of one name,
 *   which EC2 refuses: so one call comes after the other, and a name that is taken is refused.
 * - Machines that were terminated can be started, stopped and made images of: EC2 refuses that.
 * - SSM's agents and commands: moto knows no agents, and a command is a success at once, without having been run.
 */
export async function startMotoFront({ motoUrl, runCommand, stateOf, images }: FrontOptions) {
  const forward = (req: IncomingMessage, body: Uint8Array) => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = req.headers
    return fetch(`${motoUrl}${req.url ?? '/'}`, {
      method: req.method ?? 'POST',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      body: Buffer.from(body),
    })
  }
  const forwardForm = async (req: IncomingMessage, form: URLSearchParams): Promise<Answer> => {
    const answer = await forward(req, Buffer.from(form.toString()))
    return { status: answer.status, type: answer.headers.get('content-type') ?? 'text/xml', body: await answer.text() }
  }
  const createImage = async (req: IncomingMessage, form: URLSearchParams): Promise<Answer> => {
    if (await images.isNameTaken(form.get('Name') ?? '')) return refusal('InvalidAMIName.Duplicate')
    const tags = takeTags(form)
    const answer = await forwardForm(req, form)
    const [, imageId] = /<imageId>([^<]+)</.exec(answer.body) ?? []
    if (answer.status === 200 && imageId !== undefined) await images.tag(imageId, tags)
    return answer
  }
  const launchOnce = createLaunchTokens(stateOf)
  let lastImage: Promise<unknown> = Promise.resolve()
  const answerForm = async (req: IncomingMessage, form: URLSearchParams): Promise<Answer> => {
    const wrongState = needsMachine[form.get('Action') ?? '']
    const machine = form.get('InstanceId.1') ?? form.get('InstanceId') ?? ''
    if (wrongState !== undefined && (await stateOf(machine)) === 'terminated') return refusal(wrongState)
    if (form.get('Action') === 'CreateImage') {
      const answer = lastImage.then(() => createImage(req, form))
      lastImage = answer.catch(() => {})
      return answer
    }
    if (form.get('Action') === 'RunInstances') {
      return launchOnce(form, () => forwardForm(req, form))
    }
    return forwardForm(req, form)
  }
  const respond = async (req: IncomingMessage, res: ServerResponse) => {
    const body = await buffer(req)
    const [, call] = /^AmazonSSM\.(\w+)$/.exec(String(req.headers['x-amz-target'])) ?? []
    const ours = call === undefined ? undefined : await runCommand.answer(call, body.toString())
    if (ours !== undefined) {
      res.writeHead(ours.status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(ours.body))
      return
    }
    if (req.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
      const { status, type, body: text } = await answerForm(req, new URLSearchParams(body.toString()))
      res.writeHead(status, { 'content-type': type }).end(text)
      return
    }
    const answer = await forward(req, body)
    for (const name of ['content-type', 'x-amzn-requestid']) res.setHeader(name, answer.headers.get(name) ?? '')
    res.writeHead(answer.status)
    res.end(Buffer.from(await answer.arrayBuffer()))
  }
  const server = createServer((req, res) => {
    respond(req, res).catch((error: unknown) => res.writeHead(500).end(String(error)))
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  return { url, close: () => close(server) }
}

/** By action: the error for a machine that is gone. */
const needsMachine: Record<string, string> = {
  CreateImage: 'IncorrectState',
  ModifyInstanceAttribute: 'IncorrectInstanceState',
  StartInstances: 'IncorrectInstanceState',
  StopInstances: 'IncorrectInstanceState',
}

/** Takes the tags of images and snapshots, which are the same, out of the form. */
function takeTags(form: URLSearchParams): { Key: string; Value: string }[] {
  const tags = [...form].flatMap(([name, value]) => {
    const [, index] = /^TagSpecification\.1\.Tag\.(\d+)\.Key$/.exec(name) ?? []
    return index === undefined ? [] : [{ Key: value, Value: form.get(`TagSpecification.1.Tag.${index}.Value`) ?? '' }]
  })
  const names = [...form.keys()].filter((name) => name.startsWith('TagSpecification.'))
  for (const name of names) form.delete(name)
  return tags
}
