import { randomUUID } from 'node:crypto'
import type { CommandState } from '../../control/jobs.ts'

/** Commands whose result is remembered, for each machine. */
const REMEMBERED = 50

/** Kept in memory: after a restart nobody knows of a job, and it is begun anew. */
export function createJobResults() {
  const states = new Map<string, CommandState>()
  return {
    begin: () => {
      const id = `command-${randomUUID()}`
      states.set(id, { state: 'running' })
      for (const old of [...states.keys()].slice(0, -REMEMBERED)) states.delete(old)
      return {
        id,
        finish: (state: CommandState) => {
          if (states.has(id)) states.set(id, state)
        },
      }
    },
    find: (commandId: string) => states.get(commandId),
  }
}
