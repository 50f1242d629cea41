import * as z from 'zod'
import type { Machine } from '../../control/ports.ts'
import type { MachineState } from '../../site/site.ts'
import { type Engine, mustRun } from './engine.ts'
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'

/** Tells apart several data directories on one computer: each only finds its own containers and images. */
export function ownerOf(dataDirectory: string): string {
  return keyOf(resolve(dataDirectory))
}

/** Makes a name for containers and images from any text. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20)
}

export interface Owned {
  siteId: string
  siteName: string
  launch: number
}

export function labelsOf(owner: string, { siteId, siteName, launch }: Owned): string[] {
  const labels = { owner, 'site-id': siteId, 'site-name': siteName, launch }
  return Object.entries(labels).map(([name, value]) => `pokopoko.${name}=${value}`)
}

export function ownerFilter(owner: string): string {
  return `label=pokopoko.owner=${owner}`
}

const schema = z
  .object({
    'pokopoko.site-id': z.string(),
    'pokopoko.site-name': z.string(),
    'pokopoko.launch': z.coerce.number().int(),
  })
  .transform((labels) => ({
    siteId: labels['pokopoko.site-id'],
    siteName: labels['pokopoko.site-name'],
    launch: labels['pokopoko.launch'],
  }))

export const labelsSchema: z.ZodType<Owned> = schema

export interface Container extends Machine {
  siteName: string
}

const bindings = z.array(z.object({ HostPort: z.string() })).nullable()
const inspectSchema = z.array(
  z
    .object({
      Name: z.string(),
      State: z.object({ Status: z.string() }),
      Config: z.object({ Labels: labelsSchema }),
      NetworkSettings: z.object({ Ports: z.record(z.string(), bindings).nullable().optional() }),
    })
    .transform(({ Name, State, Config, NetworkSettings }): Container => {
      const { siteId, siteName, launch } = Config.Labels
      const state = stateOf(State.Status)
      const hostPort = (port: string) => NetworkSettings.Ports?.[port]?.[0]?.HostPort
      const [web, ssh] = [hostPort('80/tcp'), hostPort('22/tcp')]
      return {
        // docker adds a leading slash.
        id: Name.replace(/^\//, ''),
        siteId,
        siteName,
        launch,
        state,
        ...(state === 'running' && web !== undefined && { address: `127.0.0.1:${web}` }),
        ...(state === 'running' && ssh !== undefined && { ssh: { host: 'localhost', port: Number(ssh) } }),
      }
    }),
)

/** undefined: there is none of that name. */
export async function findContainer(engine: Engine, id: string): Promise<Container | undefined> {
  const { code, stdout, stderr } = await engine(['container', 'inspect', id])
  if (code === 0) return inspectSchema.parse(JSON.parse(stdout))[0]
  // The engines have no exit code for a missing container. Listing works only if the engine is up.
  const names = await mustRun(engine, ['ps', '--all', '--filter', `name=^${id}$`, '--format', '{{.Names}}'])
  if (names.trim() === '') return undefined
  throw new Error(`container inspect failed: ${stderr.trim().slice(-500)}`)
}

export async function listContainers(engine: Engine, owner: string): Promise<Container[]> {
  const names = await mustRun(engine, ['ps', '--all', '--filter', ownerFilter(owner), '--format', '{{.Names}}'])
  const found = await Promise.all(
    names
      .split('\n')
      .filter(Boolean)
      .map((name) => findContainer(engine, name)),
  )
  return found.filter((container) => container !== undefined)
}

/** Sources: podman-ps(1) and docker ps, filter `status`. */
function stateOf(status: string): MachineState {
  switch (status) {
    case 'running':
    case 'paused':
      return 'running'
    case 'created':
    case 'configured':
    case 'initialized':
    case 'restarting':
      return 'pending'
    case 'stopping':
      return 'stopping'
    case 'removing':
      return 'terminating'
    default:
      return 'stopped'
  }
}
