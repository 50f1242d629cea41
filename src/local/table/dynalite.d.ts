declare module 'dynalite' {
  import type { Server } from 'node:http'

  interface Options {
    /** Directory of its LevelDB; without one, all is kept in memory. */
    path?: string
    createTableMs?: number
    updateTableMs?: number
    deleteTableMs?: number
  }

  /** Opens the database at the first request, and closes it when the server is closed. */
  export default function dynalite(options: Options): Server
}
