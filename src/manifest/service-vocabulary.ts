import type { Vocabulary } from './vocabulary.js'

/** Copilot's keys of a Load Balanced Web Service and a Backend Service. https://aws.github.io/copilot-cli/docs/manifest/lb-web-service/ */
export const serviceVocabulary: Vocabulary = {
  examples: {
    name: 'frontend',
    type: 'Load Balanced Web Service',
    http: '{path: /}',
    'http.path': '/',
    'http.healthcheck': '/healthz',
    'http.healthcheck.path': '/healthz',
    'http.healthcheck.success_codes': '"200"',
    'http.healthcheck.healthy_threshold': '2',
    'http.healthcheck.unhealthy_threshold': '3',
    'http.healthcheck.interval': '10s',
    'http.healthcheck.timeout': '5s',
    'http.healthcheck.grace_period': '60s',
    'http.deregistration_delay': '10s',
    image: '{build: frontend/Dockerfile, port: 3000}',
    'image.build': 'frontend/Dockerfile',
    'image.build.dockerfile': 'frontend/Dockerfile',
    'image.build.context': 'frontend',
    'image.build.target': 'production',
    'image.build.args': '{NODE_ENV: production}',
    'image.location': 'public.ecr.aws/nginx/nginx:1.29',
    'image.port': '3000',
    cpu: '256',
    memory: '512',
    platform: 'linux/x86_64',
    count: '1',
    variables: '{LOG_LEVEL: info}',
    database: 'db',
    'database.name': 'db',
    'database.as': 'MONGODB_URI',
    storage: '{readonly_fs: true}',
    'storage.readonly_fs': 'true',
    logging: '{retention: 30}',
    'logging.retention': '30',
    environments: '{prod: {count: 2}}',
  },
  later: new Set([
    ...['exec', 'nlb', 'sidecars', 'network', 'taskdef_overrides', 'env_file', 'secrets', 'publish', 'subscribe'],
    ...['observability', 'deployment', 'entrypoint', 'command', 'on', 'retries', 'timeout'],
    ...['alb', 'alias', 'hosted_zone', 'redirect_to_https', 'version', 'additional_rules', 'target_container', 'targetContainer']
      .concat('target_port', 'stickiness', 'allowed_source_ips', 'healthcheck.port')
      .map(key => `http.${key}`),
    ...['credentials', 'labels', 'depends_on', 'healthcheck', 'build.cache_from'].map(key => `image.${key}`),
    ...['range', 'spot', 'cooldown', 'cpu_percentage', 'memory_percentage', 'requests', 'response_time', 'queue_delay'].map(
      key => `count.${key}`,
    ),
    ...['osfamily', 'architecture'].map(key => `platform.${key}`),
    ...['ephemeral', 'volumes'].map(key => `storage.${key}`),
    ...['image', 'destination', 'enableMetadata', 'secretOptions', 'configFilePath', 'env_file', 'variables', 'secrets'].map(
      key => `logging.${key}`,
    ),
  ]),
}
