import assert from 'node:assert/strict'
import { mustRun } from '../../src/local/containers/engine.ts'
import type { MachineFixture } from './machine-fixture.ts'

export const BAKED_IMAGE = 'localhost/pokopoko-baked'
export const PREPARED_IMAGE = 'localhost/pokopoko-prepared'

/** Bakes an image as AWS's is: on a machine with systemd, which is stopped before the image is made. `before`: what was left on it. */
export async function bakeImage(fixture: MachineFixture, before = 'true'): Promise<void> {
  const machine = await fixture.connectedMachine()
  await machine.sh(before)
  const { result } = await machine.job('bake', { kind: 'bake' })
  assert.ok(result.ok, JSON.stringify(result))
  await mustRun(fixture.engine, ['stop', '-t', '60', machine.name])
  await mustRun(fixture.engine, ['commit', '-q', machine.name, BAKED_IMAGE])
  await machine.remove()
}

/** Of the bake, only what all set-ups have in common, which takes a second: nothing more is installed, and nothing cleaned. */
export async function prepareImage(fixture: MachineFixture): Promise<void> {
  const machine = await fixture.machine()
  await machine.sh('source /opt/pokopoko/lib/all.sh && prepare')
  await mustRun(fixture.engine, ['stop', '-t', '60', machine.name])
  await mustRun(fixture.engine, ['commit', '-q', machine.name, PREPARED_IMAGE])
  await machine.remove()
}
