import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { close, listen } from '../../../src/local/listen.ts'
import { createClient } from '../../../src/aws/client/create-client.ts'
import { setEnvironment } from '../../support/set-environment.ts'

const CALLS = 120
const EMPTY = '<DescribeInstancesResponse><requestId>1</requestId><reservationSet/></DescribeInstancesResponse>'

describe('many calls of one client at once', () => {
  it("don't wait for one another", async () => {
    const waiting: ServerResponse[] = []
    // Answers none until all have come.
    const server = createServer((_, res) => {
      waiting.push(res)
      if (waiting.length === CALLS) for (const one of waiting) one.end(EMPTY)
    })
    const restore = setEnvironment({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${await listen(server)}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
    try {
      const ec2 = createClient(EC2Client, { connectMs: 5000, answerMs: 20_000, attempts: 1 })
      const calls = Array.from({ length: CALLS }, () => ec2.send(new DescribeInstancesCommand({})))
      for (const { Reservations } of await Promise.all(calls)) assert.deepEqual(Reservations, [])
    } finally {
      restore()
      server.closeAllConnections()
      await close(server)
    }
  })
})
