/** TLS 1.2 suites with forward secrecy and authenticated encryption; TLS 1.3 has its own. Source: CIS Kubernetes Benchmark, --tls-cipher-suites. */
export const tlsCipherSuites = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
] as const;
