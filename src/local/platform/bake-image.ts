import { setTimeout } from 'node:timers/promises'
import { type BakeDeps, createBaker, followBake } from '../../control/images/bake.ts'
import { SECOND_MS } from '../../site/time.ts'
import type { BakeImage } from '../../terminal/terminal-deps.ts'
import { CONTAINER_IMAGE } from '../containers/images.ts'

/** The command line shows how far it is at least this often. */
const SLICE_MS = 20 * SECOND_MS
const LOOK_MS = SECOND_MS / 2

/** Bakes images of container machines, from the one that they are launched from otherwise. */
export function createLocalBaker({
  instances,
  shell,
  store,
  sizes,
}: Omit<BakeDeps, 'base' | 'size' | 'clock'> & Sizes): BakeImage {
  // A clock that people can't put forward: a bake takes as long as it takes.
  const clock = { now: Date.now }
  const [{ id: size } = { id: '' }] = sizes
  const look = createBaker({ instances, shell, store, clock, base: async () => CONTAINER_IMAGE, size })
  return (label, who) => {
    const patience = { clock, wait: setTimeout, until: clock.now() + SLICE_MS, everyMs: LOOK_MS, untilNextStage: true }
    return followBake(look, label, who, patience)
  }
}

interface Sizes {
  sizes: readonly { id: string }[]
}
