import type { ClockReading, Update, WorkspaceInfo } from '../src/page-server/update.ts'

/** Reads what our own server sends. The same interfaces type both ends, so checking one field is enough. */

export function readUpdate(json: string): Update {
  return read(json, (value): value is Update => hasField(value, 'screen') || hasField(value, 'change'))
}

export function readClock(json: string): ClockReading {
  return read(json, (value): value is ClockReading => hasField(value, 'now'))
}

export function readWorkspace(json: string): WorkspaceInfo {
  return read(json, (value): value is WorkspaceInfo => hasField(value, 'people'))
}

/** @param isAnswer checks its fields */
export function read<T>(json: string, isAnswer: (value: unknown) => value is T): T {
  const value: unknown = JSON.parse(json)
  if (!isAnswer(value)) throw new Error('The server sent something unexpected.')
  return value
}

export function hasField(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value
}
