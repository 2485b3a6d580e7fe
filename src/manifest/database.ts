/** `mm/<name>/manifest.yml` with `type: MongoDB`, resolved for one environment. */
export interface Database {
  name: string
  type: 'MongoDB'
  /** An exact patch version, e.g. `8.0.15`. */
  version: string
  /** Voting members of the replica set. */
  members: 1
  /** EC2 instance type, e.g. `t4g.small`. */
  instance: string
  /** size in GiB, iops in IOPS, throughput in MiB/s. */
  storage: { size: number; iops: number; throughput: number }
  backup: {
    /** Hours between two scheduled snapshots: 1, 2, 3, 4, 6, 8, 12 or 24 (what Data Lifecycle Manager takes). */
    every: number
    /** Days that a scheduled snapshot is kept. */
    keep: number
  }
  alarms: {
    /** Percent of the data volume. */
    diskUsed: number
  }
  logging: {
    /** Days. */
    retention: number
  }
}
