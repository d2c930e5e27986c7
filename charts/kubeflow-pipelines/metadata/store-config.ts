/** Files of the certificate that the metadata store shows and trusts. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/** Writes the store's settings, which must hold the text of the certificate, each in one line. */
export const storeConfigScript = ({ certificate, key, authority }: CertificateFiles): string =>
  `escape() { sed ':a;N;$!ba;s/\\n/\\\\n/g' "$1"; }
cat <<EOF >/etc/grpc/config.proto
connection_config {
  mysql {
    host: "\${MYSQL_HOST}"
    port: \${MYSQL_PORT}
    database: "\${MYSQL_DATABASE}"
    user: "\${DBCONFIG_USER}"
    password: "\${DBCONFIG_PASSWORD}"
  }
}
ssl_config {
  server_key: "$(escape ${key})"
  server_cert: "$(escape ${certificate})"
  custom_ca: "$(escape ${authority})"
  client_verify: false
}
EOF
`;
