import assert from 'node:assert/strict'
import { dynamoDbClient } from '../../src/aws/clients.ts'
import { createSiteStore } from '../../src/aws/site-store.ts'
import { aSite } from '../support/a-site.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { setEnvironment } from '../support/set-environment.ts'

describe('dynamoDbClient', () => {
  let restore: () => void
  after(() => restore())

  it("goes where the SDK's own variables say", async () => {
    const { client, tableName, close } = await openTemporaryTable()
    const { protocol, hostname, port } = (await client.config.endpoint?.()) ?? assert.fail()
    restore = setEnvironment({
      AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
    const site = await createSiteStore({ client: dynamoDbClient(), tableName }).create(aSite())
    assert.deepEqual(await createSiteStore({ client, tableName }).load('plum'), site)
    dynamoDbClient().destroy()
    await close()
  })

  it('is one for the process', () => {
    assert.equal(dynamoDbClient(), dynamoDbClient())
  })
})
