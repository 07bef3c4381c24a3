export { packAccessToken, unpackAccessToken, usableAccessToken } from './accessToken';
export { authenticateServerKey, authenticateServiceAccount } from './authenticate';
export { readServerKey, serverKeyUrl } from './serverKey';
export { MESSAGING_SCOPE, readGoogleUrls, readServiceAccount, type ServiceAccount } from './serviceAccount';
export { freshestAccessToken, renewAccessToken } from './tokenRenewal';
