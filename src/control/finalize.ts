import type { Site } from '../site/site.ts'

/** Nothing of it is left in the world that could be taken away: the record may go, and with it the name. */
export function canFinalize({ spec, status }: Site): boolean {
  const { instance, route, grant, archive, superseded, launching, slot } = status
  const held = grant?.leftFor === 'gone' ? undefined : grant
  const left = [instance, route, held, archive, launching, slot].filter((part) => part !== undefined)
  return spec.desired === 'gone' && left.length === 0 && superseded.length === 0
}
