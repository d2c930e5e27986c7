import { emitYaml } from '../../../lib/yaml';
import type { Install } from '../install';

const type = (name: string): string => `type.googleapis.com/envoy.extensions.${name}`;
const typed = (name: string, fields: object = {}) => ({ '@type': type(name), ...fields });
const socket = (address: string, port: number) => ({ socket_address: { address, port_value: port } });

/** Folder of the certificate in the proxy's pod. */
export const envoyTlsFolder = '/etc/envoy/tls';

const cors = typed('filters.http.cors.v3.CorsPolicy', {
  allow_origin_string_match: [{ safe_regex: { regex: '.*' } }],
  allow_methods: 'GET, PUT, DELETE, POST, OPTIONS',
  allow_headers: [
    'keep-alive',
    'user-agent',
    'cache-control',
    'content-type',
    'content-transfer-encoding',
    'custom-header-1',
    'x-accept-content-transfer-encoding',
    'x-accept-response-streaming',
    'x-user-agent',
    'x-grpc-web',
    'grpc-timeout',
  ].join(','),
  max_age: '1728000',
  expose_headers: 'custom-header-1,grpc-status,grpc-message',
});

const filter = (name: string, config: string) => ({
  name: `envoy.filters.http.${name}`,
  typed_config: typed(`filters.http.${config}`),
});

const connectionManager = {
  name: 'envoy.filters.network.http_connection_manager',
  typed_config: typed('filters.network.http_connection_manager.v3.HttpConnectionManager', {
    codec_type: 'auto',
    stat_prefix: 'ingress_http',
    route_config: {
      name: 'local_route',
      virtual_hosts: [
        {
          name: 'local_service',
          domains: ['*'],
          routes: [
            {
              match: { prefix: '/' },
              route: { cluster: 'metadata-cluster', max_stream_duration: { grpc_timeout_header_max: '0s' } },
              typed_per_filter_config: { 'envoy.filter.http.cors': cors },
            },
          ],
        },
      ],
    },
    http_filters: [
      filter('grpc_web', 'grpc_web.v3.GrpcWeb'),
      filter('cors', 'cors.v3.Cors'),
      filter('router', 'router.v3.Router'),
    ],
  }),
};

const transport = (context: string, fields: object) => ({
  name: 'envoy.transport_sockets.tls',
  typed_config: typed(`transport_sockets.tls.v3.${context}`, fields),
});

const towardsBrowsers = transport('DownstreamTlsContext', {
  common_tls_context: {
    tls_certificates: [
      {
        certificate_chain: { filename: `${envoyTlsFolder}/tls.crt` },
        private_key: { filename: `${envoyTlsFolder}/tls.key` },
      },
    ],
    alpn_protocols: ['h2', 'http/1.1'],
  },
  require_client_certificate: false,
});

const towardsStore = (namespace: string) =>
  transport('UpstreamTlsContext', {
    sni: `metadata-grpc-service.${namespace}.svc`,
    common_tls_context: {
      validation_context: { trusted_ca: { filename: `${envoyTlsFolder}/ca.crt` } },
    },
  });

/** Settings of Envoy, which translates what browsers speak (gRPC-Web) into what the metadata store speaks (gRPC). */
export const envoyConfig = ({ namespace, tls }: Pick<Install, 'namespace' | 'tls'>): string =>
  emitYaml({
    admin: {
      access_log: {
        name: 'admin_access',
        typed_config: typed('access_loggers.file.v3.FileAccessLog', { path: '/tmp/admin_access.log' }),
      },
      address: socket('0.0.0.0', 9901),
    },
    static_resources: {
      listeners: [
        {
          name: 'listener_0',
          address: socket('0.0.0.0', 9090),
          filter_chains: [
            { ...(tls ? { transport_socket: towardsBrowsers } : {}), filters: [connectionManager] },
          ],
        },
      ],
      clusters: [
        {
          name: 'metadata-cluster',
          connect_timeout: '30.0s',
          type: 'logical_dns',
          typed_extension_protocol_options: {
            'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': typed(
              'upstreams.http.v3.HttpProtocolOptions',
              { explicit_http_config: { http2_protocol_options: {} } },
            ),
          },
          lb_policy: 'round_robin',
          load_assignment: {
            cluster_name: 'metadata-grpc',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: socket('metadata-grpc-service', 8080) } }] }],
          },
          ...(tls ? { transport_socket: towardsStore(namespace) } : {}),
        },
      ],
    },
  });
