// In place of the native part of AWS's runtime interface client (npm aws-lambda-ric: libcurl behind an addon, which takes a compiler
// and cmake): the same functions over Node's HTTP. All else of the runtime is AWS's own, as it runs in Lambda.
const { Agent, request } = require('node:http')

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
let posted = Promise.resolve()

function call(method, path, headers = {}, body = '') {
  return new Promise((resolve, reject) => {
    const sent = request(`${api}${path}`, { method, agent, headers }, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part)).on('error', reject)
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        if (answer.statusCode >= 300) reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
        else resolve({ bodyJson: text, headers: answer.headers })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const post = (path, body, headers) => {
  posted = call('POST', path, { 'content-type': 'application/json', ...headers }, body)
}

module.exports = {
  next: async () => {
    await posted
    return call('GET', '/invocation/next')
  },
  done: (id, body) => post(`/invocation/${id}/response`, body),
  error: (id, body, xray) => {
    const { errorType } = JSON.parse(body)
    post(`/invocation/${id}/error`, body, {
      'lambda-runtime-function-error-type': errorType,
      'lambda-runtime-function-xray-error-cause': xray,
    })
  },
}
