# The files that TLS on 27017 is made from. They're on the root disk, never on the data volume: a snapshot must not hold a key.
CERTIFICATE=/etc/mongod.pem
AUTHORITY=/etc/mongod-ca.pem

# Who is spoken to by TLS, as arguments of mongosh: this member itself whenever it takes TLS at all; see program.js for the others.
local_tls() {
  OVER_TLS=()
  if [ "$TLS" != false ]; then OVER_TLS=(--tls --tlsCAFile "$AUTHORITY"); fi
}
answers() { mongosh --quiet --norc "${OVER_TLS[@]}" --eval 'db.adminCommand("ping").ok' >/dev/null 2>&1; }

# Each member derives the authority's key from the same secret, so that none must write one. Its certificate is published once, by whoever finds
# none, and all trust the published one; the member's own certificate is made anew at each boot, and in memory is where the authority's key stays.
make_certificate() {
  local key conf=/run/mm-db-tls.cnf
  if [ "$TLS" = false ]; then return; fi
  key=$(shell authority --nodb)
  if [ "${key:0:27}" != '-----BEGIN PRIVATE KEY-----' ]; then refuse "no key can be made of $CA_SECRET"; fi
  cat >"$conf" <<C
[req]
distinguished_name=name
[name]
[authority]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign
subjectKeyIdentifier=hash
[member]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
authorityKeyIdentifier=keyid
subjectAltName=DNS:$SELF,DNS:localhost,IP:127.0.0.1
C
  obtain_authority
  if [ "$(openssl x509 -in "$AUTHORITY.new" -noout -pubkey)" != "$(printf '%s\n' "$key" | openssl pkey -pubout)" ]; then
    refuse "$MARKERS/$CA_MARKER isn't the certificate of the authority in $CA_SECRET: delete the parameter, and the next boot writes it"
  fi
  mv "$AUTHORITY.new" "$AUTHORITY"
  install -m 600 -o mongod -g mongod /dev/null "$CERTIFICATE.new"
  certify member "db-$INDEX" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$CERTIFICATE.new" -CA "$AUTHORITY" -CAkey /dev/stdin -out "$CERTIFICATE.new"
  mv "$CERTIFICATE.new" "$CERTIFICATE"
}

# Puts the published certificate into $AUTHORITY.new.
obtain_authority() {
  local published
  published=$(marker "$CA_MARKER")
  if [ "$published" = none ]; then
    certify authority "$SET" -new -key /dev/stdin -out "$AUTHORITY.new"
    mark_once "$CA_MARKER" "file://$AUTHORITY.new"
    published=$(marker "$CA_MARKER")
  fi
  # It's there: Parameter Store answers from before for a moment. systemd asks again.
  if [ "$published" = none ]; then echo "$MARKERS/$CA_MARKER can't be read yet"; return 1; fi
  printf '%s\n' "$published" >"$AUTHORITY.new"
}

# Without an end that anybody sees (a hundred years): mongod takes up a new certificate only when it's told or started, and an expired one
# stops the database.
certify() { printf '%s\n' "$key" | openssl req -x509 -config "$conf" -extensions "$1" -subj "/CN=$2" -days 36500 "${@:3}"; }
