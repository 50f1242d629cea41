import { createSiteStore } from '../../../src/aws/site-store.ts'
import { openLocalTable } from '../../../src/local/table.ts'
import { aSite } from '../../support/a-site.ts'

// Opens the table in the given directory, creates a site, says so, and then holds the table until it is killed.
const [, , directory = ''] = process.argv
await createSiteStore(await openLocalTable({ directory })).create(aSite())
console.log('created')
