/** The backend's REST interface. Each call carries the request's id, so that both services log the same one. */
export function backendClient(url) {
  async function call(path, requestId, options = {}) {
    const answer = await fetch(new URL(path, url), {
      ...options,
      headers: { 'x-request-id': requestId, ...options.headers },
      signal: AbortSignal.timeout(5000),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return answer.json()
  }
  return {
    products: requestId => call('/products', requestId),
    add: (product, requestId) => call('/products', requestId, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(product) }),
  }
}
