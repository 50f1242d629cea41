import type { Deployment } from './deployment.ts'
import type { HostileCall } from './hostile/hostile-call.ts'
import { onImages } from './hostile/images.ts'
import { onKeys } from './hostile/keys.ts'
import { launches, onMachines } from './hostile/machines.ts'
import { onTheRest } from './hostile/others.ts'
import { onRecords, onRoutes } from './hostile/routes.ts'
import { onShell } from './hostile/shell.ts'
import { tagging } from './hostile/tagging.ts'

export function hostileCalls(deployment: Deployment): HostileCall[] {
  return [
    ...launches(deployment),
    ...onMachines(deployment),
    ...onImages(deployment),
    ...onKeys(deployment),
    ...tagging(deployment),
    ...onRoutes(deployment),
    ...onRecords(deployment),
    ...onShell(deployment),
    ...onTheRest(deployment),
  ]
}
