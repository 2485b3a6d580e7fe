import { describe, expect, test } from '@jest/globals'
import { readDockerfile } from '../../../../src/workspace/inspect/dockerfile.js'

const read = (...lines: string[]) => readDockerfile('web/Dockerfile', lines.join('\n'))

describe('the port', () => {
  test('is that of EXPOSE, with its line', () => {
    expect(read('FROM node:20', '# EXPOSE 1', 'EXPOSE 8080/tcp').port).toEqual({
      value: 8080,
      file: 'web/Dockerfile',
      line: 3,
      text: 'EXPOSE 8080/tcp',
    })
  })

  test.each([
    ['an ARG', ['ARG PORT=4000', 'FROM node', 'ARG PORT', 'EXPOSE $PORT'], 4000],
    ['an ENV', ['FROM node', 'ENV NODE_ENV=production PORT=5000', 'EXPOSE ${PORT}'], 5000],
    ['an ENV without =', ['FROM node', 'ENV PORT 5001', 'EXPOSE ${PORT}'], 5001],
    ['a fallback', ['FROM node', 'EXPOSE ${PORT:-6000}'], 6000],
    ['quotes', ['FROM node', 'ENV PORT="7000"', 'EXPOSE $PORT'], 7000],
    ['ENV PORT alone', ['FROM node', 'ENV PORT=3001'], 3001],
    ['lower case and Windows line ends', ['FROM node\r', 'expose 9000\r'], 9000],
    ['a byte order mark', ['\uFEFFFROM node', 'EXPOSE 9001'], 9001],
  ])('comes from %s', (_, lines, port) => {
    expect(read(...lines).port?.value).toBe(port)
  })

  test('is the first one, since others are for metrics or a debugger', () => {
    expect(read('FROM node', 'ENV PORT=1', 'EXPOSE 3000 9229', 'EXPOSE 9100').port?.value).toBe(3000)
  })

  test('is that of the last stage and of the stages below it', () => {
    expect(read('FROM node AS build', 'EXPOSE 5173', 'FROM nginx', 'EXPOSE 80').port?.value).toBe(80)
    expect(read('FROM node AS build', 'EXPOSE 5173', 'FROM nginx').port).toBeUndefined()
    expect(read('FROM node AS base', 'EXPOSE 3000', 'FROM base AS build', 'FROM Base').port?.value).toBe(3000)
  })

  test.each(['EXPOSE', 'EXPOSE $UNSET', 'EXPOSE 0', 'EXPOSE 70000', 'EXPOSE http'])('is unknown with %s', line => {
    expect(read('FROM node', line).port).toBeUndefined()
  })
})

describe('the health check', () => {
  test.each([
    ['CMD wget -qO- http://127.0.0.1:8080/healthz || exit 1', '/healthz'],
    ['CMD ["curl", "-f", "http://localhost:3000/api/health"]', '/api/health'],
    ['CMD curl -f localhost:3000/up', '/up'],
    ['--interval=5s CMD curl -fsS "http://localhost/ready?deep=1"', '/ready'],
    [`CMD node -e "fetch('http://localhost:'+process.env.PORT+'/health').then(r => process.exit(r.ok ? 0 : 1))"`, '/health'],
    ['CMD node -e "fetch(`http://localhost:${port}/live`)"', '/live'],
    ['CMD curl -f http://localhost:3000 || exit 1', '/'],
    ['CMD curl -f http://localhost:3000/', '/'],
  ])('%s', (command, path) => {
    expect(read('FROM node', `HEALTHCHECK ${command}`).health?.value).toBe(path)
  })

  test.each(['NONE', 'CMD node healthcheck.js', 'CMD ["node", "/app/health.js"]'])('%s has no path', command => {
    expect(read('FROM node', `HEALTHCHECK ${command}`).health).toBeUndefined()
  })

  test('goes on over lines, and is told by the first', () => {
    const { health } = read(
      'FROM node',
      'HEALTHCHECK --interval=10s \\',
      '  # how it is asked',
      '  CMD curl -f \\',
      '    http://localhost:3000/healthz',
    )
    expect(health).toMatchObject({ value: '/healthz', line: 2 })
  })

  test('NONE takes away that of the stage below', () => {
    expect(read('FROM node AS base', 'HEALTHCHECK CMD curl localhost/up', 'FROM base', 'HEALTHCHECK NONE').health).toBeUndefined()
  })
})

test('what is copied from the build context is known, and nothing else', () => {
  const { sources, base } = read(
    'FROM --platform=linux/amd64 node:20 AS build',
    'COPY --chown=node:node package.json package-lock.json ./',
    'COPY ["my files", "/app"]',
    'ADD https://example.com/x.tgz /x',
    'FROM nginx:1.29',
    'COPY --from=build /app/dist /usr/share/nginx/html',
    'COPY <<EOF /etc/motd',
    'hello',
    'EOF',
  )
  expect(sources.map(({ value, line }) => `${line} ${value}`)).toEqual(['2 package.json', '2 package-lock.json', '3 my files'])
  expect(base).toBe('nginx:1.29')
})

test('the base is that of the first stage in the chain', () => {
  expect(read('FROM mongo:8 AS db', 'FROM db AS run').base).toBe('mongo:8')
})
