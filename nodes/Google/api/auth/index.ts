export { unpackAccessToken } from './accessToken';
export { authenticateServerKey, authenticateServiceAccount } from './authenticate';
export { identify } from './identity';
export { KEY_FIELD } from './privateKey';
export { readServerKey, serverKeyUrl } from './serverKey';
export { MESSAGING_SCOPE, readGoogleUrls, readServiceAccount, type ServiceAccount } from './serviceAccount';
export { RunTokens } from './runTokens';
export { renewAccessToken } from './tokenRenewal';
