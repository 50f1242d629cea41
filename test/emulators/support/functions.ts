import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda'
import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { siteTable } from '../../../src/aws/site-item.ts'
import type { FunctionUrlEvent, FunctionUrlHandler } from '../../../src/slack/function-url.ts'
import { type FunctionName, functionNames } from '../../../src/aws/names.ts'
import { atMinistack, ministackUrl } from './addresses.ts'
import { zip } from './zip.ts'

export const ministack = {
  dynamoDb: new DynamoDBClient(atMinistack),
  lambda: new LambdaClient(atMinistack),
  scheduler: new SchedulerClient(atMinistack),
}

const ROLE = 'arn:aws:iam::000000000000:role/pokopoko'

/** The ARN that a function of that name has at ministack. */
export const functionArn = (name: string) => `arn:aws:lambda:${atMinistack.region}:000000000000:function:${name}`

/**
 * Puts the built functions into ministack, with the table whose stream leads to `reconcile`, and a group for schedules.
 * `prefix` keeps one run's functions apart from another's.
 */
export async function deployFunctions(
  directory: string,
  { prefix, table, group, env }: { prefix: string; table: string; group: string; env: Record<string, string> },
) {
  const { dynamoDb, lambda, scheduler } = ministack
  for (const name of functionNames) {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: `${prefix}${name}`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: ROLE,
        Timeout: 60,
        Code: { ZipFile: await packed(join(directory, name)) },
        Environment: { Variables: env },
      }),
    )
  }
  await scheduler.send(new CreateScheduleGroupCommand({ Name: group }))
  const { TableDescription } = await dynamoDb.send(new CreateTableCommand(siteTable(table)))
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: `${prefix}reconcile`,
      EventSourceArn: TableDescription?.LatestStreamArn,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  )
  const { FunctionUrl = '' } = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: `${prefix}slack`, AuthType: 'NONE' }),
  )
  const [urlId] = new URL(FunctionUrl).host.split('.')
  return {
    /** Slack's requests, over HTTP. */
    slack: throughUrl(`${ministackUrl}/_aws/lambda-url/${urlId}`),
    /** As a service does it: nobody waits for the answer. */
    notify: async (name: FunctionName, event: unknown) => {
      const Payload = JSON.stringify(event)
      await lambda.send(new InvokeCommand({ FunctionName: `${prefix}${name}`, InvocationType: 'Event', Payload }))
    },
    call: async (name: FunctionName, event: unknown): Promise<unknown> => {
      const Payload = JSON.stringify(event)
      const answer = await lambda.send(new InvokeCommand({ FunctionName: `${prefix}${name}`, Payload }))
      const text = Buffer.from(answer.Payload ?? []).toString()
      assert.equal(answer.FunctionError, undefined, text)
      return JSON.parse(text)
    },
  }
}

export async function packed(directory: string): Promise<Buffer> {
  const names = (await readdir(directory)).filter((name) => !name.endsWith('.map'))
  return zip(await Promise.all(names.map(async (name) => ({ name, content: await readFile(join(directory, name)) }))))
}

/** A handler that lets the deployed one answer. */
function throughUrl(url: string): FunctionUrlHandler {
  return async ({ rawPath, headers, body, isBase64Encoded }: FunctionUrlEvent) => {
    const { 'content-length': _, ...rest } = headers
    const answer = await fetch(`${url}${rawPath}`, {
      method: 'POST',
      headers: Object.entries(rest).map(([name, value]): [string, string] => [name, value ?? '']),
      body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
    })
    const type = answer.headers.get('content-type')
    return {
      statusCode: answer.status,
      ...(type !== null && { headers: { 'content-type': type } }),
      body: await answer.text(),
    }
  }
}
