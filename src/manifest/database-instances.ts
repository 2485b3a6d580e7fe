/**
 * Families that EC2 has, as suffixes by series and generation; only those on Nitro, where EBS volumes are NVMe devices, as the boot script
 * expects. https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
 * A generation beyond the table's last still grows: whatever is written like a family is taken.
 */
const families: Record<string, Record<number, string[]>> = {
  t: { 3: ['', 'a'], 4: ['g'] },
  m: {
    5: ['', 'a', 'ad', 'd', 'dn', 'n', 'zn'],
    6: ['a', 'g', 'gd', 'i', 'id', 'idn', 'in'],
    7: ['a', 'g', 'gd', 'i', 'i-flex'],
  },
  c: {
    5: ['', 'a', 'ad', 'd', 'n'],
    6: ['a', 'g', 'gd', 'gn', 'i', 'id', 'in'],
    7: ['a', 'g', 'gd', 'gn', 'i', 'i-flex'],
  },
  r: {
    5: ['', 'a', 'ad', 'b', 'd', 'dn', 'n'],
    6: ['a', 'g', 'gd', 'i', 'id', 'idn', 'in'],
    7: ['a', 'g', 'gd', 'i', 'iz'],
  },
  x: { 2: ['gd', 'idn', 'iedn', 'iezn'] },
  z: { 1: ['d'] },
  i: { 3: ['en'], 4: ['g', 'i'], 7: ['i', 'ie'] },
  im: { 4: ['gn'] },
  is: { 4: ['gen'] },
}

const written = /^(?<series>[a-z]+)(?<generation>\d+)(?<suffix>[a-z]*(-flex)?)\.(?<size>[a-z0-9-]+)$/
const sizes = /^(nano|micro|small|medium|large|xlarge|\d+xlarge|metal|metal-\d+xl)$/

/** What is wrong with an EC2 instance type; ends the sentence "instance is …: ". Undefined when a database can run on it. */
export function instanceProblem(type: string): string | undefined {
  const { series = '', generation = '', suffix = '', size = '' } = written.exec(type)?.groups ?? {}
  if (!sizes.test(size)) return 'it must be an EC2 instance type, such as t4g.small'
  const known = families[series]
  if (!known) return `it must be of a series that suits a database: ${Object.keys(families).join(', ')}`
  const newest = Math.max(...Object.keys(known).map(Number))
  const taken = Number(generation) > newest || known[Number(generation)]?.includes(suffix)
  return taken ? undefined : `EC2 has no such family on Nitro; of ${series} it has ${namesOf(series, known).join(', ')}`
}

const namesOf = (series: string, generations: Record<number, string[]>) =>
  Object.entries(generations).flatMap(([generation, suffixes]) => suffixes.map(suffix => `${series}${generation}${suffix}`))

/**
 * Classes of Amazon DocumentDB, the same for the engine versions 5.0 and 8.0.
 * https://docs.aws.amazon.com/documentdb/latest/devguide/docdb-engine-version-supportability.html
 */
export const isDocumentDbClass = (text: string): boolean =>
  /^db\.(t3\.medium|t4g\.medium|r5\.(large|\d*xlarge)|r6g\.(large|\d*xlarge)|r6gd\.\d*xlarge|r8g\.(large|\d*xlarge))$/.test(text)
