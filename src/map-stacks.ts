import { readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload, type SourceOrigin } from 'node:module'

/** V8's own; it says of itself what a stack shows by default. */
interface Frame extends NodeJS.CallSite {
  toString(): string
}

type MapOf = (file: string) => SourceMap | undefined

/**
 * From now on, stacks name our source files. Node's own flag for that, `--enable-source-maps`, reads a map of more than a megabyte when
 * a function starts; this reads it when someone reads the stack of an error.
 */
export function mapStacks(): void {
  const maps = new Map<string, SourceMap | undefined>()
  const mapOf: MapOf = (file) => {
    if (!maps.has(file)) maps.set(file, readMap(file))
    return maps.get(file)
  }
  Error.prepareStackTrace = (error, frames: Frame[]) => {
    const origins = frames.map((frame) => originOf(frame, mapOf))
    const lines = frames.map((frame, at) => `    at ${described(frame, origins[at], origins[at + 1]?.name)}`)
    return [headOf(error), ...lines].join('\n')
  }
}

/** undefined for a file without a map, such as Node's own. */
function readMap(file: string): SourceMap | undefined {
  try {
    const payload: unknown = JSON.parse(readFileSync(`${file}.map`, 'utf8'))
    return isPayload(payload) ? new SourceMap(payload) : undefined
  } catch {
    return undefined
  }
}

function isPayload(value: unknown): value is SourceMapPayload {
  return typeof value === 'object' && value !== null && 'mappings' in value
}

function originOf(frame: Frame, mapOf: MapOf): SourceOrigin | undefined {
  const origin = mapOf(frame.getFileName() ?? '')?.findOrigin(frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0)
  return origin !== undefined && 'fileName' in origin ? origin : undefined
}

/** The bundle has short names; the map knows what the function's caller called it. */
function described(frame: Frame, origin: SourceOrigin | undefined, nameAtCaller: string | undefined): string {
  if (origin === undefined) return frame.toString()
  const { fileName, lineNumber, columnNumber } = origin
  // Our files are somewhere above the bundle.
  const place = `${fileName.replace(/^(?:\.\.\/)+/, '')}:${lineNumber}:${columnNumber}`
  const name = nameAtCaller ?? frame.getFunctionName()
  return name === null ? place : `${frame.isAsync() ? 'async ' : ''}${name} (${place})`
}

/** What an error makes of itself may throw. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}
