interface Values {
  app: string
  env: string
  db: string
  amiId: string
  /** Outputs of the environment's stack. */
  environment: Record<string, string>
}

/** The values of the database stack's parameters. */
export function databaseParameters({ app, env, db, amiId, environment }: Values): Record<string, string> {
  const first = (output: string) => environment[output]?.split(',')[0] ?? ''
  return {
    App: app,
    Env: env,
    Db: db,
    AmiId: amiId,
    VpcId: environment['VpcId'] ?? '',
    Subnet0: first('DatabaseSubnets'),
    Zone0: first('Zones'),
    PrivateZoneId: environment['PrivateZoneId'] ?? '',
    PrivateZoneName: environment['PrivateZoneName'] ?? '',
    AlarmTopicArn: environment['AlarmTopicArn'] ?? '',
  }
}
