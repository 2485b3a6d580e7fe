import type { Database } from '../../manifest/database.js'
import { join, sub, type Value } from '../cfn.js'
import { bootScriptGzip } from '../generated/boot-script.js'
import { markers, namespace, replicaSet } from './names.js'

/**
 * User data runs once in an instance's life, at its first boot; so it only installs the boot script as a unit, which systemd starts at every
 * boot and again after a failure. The values come first, one assignment a line. The script is compressed: as text it's larger than the 16 KiB
 * that user data may have, and a template holds it once for each member.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export function userData(database: Database): Value<string> {
  const values: Value<string>[] = [
    sub('REGION=${AWS::Region}'),
    sub('STACK=${AWS::StackName}'),
    'ASG=Group0',
    'INDEX=0',
    `MEMBERS=${database.members}`,
    'GENERATION=1',
    'SNAPSHOT=',
    sub('VOL=${Volume0G1}'),
    sub('ENI=${Interface0}'),
    sub('ENI_IP=${Interface0.PrimaryPrivateIpAddress}'),
    sub('SELF=db-0.${Db}.${PrivateZoneName}'),
    sub('SEEDS=db-0.${Db}.${PrivateZoneName}:27017'),
    assign('SET', replicaSet),
    assign('MARKERS', markers),
    assign('NAMESPACE', namespace),
    sub('ADMIN_SECRET=${AdminSecret}'),
    sub('APP_SECRET=${AppSecret}'),
    sub('MONITOR_SECRET=${MonitorSecret}'),
    sub('KEYFILE_SECRET=${KeyfileSecret}'),
    sub('LOG_GROUP=${LogGroup}'),
    `MONGO_VERSION=${database.version}`,
    'OPLOG_HOURS=',
  ]
  return { 'Fn::Base64': join('\n', ["#!/bin/bash\ncat >/etc/mm-db.env <<'MM_ENV'", ...values, install]) }
}

const assign = (name: string, value: Value<string>): Value<string> => ({ 'Fn::Sub': [`${name}=\${Value}`, { Value: value }] })

const install = `MM_ENV
base64 -d <<'MM_BOOT' | gunzip >/usr/local/sbin/mm-db-boot
${bootScriptGzip}
MM_BOOT
chmod 755 /usr/local/sbin/mm-db-boot
cat >/etc/systemd/system/mm-db-boot.service <<'MM_UNIT'
[Unit]
After=network-online.target
Wants=network-online.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/mm-db-boot
Restart=on-failure
RestartSec=60
RestartPreventExitStatus=78
[Install]
WantedBy=multi-user.target
MM_UNIT
systemctl daemon-reload
systemctl enable --now --no-block mm-db-boot
`
