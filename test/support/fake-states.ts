import type { FakeCloud } from './fake-instances.ts'

export function settleMachines({ machines, durations, clock }: FakeCloud): void {
  const now = clock.now()
  for (const machine of machines.values()) {
    const spent = now - machine.since
    if (machine.state === 'pending' && spent >= durations.bootMs) {
      // A new one at every start, as with public addresses on EC2.
      const address = `${machine.id}-${machine.boot}.test:80`
      Object.assign(machine, { state: 'running', since: machine.since + durations.bootMs, address })
    } else if (machine.state === 'stopping') {
      const { stopMs, forcedStopMs = stopMs } = durations
      const { since, forcedAt = since } = machine
      const stoppedAt = Math.min(since + stopMs, forcedAt === since ? Infinity : forcedAt + forcedStopMs)
      if (stoppedAt <= now) Object.assign(machine, { state: 'stopped', since: stoppedAt })
    } else if (machine.state === 'terminating' && spent >= durations.terminateMs) {
      machines.delete(machine.id)
    }
  }
}

export function settleImages({ images, durations, clock }: FakeCloud): void {
  for (const image of images.values()) {
    if (image.state === 'pending' && clock.now() - image.since >= durations.imageMs) image.state = 'available'
  }
}
