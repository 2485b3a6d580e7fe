import { createHash } from 'node:crypto'
import { join, sub, type Value } from '../cfn.js'
import { bootScriptGzip } from '../generated/boot-script.js'
import type { Boot, MemberOf } from './member-of.js'
import { caMarker, hostOf, indexes, markers, namespace, replicaSet, volumeId } from './names.js'

/** With more than one member the oplog keeps what a member that is away for a day has missed. */
const oplogHours = 24

/**
 * User data runs once in an instance's life, at its first boot; so it only installs the boot script as a unit, which systemd starts at every
 * boot and again after a failure. The values come first, one assignment a line. The script is compressed: as text it's larger than the 16 KiB
 * that user data may have, and a template holds it once for each member.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export function userData({
  database: { members, version, tls },
  chosen: { generation, snapshot },
  index,
}: MemberOf): Value<string> {
  const values: Value<string>[] = [
    sub('REGION=${AWS::Region}'),
    sub('STACK=${AWS::StackName}'),
    `ASG=Group${index}`,
    `INDEX=${index}`,
    `MEMBERS=${members}`,
    `GENERATION=${generation}`,
    `SNAPSHOT=${index === 0 ? (snapshot ?? '') : ''}`,
    sub(`VOL=\${${volumeId(index, generation)}}`),
    sub(`ENI=\${Interface${index}}`),
    sub(`ENI_IP=\${Interface${index}.PrimaryPrivateIpAddress}`),
    sub(`SELF=${hostOf(index)}`),
    sub(
      `SEEDS=${indexes(members)
        .map(each => `${hostOf(each)}:27017`)
        .join(',')}`,
    ),
    assign('SET', replicaSet),
    assign('MARKERS', markers),
    assign('NAMESPACE', namespace),
    sub('ADMIN_SECRET=${AdminSecret}'),
    sub('APP_SECRET=${AppSecret}'),
    sub('MONITOR_SECRET=${MonitorSecret}'),
    sub('KEYFILE_SECRET=${KeyfileSecret}'),
    sub('CA_SECRET=${CaSecret}'),
    `TLS=${tls}`,
    // Without TLS nobody reads it, and members don't restart for it.
    ...(tls ? [assign('CA_MARKER', caMarker)] : []),
    sub('LOG_GROUP=${LogGroup}'),
    `MONGO_VERSION=${version}`,
    `OPLOG_HOURS=${members > 1 ? oplogHours : ''}`,
  ]
  return { 'Fn::Base64': join('\n', ["#!/bin/bash\ncat >/etc/mm-db.env <<'MM_ENV'", ...values, bootScript('Body')]) }
}

export const bootScript = (key: keyof Boot): Value<string> => ({ 'Fn::FindInMap': ['Boot', 'Script', key] })

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

/** Of this mm. A stack keeps the one that it has until its members restart anyway: docs/decisions/0022. */
export const newestBoot: Boot = { Body: install, Version: createHash('sha256').update(install).digest('hex').slice(0, 12) }
