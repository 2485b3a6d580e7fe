# As MongoDB's production notes ask. https://www.mongodb.com/docs/manual/administration/production-notes/
tune_kernel() {
  local huge=never defrag=never overcommit=0
  if [ "${MONGO_VERSION%%.*}" -ge 8 ]; then huge=always defrag=defer+madvise overcommit=1; fi
  cat >/etc/systemd/system/mm-db-kernel.service <<U
[Unit]
Before=mongod.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'cd /sys/kernel/mm/transparent_hugepage; echo $huge >enabled; echo $defrag >defrag; echo 0 >khugepaged/max_ptes_none; blockdev --setra 32 $DEV'
[Install]
WantedBy=multi-user.target
U
  printf '%s\n' vm.swappiness=1 "vm.overcommit_memory=$overcommit" vm.max_map_count=262144 net.core.somaxconn=4096 net.ipv4.tcp_keepalive_time=120 >/etc/sysctl.d/90-mongod.conf
  sysctl --system >/dev/null
  systemctl daemon-reload
  systemctl enable --now mm-db-kernel
}

# Pinned to the patch version. What is installed isn't asked for again: a reboot mustn't need the package mirror.
install_packages() {
  local series=${MONGO_VERSION%.*} packages
  packages=("mongodb-org-server-$MONGO_VERSION" "mongodb-mongosh-shared-openssl3-$MONGOSH" amazon-cloudwatch-agent diffutils logrotate openssl)
  if ! rpm -q --quiet "${packages[@]}"; then
    cat >/etc/yum.repos.d/mongodb-org.repo <<R
[mongodb-org]
name=MongoDB
baseurl=https://repo.mongodb.org/yum/amazon/2023/mongodb-org/$series/$(uname -m)/
gpgcheck=1
gpgkey=https://pgp.mongodb.com/server-$series.asc
R
    # The package would have systemd start it at the next boot, whatever is on the disk by then.
    systemctl mask mongod
    dnf -y install --disableexcludes=main "${packages[@]}"
  fi
  mongosh --version
  grep -q '^exclude=mongodb-' /etc/dnf/dnf.conf || echo 'exclude=mongodb-org* mongodb-mongosh*' >>/etc/dnf/dnf.conf
}

write_program() {
  cat >"$PROGRAM" <<'J'
@include program.js
J
}

# What mm asks a member by Run Command. Early: a member that doesn't come up must be able to say so.
write_question() {
  cat >/usr/local/sbin/mm-db-member <<'P'
@include member.sh
P
  chmod 755 /usr/local/sbin/mm-db-member
}
# Runs one of its functions. Secrets go to mongosh by its environment, never by an argument.
shell() {
  local program=$1
  shift
  DO=$program ADMIN=$ADMIN APP=$APP MONITOR=$MONITOR KEYFILE=$KEYFILE CA=$CA mongosh --quiet --norc "$@" "$PROGRAM"
}
