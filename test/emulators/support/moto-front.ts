import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { close, listen } from '../../../src/local/embedded/site-server.ts'
import type { RunCommand } from './run-command.ts'

interface FrontOptions {
  motoUrl: string
  runCommand: RunCommand
  /** Tags a snapshot or an image at moto. */
  tag(imageId: string, tags: { Key: string; Value: string }[]): Promise<void>
}

/**
 * Stands in front of moto's EC2 and SSM and hands on everything but what moto 5.2 cannot do. Nothing else is changed:
 * - `RunInstances` refuses a root device without a size; EC2 takes the image's.
 * - `CreateImage` answers 500 to tags for snapshots: image and snapshots are tagged afterwards.
 * - SSM's agents and commands: moto knows no agents, and a command is a success at once, without having been run.
 */
export async function startMotoFront({ motoUrl, runCommand, tag }: FrontOptions) {
  const forward = (req: IncomingMessage, body: Uint8Array) => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = req.headers
    return fetch(`${motoUrl}${req.url ?? '/'}`, {
      method: req.method ?? 'POST',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      body: Buffer.from(body),
    })
  }
  const answerForm = async (req: IncomingMessage, form: URLSearchParams) => {
    const tags = form.get('Action') === 'CreateImage' ? takeTags(form) : []
    if (form.get('Action') === 'RunInstances') form.set('BlockDeviceMapping.1.Ebs.VolumeSize', '8')
    const answer = await forward(req, Buffer.from(form.toString()))
    const text = await answer.text()
    const [, imageId] = /<imageId>([^<]+)</.exec(text) ?? []
    if (tags.length > 0 && answer.ok && imageId !== undefined) await tag(imageId, tags)
    return { status: answer.status, type: answer.headers.get('content-type'), body: Buffer.from(text) }
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
      res.writeHead(status, { 'content-type': type ?? 'text/xml' }).end(text)
      return
    }
    const answer = await forward(req, body)
    res.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    res.end(Buffer.from(await answer.arrayBuffer()))
  }
  const server = createServer((req, res) => {
    respond(req, res).catch((error: unknown) => res.writeHead(500).end(String(error)))
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  return { url, close: () => close(server) }
}

/** Takes the tags of images and snapshots, which are the same, out of the form. */
function takeTags(form: URLSearchParams): { Key: string; Value: string }[] {
  const tags = [...form].flatMap(([name, value]) => {
    const [, index] = /^TagSpecification\.1\.Tag\.(\d+)\.Key$/.exec(name) ?? []
    return index === undefined ? [] : [{ Key: value, Value: form.get(`TagSpecification.1.Tag.${index}.Value`) ?? '' }]
  })
  for (const name of [...form.keys()]) if (name.startsWith('TagSpecification.')) form.delete(name)
  return tags
}
