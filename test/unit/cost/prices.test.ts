import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { classPrice, instancePrice } from '../../../src/cost/instance-prices.js'
import { fargate, prices } from '../../../src/cost/prices.js'
import { instanceProblem } from '../../../src/manifest/database-instances.js'
import { begin, pricesSection } from './prices-page.js'

const page = fileURLToPath(new URL('../../../docs/cost.md', import.meta.url))

// UPDATE_DOCS=1 writes it anew; the diff is then for a reviewer to read.
test('docs/cost.md has every price', () => {
  const text = readFileSync(page, 'utf8')
  const [before = ''] = text.split(begin)
  if (process.env['UPDATE_DOCS']) writeFileSync(page, before + pricesSection())
  expect(before + pricesSection()).toBe(readFileSync(page, 'utf8'))
})

test('no two prices are of the same unit', () => {
  const units = [...Object.values(fargate).flatMap(({ cpu, memory }) => [cpu, memory]), ...Object.values(prices)].map(
    ({ unit }) => unit,
  )
  expect(new Set(units).size).toBe(units.length)
})

describe('an EC2 instance', () => {
  // https://aws.amazon.com/ec2/pricing/on-demand/ , July 2026: sizes of each kind, each from AWS's list and not worked out.
  test.each([
    ['t4g.nano', 0.0042],
    ['t4g.small', 0.0168],
    ['t3.micro', 0.0104],
    ['m7g.large', 0.0816],
    ['m7i.large', 0.1008],
    ['m7i-flex.2xlarge', 0.38304],
    ['c7gn.16xlarge', 3.9936],
    ['r7g.large', 0.1071],
    ['r6gd.medium', 0.0576],
    ['r8g.48xlarge', 11.31072],
    ['x2iedn.32xlarge', 26.676],
    ['z1d.3xlarge', 1.116],
    ['i7ie.18xlarge', 9.3564],
    ['is4gen.medium', 0.14408],
  ])('%s costs %d an hour', (type, usd) => {
    const { usd: told = 0, per } = instancePrice(type) ?? {}
    expect(per).toBe('hour')
    expect(Math.abs(told / usd - 1)).toBeLessThan(0.001)
  })

  test.each(['m5.metal', 'm7i.metal-24xl', 'u7i-12tb.224xlarge', 'm99g.large', 't4g.huge', 't4g', ''])(
    'of which nothing is known has no price: %s',
    type => expect(instancePrice(type)).toBeUndefined(),
  )

  test('of each family that the manifest knows by name has a price', () => {
    const series = ['t', 'm', 'c', 'r', 'x', 'z', 'i', 'im', 'is']
    // What is wrong with a family that isn't there names those that are.
    const families = series.flatMap(each =>
      (/it has (.*)$/.exec(instanceProblem(`${each}1nowhere.large`) ?? '')?.[1] ?? '').split(', '),
    )
    expect(families.length).toBeGreaterThan(50)
    expect(families.filter(family => instancePrice(`${family}.xlarge`) === undefined)).toEqual([])
  })
})

describe('an instance of DocumentDB', () => {
  test.each([
    ['db.t3.medium', 0.078],
    ['db.t4g.medium', 0.07566],
    ['db.r5.large', 0.277],
    ['db.r5.4xlarge', 2.216],
    ['db.r6g.2xlarge', 1.0526],
  ])('%s costs %d an hour', (name, usd) => expect(classPrice(name)?.usd).toBeCloseTo(usd, 5))

  test.each(['db.r8g.large', 'db.r6gd.xlarge', 'db.t4g.large', 'db.serverless'])('of which nothing is known has none: %s', name =>
    expect(classPrice(name)).toBeUndefined(),
  )
})
