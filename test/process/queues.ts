import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { listenOn } from '../../src/local/listen.ts'
import { createFakeSqs } from '../support/aws/fake-sqs.ts'

const inputSchema = z.record(z.string(), z.unknown())

/**
 * SQS with queues of these names, for a program of its own. The SDK calls a queue at the host of its URL, so the URLs lead
 * here. Source: Amazon SQS developer guide, "Making query API requests using the AWS JSON protocol".
 */
export async function startQueues(names: readonly string[]) {
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const command = String(req.headers['x-amz-target']).replace(/^AmazonSQS\./, '')
    res.setHeader('content-type', 'application/x-amz-json-1.0').setHeader('x-amzn-requestid', randomUUID())
    try {
      const output = await sqs.answer(command, inputSchema.parse(JSON.parse(await text(req))))
      res.end(JSON.stringify(output))
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      res.writeHead(400).end(JSON.stringify({ __type: `com.amazonaws.sqs#${name}`, message }))
    }
  }
  const server = createServer((req, res) => void answer(req, res))
  const url = `http://127.0.0.1:${await listenOn(server, 0, 'PORT')}`
  const sqs = createFakeSqs({ now: Date.now }, names, url)
  return { ...sqs, url, close: () => new Promise((resolve) => server.close(resolve)) }
}
