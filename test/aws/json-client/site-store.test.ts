import { DynamoDBClient as SdkClient } from '@aws-sdk/client-dynamodb'
import { createClient, QUICK } from '../../../src/aws/client/create-client.ts'
import { DynamoDBClient } from '../../../src/aws/json-client/dynamodb.ts'
import type { Command } from '../../../src/aws/json-client/json-client.ts'
import { readAuditTrail } from '../../../src/aws/read-audit-trail.ts'
import { createSiteStore } from '../../../src/aws/site-store.ts'
import { siteStoreContract } from '../../contracts/site-store.ts'
import { openTemporaryTable } from '../../support/open-table.ts'
import { setEnvironment } from '../../support/set-environment.ts'

siteStoreContract('DynamoDB, by the light client', async () => {
  const table = await openTemporaryTable()
  const { port } = (await table.client.config.endpoint?.()) ?? {}
  const restore = setEnvironment({
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  })
  const light = createClient(DynamoDBClient, QUICK)
  // Its commands are the SDK's here; in the bundle, those of the stand-in.
  const client = Object.assign(new SdkClient(), { send: (command: Command) => light.send(command) })
  return {
    store: createSiteStore({ client, tableName: table.tableName }),
    auditTrail: (since) => readAuditTrail(table, since),
    close: async () => {
      restore()
      light.destroy()
      await table.close()
    },
  }
})
