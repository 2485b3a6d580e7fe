# Early, so that a boot that fails can be read about after its instance has gone.
send_logs() {
  cat >/opt/aws/amazon-cloudwatch-agent/etc/mm.json <<A
{"logs":{"logs_collected":{"files":{"collect_list":[
{"file_path":"$DATA/log/mongod.log","log_group_name":"$LOG_GROUP","log_stream_name":"{instance_id}/mongod"},
{"file_path":"$LOG","log_group_name":"$LOG_GROUP","log_stream_name":"{instance_id}/boot"}]}}}}
A
  /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/mm.json
}

# What the alarms listen to, each minute. Systemd's own idea of a minute is up to two.
report() {
  cat >/usr/local/sbin/mm-db-pulse <<'P'
@include pulse.sh
P
  chmod 755 /usr/local/sbin/mm-db-pulse
  printf '%s\n' '[Service]' Type=oneshot ExecStart=/usr/local/sbin/mm-db-pulse >/etc/systemd/system/mm-db-pulse.service
  printf '%s\n' '[Timer]' OnBootSec=60 OnUnitActiveSec=60 AccuracySec=1s '[Install]' WantedBy=timers.target >/etc/systemd/system/mm-db-pulse.timer
  systemctl daemon-reload
  systemctl enable --now mm-db-pulse.timer
}
