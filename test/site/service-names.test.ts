import assert from 'node:assert/strict'
import table from '../../instance/stacks.json' with { type: 'json' }
import { serviceIds, serviceNames } from '../../src/site/service-names.ts'

describe('the names of services', () => {
  it('are those of the table that machines read', () => {
    assert.deepEqual(serviceNames, Object.fromEntries(table.services.map(({ id, name }) => [id, name])))
    assert.deepEqual(serviceIds.toSorted(), Object.keys(serviceNames).toSorted())
  })
})
