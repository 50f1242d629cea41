import { adopt } from './adopt.ts'
import { changePassword } from './change-password.ts'
import { deleteWithoutArchive } from './delete-without-archive.ts'
import { deleteSite } from './delete.ts'
import { environment } from './environment.ts'
import { extend } from './extend.ts'
import { handOver } from './hand-over.ts'
import { idleTime } from './idle-time.ts'
import { keepAwake } from './keep-awake.ts'
import type { Operation } from './operation.ts'
import { redeploy } from './redeploy.ts'
import { refreshUsers } from './refresh-users.ts'
import { restore } from './restore.ts'
import { retry } from './retry.ts'
import { revokeAllShares } from './revoke-all-shares.ts'
import { revokeShare } from './revoke-share.ts'
import { settings } from './settings.ts'
import { share } from './share.ts'
import { sleep } from './sleep.ts'
import { undoSettings } from './undo-settings.ts'
import { wake } from './wake.ts'

/** All that people can have done with a site, in the order of help, buttons and docs: all of these are derived from here. */
const table = [
  extend,
  redeploy,
  sleep,
  wake,
  share,
  changePassword,
  deleteSite,
  retry,
  restore,
  adopt,
  refreshUsers,
  idleTime,
  keepAwake,
  settings,
  undoSettings,
  environment,
  revokeShare,
  revokeAllShares,
  handOver,
  deleteWithoutArchive,
] as const

export type DefinedOperations = (typeof table)[number]
export type OperationName = DefinedOperations['name']

export const operations: readonly (Operation & { name: OperationName })[] = table
export const operationNames: readonly OperationName[] = operations.map(({ name }) => name)

const named: ReadonlyMap<string, Operation & { name: OperationName }> = new Map(
  operations.map((one) => [one.name, one]),
)

export function operationNamed(name: OperationName): Operation & { name: OperationName }
export function operationNamed(name: string): (Operation & { name: OperationName }) | undefined
export function operationNamed(name: string) {
  return named.get(name)
}

/** What a line of the history says: an operation, or what happened without one. */
export type HistoryAction = OperationName | 'create' | 'expire' | 'purge' | 'lose' | 'size-refused'
