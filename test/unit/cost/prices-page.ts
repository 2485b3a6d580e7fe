import { classPrices, largePrices } from '../../../src/cost/instance-prices.js'
import { asOf, fargate, prices, region, type Price } from '../../../src/cost/prices.js'

/** Where the part of docs/cost.md begins that is written by the test. */
export const begin = '## The prices\n'

const row = ({ unit, usd, per }: Price) => `| ${unit} | ${usd} | ${per} |`

/** The rest of the page: every price that there is. */
export function pricesSection(): string {
  const families = Object.entries(largePrices).flatMap(([series, generations]) =>
    Object.entries(generations).map(([generation, suffixes]) =>
      Object.entries(suffixes)
        .map(([suffix, usd]) => `${series}${generation}${suffix} ${usd}`)
        .join(', '),
    ),
  )
  return `${begin}
USD, of ${region}, as of ${asOf}. Written from [prices.ts](../src/cost/prices.ts) and [instance-prices.ts](../src/cost/instance-prices.ts), which name AWS's page of each.

| one | USD | a |
|---|---|---|
${[...Object.values(fargate).flatMap(({ cpu, memory }) => [cpu, memory]), ...Object.values(prices)].map(row).join('\n')}

EC2 instances, an hour of a \`large\`; the other sizes are so many times that: a half for \`medium\`, twice for \`xlarge\`, eight times for \`4xlarge\`.

${families.map(each => `    ${each}`).join('\n')}

DocumentDB instances, an hour; larger ones are so many times the \`large\`.

${Object.entries(classPrices)
  .map(([name, usd]) => `    ${name} ${usd}`)
  .join('\n')}
`
}
