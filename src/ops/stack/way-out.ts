import type { Stack } from '../ports/cloudformation.js'

/** What a person can run about a stack that CloudFormation has given up on. */
export function wayOut(stack: Stack): string[] {
  const { name, status } = stack
  const again = 'then the same command again'
  const fixes: Record<string, string[]> = {
    // What somebody had CloudFormation keep ("disable rollback"): it goes back, or away when there's nothing to go back to.
    CREATE_FAILED: [`aws cloudformation rollback-stack --stack-name ${name}`, again],
    UPDATE_FAILED: [`aws cloudformation rollback-stack --stack-name ${name}`, again],
    UPDATE_ROLLBACK_FAILED: [`aws cloudformation continue-update-rollback --stack-name ${name}`, again],
    DELETE_FAILED: [removalOf(stack)],
    ROLLBACK_FAILED: [removalOf(stack)],
  }
  return fixes[status] ?? [`aws cloudformation describe-stack-events --stack-name ${name}`]
}

/** mm's own commands take off what protects from deletion, also from that by a creation's rollback. */
export function removalOf({ name, tags }: Stack): string {
  const { 'mm:app': app, 'mm:db': db, 'mm:service': service, 'mm:env': env } = tags
  if (db && env) return `mm db delete --name ${db} --env ${env}`
  if (service && env) return `mm svc delete --name ${service} --env ${env}`
  return env && name === `${app ?? ''}-${env}`
    ? `mm env delete --name ${env}`
    : `aws cloudformation delete-stack --stack-name ${name}`
}
