interface Common {
  name: string
  type: 'MongoDB'
  /** An exact version, e.g. `8.0.15`; of DocumentDB the engine version, e.g. `8.0.0`. */
  version: string
  /** EC2 instance type, e.g. `t4g.small`; of DocumentDB an instance class, e.g. `db.t4g.medium`. */
  instance: string
}

/** AWS Backup's vault with its lock. Retention outside of the bounds is refused by the vault. */
export interface Vault {
  lock: 'governance' | 'compliance'
  /** Days. */
  minRetention: number
  maxRetention: number
}

/**
 * How mongod takes connections, MongoDB's `net.tls.mode` without its end: `allow` and `prefer` take plain ones as well, and with `prefer` members
 * speak TLS to one another. https://www.mongodb.com/docs/manual/reference/configuration-options/#mongodb-setting-net.tls.mode
 */
export type Tls = false | 'allow' | 'prefer' | 'require'

/** A replica set on EC2. */
export interface MongoDb extends Common {
  engine: 'mongodb'
  /** Voting members of the replica set. */
  members: 1 | 3
  tls: Tls
  /** size in GiB, iops in IOPS, throughput in MiB/s. */
  storage: { size: number; iops: number; throughput: number }
  backup: {
    /** Hours between two scheduled snapshots: 1, 2, 3, 4, 6, 8, 12 or 24 (what Data Lifecycle Manager takes). */
    every: number
    /** Days that a scheduled snapshot is kept. */
    keep: number
    /** Regions that each scheduled snapshot is copied to. */
    copyTo: string[]
    vault: false | Vault
  }
  alarms: {
    /** Percent of the data volume. */
    diskUsed: number
    /** Seconds. */
    replicationLag: number
    /** Hours since the newest completed snapshot. */
    backupAge: number
  }
  logging: {
    /** Days. */
    retention: number
  }
}

/** A cluster of Amazon DocumentDB. */
export interface DocumentDb extends Common {
  engine: 'documentdb'
  /** Instances of the cluster: one writes, the others read and stand by. */
  members: 1 | 2 | 3
  backup: {
    /** Days that the cluster can be restored to any second of. */
    keep: number
  }
  alarms: {
    /** Seconds. */
    replicationLag: number
  }
}

/** `mm/<name>/manifest.yml` with `type: MongoDB`, resolved for one environment. */
export type Database = MongoDb | DocumentDb
