import gt from 'semver/functions/gt.js'
import valid from 'semver/functions/valid.js'
import { version } from '../../version.js'

/**
 * The template with the version of this mm in its metadata. CloudFormation keeps it, but takes no update of that alone: a stack tells which mm
 * changed it last. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/metadata-section-structure.html
 */
export const withVersion = (body: string): string => `${body}Metadata:\n  mm: "${version}"\n`

const last = /(?<=\n)Metadata:\n {2}mm: "([^"\n]+)"\n$/

/** The version of mm that wrote the template; undefined for one of before it was noted. */
export const versionOf = (body: string): string | undefined => last.exec(body)?.[1]

/** What CloudFormation acts upon. */
export const withoutVersion = (body: string): string => body.replace(last, '')

/** Whether this mm is older than the one that wrote the template; one that tells nothing is older. */
export const isNewer = (body: string): boolean => gt(valid(versionOf(body)) ?? '0.0.0', version)
