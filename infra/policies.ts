import type { FunctionName } from '../src/aws/names.ts'
import { alarms } from './policies/alarms.ts'
import type { Grant } from './policies/grants.ts'
import { describeImages, images, tags } from './policies/images.ts'
import { machines } from './policies/machines.ts'
import { publicParameters, secrets } from './policies/parameters.ts'
import { records } from './policies/records.ts'
import { routes } from './policies/routes.ts'
import { shell } from './policies/shell.ts'
import { count, list, readAndWrite, remove } from './policies/table.ts'

/**
 * What each function may do, as data: exact actions, on what, on which terms; one file for each thing that it is done to.
 * `test/infra/policies.test.ts` compares it with the calls in the code, both ways.
 */

/** The sweep looks at sites as reconcile does, so it may do the same. */
const engine: Grant[] = [
  readAndWrite,
  remove,
  count,
  list,
  secrets,
  ...machines,
  ...images,
  ...tags,
  ...shell,
  ...routes,
  ...records,
  ...alarms,
]

export const policies: Record<FunctionName, Grant[]> = {
  slack: [readAndWrite, count, list, secrets, describeImages, publicParameters],
  reconcile: engine,
  sweep: engine,
  gateway: [readAndWrite],
}
