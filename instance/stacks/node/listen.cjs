// For a program that listens on a port of its own, whatever $PORT says: what it wants on POKOPOKO_PORT is on $PORT.
const { Server } = require('net')

const own = Number(process.env.POKOPOKO_PORT)
const port = Number(process.env.PORT)
const { listen } = Server.prototype

Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'object' && first !== null && Number(first.port) === own) {
    return listen.call(this, { ...first, port }, ...rest)
  }
  return listen.call(this, typeof first !== 'object' && Number(first) === own ? port : first, ...rest)
}
