configure_mongod() {
  local key retention='' tls=''
  # A key for each generation: members that a restore left behind can't log in to the new set, whose name is the same. Not by openssl, which
  # takes a key as an argument. 64 of the characters that a key file may have.
  # https://www.mongodb.com/docs/manual/core/security-internal-authentication/
  key=$(shell keyfile --nodb)
  if [[ ! $key =~ ^[0-9a-f]{64}$ ]]; then echo "no key could be made of $KEYFILE_SECRET"; return 1; fi
  # The only secret that is written to a disk, since mongod reads it from there.
  install -m 600 -o mongod -g mongod /dev/null /etc/mongod.key
  printf '%s' "$key" >/etc/mongod.key
  install -d -o mongod -g mongod "$DATA/db" "$DATA/log"
  # The package chose the user's number; on the instance before it may have been another.
  find "$DATA/db" "$DATA/log" ! -user mongod -exec chown -h mongod:mongod {} +
  if [ -n "$OPLOG_HOURS" ]; then retention=", oplogMinRetentionHours: $OPLOG_HOURS"; fi
  # Members log in to one another with the key file, clients with a password: nobody else needs a certificate.
  if [ "$TLS" != false ]; then
    tls=", tls: {mode: ${TLS}TLS, certificateKeyFile: $CERTIFICATE, CAFile: $AUTHORITY, allowConnectionsWithoutCertificates: true, disabledProtocols: \"TLS1_0,TLS1_1\"}"
  fi
  cat >/etc/mongod.conf <<C
storage: {dbPath: $DATA/db$retention}
systemLog: {destination: file, path: $DATA/log/mongod.log, logAppend: true, logRotate: reopen}
net: {port: 27017, bindIp: "127.0.0.1,$ENI_IP"$tls}
security: {authorization: enabled, keyFile: /etc/mongod.key}
replication: {replSetName: $SET}
C
  mkdir -p /etc/systemd/system/mongod.service.d
  printf '%s\n' '[Unit]' "RequiresMountsFor=$DATA" After=mm-db-kernel.service '[Service]' Restart=on-failure RestartSec=5 TimeoutStopSec=180 >/etc/systemd/system/mongod.service.d/mm.conf
  cat >/etc/logrotate.d/mongod <<'L'
/data/log/mongod.log {
  size 100M
  rotate 5
  compress
  missingok
  postrotate
    pkill -USR1 -x mongod
  endscript
}
L
}

start_mongod() {
  systemctl daemon-reload
  systemctl unmask mongod
  systemctl enable --now mongod
  for _ in $(seq 150); do
    if answers; then note .mm-version "$MONGO_VERSION"; return; fi
    sleep 2
  done
  echo "mongod doesn't answer"
  return 1
}
