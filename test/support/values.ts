import type { DocumentDb, MongoDb } from '../../src/manifest/database.js'
import type { Environment } from '../../src/manifest/environment.js'
import { subnetRanges } from '../../src/manifest/subnet-ranges.js'
import type { Service } from '../../src/manifest/service.js'

const sslPolicy = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'

export const network = (more: Partial<Environment['network']> = {}): Environment['network'] => ({
  vpc: { cidr: '10.0.0.0/16', subnets: subnetRanges('10.0.0.0/16', 2) },
  nat: 'single',
  frontend: 'public',
  endpoints: false,
  ...more,
})

export const environment = (more: Partial<Environment> = {}): Environment => ({
  name: 'dev',
  production: false,
  capacity: { type: 'fargate' },
  network: network(),
  http: {
    public: { certificates: [], sourceIps: ['0.0.0.0/0'], redirect: true, sslPolicy },
    private: { certificates: [], sslPolicy },
  },
  waf: false,
  observability: { containerInsights: false },
  alarms: { notify: [] },
  ...more,
})

const healthcheck = {
  path: '/',
  successCodes: '200',
  healthyThreshold: 2,
  unhealthyThreshold: 3,
  interval: 10,
  timeout: 5,
  gracePeriod: 60,
}

export const frontend = (more: Partial<Service> = {}): Service => ({
  name: 'frontend',
  type: 'Load Balanced Web Service',
  image: { build: { dockerfile: 'frontend/Dockerfile', context: 'frontend', args: {} } },
  port: 3000,
  http: { path: '/', healthcheck, deregistrationDelay: 10, stickiness: false },
  cpu: 256,
  memory: 512,
  platform: 'linux/x86_64',
  count: 1,
  deployment: { strategy: 'rolling', recreate: false, rollback: { names: [] } },
  exec: false,
  variables: {},
  storage: { readonlyFs: false },
  logging: { retention: 30 },
  alarms: { http5xx: 10, responseTime: 2, cpu: 85, memory: 85 },
  ...more,
})

export const backend = (more: Partial<Service> = {}): Service => ({
  ...frontend(),
  name: 'backend',
  type: 'Backend Service',
  image: { build: { dockerfile: 'backend/Dockerfile', context: 'backend', args: {} } },
  port: 8080,
  http: { path: '/', healthcheck: { ...healthcheck, path: '/healthz' }, deregistrationDelay: 10, stickiness: false },
  database: { name: 'db', as: 'MONGODB_URI' },
  ...more,
})

export const database = (more: Partial<MongoDb> = {}): MongoDb => ({
  name: 'db',
  type: 'MongoDB',
  engine: 'mongodb',
  version: '8.0.15',
  members: 1,
  instance: 't4g.small',
  tls: false,
  storage: { size: 20, iops: 3000, throughput: 125 },
  backup: { every: 4, keep: 7, copyTo: [], vault: false },
  alarms: { diskUsed: 80, replicationLag: 30, backupAge: 10 },
  logging: { retention: 30 },
  ...more,
})

export const documentDb = (more: Partial<DocumentDb> = {}): DocumentDb => ({
  name: 'db',
  type: 'MongoDB',
  engine: 'documentdb',
  version: '8.0.0',
  members: 1,
  instance: 'db.t4g.medium',
  backup: { keep: 7 },
  alarms: { replicationLag: 30 },
  ...more,
})
